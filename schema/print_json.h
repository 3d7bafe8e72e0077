/* print_json.h - a report as JSON, written by jansson. */
#ifndef RETRY_SCHEMA_PRINT_JSON_H
#define RETRY_SCHEMA_PRINT_JSON_H

#include "schema/report.h"

#include <stdio.h>

/**
 * Writes one array of objects: file, line, column, end_line, end_column, severity, slug, path, message, and where there
 * are such, help and related {file, line, column, note}.
 *
 * @return false on a write error or no memory
 */
bool retry__print_json(const struct retry_report *report, FILE *stream);

#endif
