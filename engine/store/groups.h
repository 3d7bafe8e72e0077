/* groups.h - lists of error classes, and the groups of them that documents define. */
#ifndef RETRY_STORE_GROUPS_H
#define RETRY_STORE_GROUPS_H

#include "engine/errors/class.h"
#include "engine/store/build.h"

/** Checks every group that documents define, in all of their lists. */
void retry__groups_build(struct retry_build *build);
/**
 * Checks a list of texts, each the spelling of a class or the name of a group, and all groups that it names.
 *
 * @param user  the definition in which the list stands; where it was replaced, groups of documents are not looked for
 * @return false: something is wrong, as the report says here or where the group stands
 */
bool retry__groups_check(struct retry_build *build, struct retry_definition *user, const struct retry_value *list);

/* One class of a list, and where it is spelled. */
struct retry_listed {
    struct retry_class class;
    const struct retry_value *text;
    const struct retry_document *document;
};

/**
 * Hands over each class of a list that was found right, groups of documents followed, in order.
 *
 * @return false: `take` has answered false, which ends it
 */
bool retry__groups_each(const struct retry_definitions *groups, const struct retry_document *document,
                        const struct retry_value *list, bool (*take)(void *context, const struct retry_listed *listed),
                        void *context);

#endif
