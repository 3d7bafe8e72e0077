/* shown_json.h - writes effective policies as a document in JSON. */
#ifndef RETRY_LINT_SHOWN_JSON_H
#define RETRY_LINT_SHOWN_JSON_H

#include "engine/lint/shown.h"

#include <stdio.h>

/** Writes the document. @param origin  with file and line of every value under
 * `x-origin`, by its path @return false: no memory */
bool retry__shown_json(const struct retry_shown_document *shown, bool origin, FILE *out);

#endif
