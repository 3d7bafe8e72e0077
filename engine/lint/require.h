/* require.h - holds a set against the policies that a program needs. */
#ifndef RETRY_LINT_REQUIRE_H
#define RETRY_LINT_REQUIRE_H

#include "engine/lint/input.h"

/** Is this a list of names, separated by commas? */
bool retry__lint_is_require(const char *list);
/** Adds a finding for each name of the list that the set does not define. A set that is refused lacks none. */
void retry__lint_require(struct retry_input *input, const char *list);

#endif
