/* snippet.h - a line of the source with a caret under what is meant. */
#ifndef RETRY_SCHEMA_SNIPPET_H
#define RETRY_SCHEMA_SNIPPET_H

#include "schema/report.h"

#include <stdio.h>

/* ANSI sequences, or empty texts. */
struct retry_palette {
    const char *plain;
    const char *bold;
    const char *severities[3]; /* by enum retry_finding_severity */
    const char *note;
    const char *caret;
};

/** Prints the line and the caret below it, where there is a line. Gutter: digits of the largest line number. */
void retry__snippet_print(const struct retry_place *place, int gutter, const struct retry_palette *palette,
                          FILE *stream);

#endif
