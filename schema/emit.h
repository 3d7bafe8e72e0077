/* emit.h - the JSON Schema of documents, from the same tables that check them. */
#ifndef RETRY_SCHEMA_EMIT_H
#define RETRY_SCHEMA_EMIT_H

#include "schema/tables.h"

#include <stdio.h>

/**
 * Writes a schema of draft-07, the same for the same tables, whatever the machine. An object is described by one
 * object, never by alternatives, so that editors know which keys to offer.
 *
 * @return false: no memory, or nothing could be written
 */
bool retry__emit(const struct retry_tables *tables, FILE *out);

#endif
