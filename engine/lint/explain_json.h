/* explain_json.h - a policy's waits as JSON. */
#ifndef RETRY_LINT_EXPLAIN_JSON_H
#define RETRY_LINT_EXPLAIN_JSON_H

#include "engine/lint/table.h"

/** Writes one object, row by row, so that memory does not grow with their number. @return false: no memory or a write
 * error */
bool retry__explain_json(const struct retry_waits *waits, const struct retry_rows *rows, FILE *out);

#endif
