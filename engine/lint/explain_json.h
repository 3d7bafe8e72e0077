/* explain_json.h - a policy's waits as JSON. */
#ifndef RETRY_LINT_EXPLAIN_JSON_H
#define RETRY_LINT_EXPLAIN_JSON_H

#include "engine/lint/table.h"

/**
 * Writes the members of an object, row by row, so that memory does not grow with their number: of a policy, or of one
 * of its rules.
 *
 * @param number_of  of the rule, 1 for the first; 0: the policy's
 * @return false: no memory or a write error
 */
bool retry__explain_json(const struct retry_waits *waits, const struct retry_rows *rows, uint32_t number_of, FILE *out);

#endif
