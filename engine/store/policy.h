/* policy.h - one policy of a document becomes a plan. */
#ifndef RETRY_STORE_POLICY_H
#define RETRY_STORE_POLICY_H

#include "engine/store/build.h"
#include "engine/tree/plan.h"

/* Where the parts of a plan stand in the block; 0 = none. */
struct retry_roots {
    size_t backoff, rules, hints;
};

/**
 * Checks a policy and builds all that it holds. The plan's name and the ways from it are left to the caller.
 *
 * @return false: there is no plan; the report has gained a finding, or the definition was replaced
 */
bool retry__policy_build(struct retry_build *build, struct retry_definition *definition, struct retry_plan *out_plan,
                         struct retry_roots *out_roots);

#endif
