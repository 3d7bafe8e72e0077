/* doubts.h - what a policy as a whole lacks, and which of its parts have no effect. */
#ifndef RETRY_STORE_DOUBTS_H
#define RETRY_STORE_DOUBTS_H

#include "engine/store/fragment.h"

/**
 * Checks a policy whose line is built. What is said stands at the policy's own definition or its overrides; where a
 * part of it is inherited, that is told beside.
 *
 * @param good  nothing is wrong with any part of it
 * @return whether it is good as a whole, too
 */
bool retry__doubts_check(struct retry_build *build, struct retry_definition *policy, bool good);

#endif
