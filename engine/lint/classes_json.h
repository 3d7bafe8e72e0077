/* classes_json.h - groups of errors and error classes as JSON. */
#ifndef RETRY_LINT_CLASSES_JSON_H
#define RETRY_LINT_CLASSES_JSON_H

#include "engine/errors/class.h"

#include <stdio.h>

/** Writes an array with an object for each. @return false: no memory or a write error */
bool retry__classes_json(const struct retry_class *classes, size_t count, FILE *out);

#endif
