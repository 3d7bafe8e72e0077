/* policy.h - one policy of a document becomes a plan. */
#ifndef RETRY_STORE_POLICY_H
#define RETRY_STORE_POLICY_H

#include "engine/store/build.h"
#include "engine/tree/plan.h"

/**
 * Checks a policy and builds its backoff. The plan's name and the way to its backoff are left to the caller.
 *
 * @param out_root  the root of its backoff in the block; 0: none
 * @return false: the report has gained a finding
 */
bool retry__policy_build(struct retry_build *build, struct retry_definition *definition, struct retry_plan *out_plan,
                         size_t *out_root);

#endif
