/* shown_yaml.h - writes effective policies as a document in YAML. */
#ifndef RETRY_LINT_SHOWN_YAML_H
#define RETRY_LINT_SHOWN_YAML_H

#include "engine/lint/shown.h"

#include <stdio.h>

/** Writes the document. @param origin  file and line of every value behind it, in a
 * column of comments @return false: no memory */
bool retry__shown_yaml(const struct retry_shown_document *shown, bool origin, FILE *out);

#endif
