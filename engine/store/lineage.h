/* lineage.h - from a policy up through all that it extends: the line of fragments that say what it is. */
#ifndef RETRY_STORE_LINEAGE_H
#define RETRY_STORE_LINEAGE_H

#include "engine/store/fragment.h"

/**
 * Builds the line of a policy, where nobody has yet: the policies that it extends, its definition, its overrides. Its
 * definition then has the topmost fragment. One that was replaced is held against its shape alone.
 *
 * @return false: the report has gained a finding, here or where the line leads
 */
bool retry__lineage_build(struct retry_build *build, struct retry_definition *policy);

#endif
