/* emit_value.h - a text in the documents' own notation becomes a value of JSON. */
#ifndef RETRY_SCHEMA_EMIT_VALUE_H
#define RETRY_SCHEMA_EMIT_VALUE_H

#include <jansson.h>

/** Reads a scalar or a collection in flow style, "2", "100ms", "[0.5, 1.5]". @return NULL: no such text, or no memory
 */
json_t *retry__emit_value(const char *text);

#endif
