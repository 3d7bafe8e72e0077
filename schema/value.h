/* value.h - a document as values, each with the place where it stands. */
#ifndef RETRY_SCHEMA_VALUE_H
#define RETRY_SCHEMA_VALUE_H

#include "schema/mem.h"

#include <stdbool.h>
#include <stdint.h>

/* Lines and columns count from 1, columns in code points; the end is exclusive. Line 0: no place. */
struct retry_span {
    uint32_t line, column, end_line, end_column;
};

enum retry_value_type { RETRY_VALUE_SCALAR, RETRY_VALUE_LIST, RETRY_VALUE_MAPPING };

struct retry_value {
    enum retry_value_type type : 8;
    bool plain;     /* a scalar without quotes; also JSON's numbers, true, false and null */
    bool repeated;  /* a key that stands in its mapping before, which a finding says; a mapping with such a key */
    uint32_t count; /* bytes of a scalar, items of a list, pairs of a mapping */
    union {
        const char *text; /* count bytes, no NUL at the end */
        struct retry_value *items;
        struct retry_pair *pairs; /* in the order of the document */
    };
    struct retry_span span;
};

struct retry_pair {
    struct retry_value key; /* always a scalar */
    struct retry_value value;
};

/* A text with the name that findings give it. Both are borrowed; they must outlive documents made from it. */
struct retry_source {
    const char *name;
    const char *text;
    size_t size;
};

struct retry_document {
    const struct retry_source *source;
    bool json; /* what people are told to write must be JSON too */
    struct retry_value root;
    struct retry_arena arena;
};

/** Returns the value of that key, NULL where the mapping has none. */
const struct retry_value *retry__value_get(const struct retry_value *mapping, const char *key);
/** Is the scalar's text exactly this? */
bool retry__value_is(const struct retry_value *value, const char *text);
/** Writes the keys that lead to the place, "policies.db.limits", list items as [0]; returns the length, cut to size
 * - 1. */
size_t retry__value_path(const struct retry_value *root, const struct retry_span *place, char *buffer, size_t size);
void retry__document_done(struct retry_document *document);

#endif
