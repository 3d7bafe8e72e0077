/* places.h - what must hold of any document that was read: places in order, limits kept, texts readable. */
#ifndef RETRY_TESTS_FUZZ_PLACES_H
#define RETRY_TESTS_FUZZ_PLACES_H

#include "schema/cursor.h"
#include "schema/limits.h"
#include "schema/report.h"

#include <stdio.h>
#include <stdlib.h>

#define MUST(claim) ((claim) ? (void)0 : places_fail(#claim, __LINE__))

static inline void places_fail(const char *claim, int line)
{
    fprintf(stderr, "line %d: not true: %s\n", line, claim);
    abort();
}

/* Moves the byte that all that follows must not lie before. */
static inline void places_pass(uint32_t *passed, uint32_t byte)
{
    MUST(*passed <= byte);
    *passed = byte;
}

/* Lines and columns do not depend on where a cursor comes from, and lead to the same byte. */
static inline void places_check_span(const struct retry_source *source, struct retry_cursor *cursor,
                                     const struct retry_value *value)
{
    struct retry_cursor fresh = {0};
    struct retry_cursor_line line;
    struct retry_span span = retry__cursor_span(cursor, source, NULL, &value->place);
    MUST(cursor->offset == value->place.start && span.line >= 1 && span.column >= 1);
    MUST(retry__cursor_line(&fresh, source, NULL, span.line, span.column, &line));
    MUST(fresh.offset == value->place.start);
    MUST(retry__cursor_line(&fresh, source, NULL, span.end_line, span.end_column, &line));
    MUST(fresh.offset == value->place.end);
}

static inline void places_check_path(const struct retry_value *root, const struct retry_value *value)
{
    char path[48];
    MUST(retry__value_path(root, &value->place, path, sizeof path) < sizeof path);
}

struct places_walk {
    uint32_t passed;
    struct retry_cursor cursor;
};

static inline void places_check(const struct retry_document *document, const struct retry_value *value,
                                struct places_walk *walk, unsigned depth)
{
    MUST(depth <= RETRY_LIMIT_DEPTH + 1);
    places_pass(&walk->passed, value->place.start);
    places_check_span(document->source, &walk->cursor, value);
    places_check_path(&document->root, value);
    unsigned char sum = 0;
    for (uint32_t at = 0; at < value->count; at++) {
        if (value->type == RETRY_VALUE_SCALAR)
            sum = (unsigned char)(sum + (unsigned char)value->text[at]);
        if (value->type == RETRY_VALUE_MAPPING) {
            MUST(value->pairs[at].key.count <= RETRY_LIMIT_KEY_BYTES);
            places_check(document, &value->pairs[at].key, walk, depth + 1);
            places_check(document, &value->pairs[at].value, walk, depth + 1);
        }
        if (value->type == RETRY_VALUE_LIST)
            places_check(document, &value->items[at], walk, depth + 1);
    }
    *(volatile unsigned char *)&sum = sum;
    places_pass(&walk->passed, value->place.end);
    MUST(value->place.end <= document->source->size);
}

/* Nothing but keys that stand twice is found in a text of which a document comes. */
static inline void places_check_report(const struct retry_report *report)
{
    MUST(!report->out_of_memory);
    for (size_t at = 0; at < report->count; at++)
        MUST(report->findings[at].code == RETRY_FINDING_DUPLICATE_KEY && report->findings[at].place.span.line > 0);
}

static inline void places_check_document(const struct retry_document *document)
{
    struct places_walk walk = {0};
    MUST(document->root.type == RETRY_VALUE_MAPPING);
    places_check(document, &document->root, &walk, 1);
}

#endif
