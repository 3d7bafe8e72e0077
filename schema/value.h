/* value.h - a document as values, each with the place where it stands. */
#ifndef RETRY_SCHEMA_VALUE_H
#define RETRY_SCHEMA_VALUE_H

#include "schema/mem.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* A place as machines count: bytes of the source's text, from 0; the end is exclusive. */
struct retry_range {
    uint32_t start, end;
};

/* A place as people count: lines and columns from 1, columns in code points; the end is exclusive. Line 0: no place. */
struct retry_span {
    uint32_t line, column, end_line, end_column;
};

enum retry_value_type { RETRY_VALUE_SCALAR, RETRY_VALUE_LIST, RETRY_VALUE_MAPPING };

/* Kept small, because the memory of a large document costs as much as its reading. So it stands at bytes, which readers
 * know anyway; retry__cursor_span() makes lines and columns of them for the few values that a finding is about. */
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
    struct retry_range place;
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
/** Is the scalar's text exactly this? Inline, because most answers are no and the first byte gives them. */
static inline bool retry__value_is(const struct retry_value *value, const char *text)
{
    if (value->type != RETRY_VALUE_SCALAR || (value->count > 0 && value->text[0] != text[0]))
        return false;
    for (uint32_t i = 0; i < value->count; i++)
        if (text[i] != value->text[i] || text[i] == '\0')
            return false;
    return text[value->count] == '\0';
}
/** Writes the keys that lead to the place, "policies.db.limits", list items as [0]; returns the length, cut to size
 * - 1. A place in no value has no path. */
size_t retry__value_path(const struct retry_value *root, const struct retry_range *place, char *buffer, size_t size);
void retry__document_done(struct retry_document *document);

#endif
