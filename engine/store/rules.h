/* rules.h - the rules of a policy become part of the block. */
#ifndef RETRY_STORE_RULES_H
#define RETRY_STORE_RULES_H

#include "engine/store/build.h"

/**
 * Checks a list of rules and builds them with their backoffs. Of a definition that was replaced they are only checked.
 *
 * @param out_at  where the struct retry_rules stands in the block; 0: nowhere
 * @return false: the report has gained a finding, here or where a reference leads
 */
bool retry__rules_build(struct retry_build *build, struct retry_definition *definition, const struct retry_value *list,
                        size_t *out_at);

#endif
