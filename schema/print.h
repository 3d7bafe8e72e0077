/* print.h - a report as text for people, as short lines for editors, as JSON for programs. */
#ifndef RETRY_SCHEMA_PRINT_H
#define RETRY_SCHEMA_PRINT_H

#include "schema/report.h"

#include <stdio.h>

enum retry_print_format { RETRY_PRINT_TEXT, RETRY_PRINT_SHORT, RETRY_PRINT_JSON };

/** Writes all findings; colour with ANSI sequences, only for RETRY_PRINT_TEXT. @return false on a write error or no
 * memory */
bool retry__print_report(const struct retry_report *report, enum retry_print_format format, bool colour, FILE *stream);

#endif
