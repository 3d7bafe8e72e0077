/* fragment.h - one mapping that says something of a policy: its definition or an override, laid over what is below. */
#ifndef RETRY_STORE_FRAGMENT_H
#define RETRY_STORE_FRAGMENT_H

#include "engine/store/build.h"
#include "engine/store/shapes.h"

/* A policy is a line of them: the policies that it extends, each with its overrides, then its own definition, then its
 * overrides. What several policies inherit was built once, by the fragment that states it. */
struct retry_fragment {
    struct retry_definition *definition; /* the policy, or the override, that it is */
    const struct retry_fragment *below;  /* what it is laid over; NULL where a line begins */
    struct retry_policy_section section; /* what holds, all below included */
    size_t backoff, rules;               /* likewise: where they stand in the block; 0 = none */
};

/** Holds a definition against a shape, a policy's or an override's. Its section then has what it states alone. @return
 * false: the report has gained a finding */
bool retry__fragment_check(struct retry_build *build, struct retry_definition *definition,
                           const struct retry_shape *shape, struct retry_fragment *out);
/** Builds what a checked fragment states, and lays it over `below`, which may be NULL. @return false: the report has
 * gained a finding */
bool retry__fragment_lay(struct retry_build *build, const struct retry_fragment *below,
                         struct retry_fragment *fragment);

/* Where a line states a key. */
struct retry_stated {
    const struct retry_fragment *fragment; /* NULL: nowhere */
    const struct retry_pair *pair;
};

/** The topmost place in a line that states a key of a policy, or of one of its sections. @param section  NULL: of the
 * policy itself */
struct retry_stated retry__fragment_find(const struct retry_fragment *top, const char *section, const char *key);

#endif
