/* reference.h - the part of retry-policies(5) that lists sections, kinds and fields, from the tables that check them.
 */
#ifndef RETRY_SCHEMA_REFERENCE_H
#define RETRY_SCHEMA_REFERENCE_H

#include "schema/tables.h"

#include <stdio.h>

/** Writes subsections of a manual page in mdoc. Whether writing worked is the caller's to check. */
void retry__reference(const struct retry_tables *tables, FILE *out);

#endif
