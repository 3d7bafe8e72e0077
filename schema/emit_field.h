/* emit_field.h - what one field may hold, as JSON Schema. */
#ifndef RETRY_SCHEMA_EMIT_FIELD_H
#define RETRY_SCHEMA_EMIT_FIELD_H

#include "schema/tables.h"

#include <jansson.h>

/* A schema while it is written. What fails for want of memory is noted once, and asked about at the end. */
struct retry_emit {
    const struct retry_tables *tables;
    struct retry_sections sections;
    bool failed;
};

/** Sets a key of the object, whose reference to the value it takes. Either may be NULL, which is a failure. */
void retry__emit_set(struct retry_emit *emit, json_t *object, const char *key, json_t *value);
/** Appends to the array, likewise. */
void retry__emit_append(struct retry_emit *emit, json_t *array, json_t *value);
/** {"$ref": "#/definitions/PREFIXNAME"} */
json_t *retry__emit_reference(struct retry_emit *emit, const char *prefix, const char *name);
/** The schema of a text that must match the expression as a whole. */
json_t *retry__emit_pattern(struct retry_emit *emit, const char *pattern, const char *message);
/** The schema of a name. */
json_t *retry__emit_name(struct retry_emit *emit);
/** Writes how the definition of a section is called: its name, and a number where another has the same. */
const char *retry__emit_section_name(const struct retry_emit *emit, const struct retry_shape *shape, char buffer[64]);
/** The schema of the field's value, with everything that an editor shows of it. */
json_t *retry__emit_field(struct retry_emit *emit, const struct retry_field *field);

#endif
