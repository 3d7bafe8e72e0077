/* changes.h - what a new set changes in the meaning of policies, in one line. */
#ifndef RETRY_STORE_CHANGES_H
#define RETRY_STORE_CHANGES_H

#include "engine/store/set.h"

#define RETRY_CHANGES_SPELLED 8 /* policies that are told one by one; nobody reads more in one line */

/**
 * Tells which policies mean something else in the new set, in its order, then those that it lacks:
 * "db: attempts 6 to 3, worst case 15.1s to 7.3s; dns: added; cache: removed; 12 more", or "nothing".
 *
 * Allocates nothing. Policies that no longer fit are counted: "9 policies changed" where none does, and no text where
 * not even that does.
 *
 * @param before, after  NULL: no policies; both with the symbols of customs numbered alike
 * @param text  ends with a NUL, whatever its size; may be NULL where that is 0
 * @return how many policies changed
 */
size_t retry__changes(const struct retry_set *before, const struct retry_set *after, char *text, size_t size);

/** Visits each policy that means something else, in the order above. @param before, after  of the visit; NULL: not
 * defined, not both */
void retry__changes_each(const struct retry_set *before, const struct retry_set *after,
                         void (*visit)(void *context, const struct retry_plan *before, const struct retry_plan *after),
                         void *context);
/** Tells of one policy, "attempts 6 to 3", without its name. @param before, after  NULL: not defined; not both
 * @return the length, as snprintf; 0: nothing changed */
size_t retry__changes_of(const struct retry_plan *before, const struct retry_plan *after, char *text, size_t size);

#endif
