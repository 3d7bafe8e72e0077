/* shown_policy.h - an effective policy as values: what the line of its fragments states. */
#ifndef RETRY_LINT_SHOWN_POLICY_H
#define RETRY_LINT_SHOWN_POLICY_H

#include "engine/lint/shown.h"

/**
 * Adds a policy of the set, so that the document alone means the same: what is inherited stands in it, and backoffs and
 * groups that have names are written where they are used. What nobody states is left out.
 *
 * @return false: no memory
 */
bool retry__shown_add(struct retry_shown_document *shown, const struct retry_definition *policy);

#endif
