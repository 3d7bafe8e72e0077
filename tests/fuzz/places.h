/* places.h - what must hold of any document that was read: places in order, limits kept, texts readable. */
#ifndef RETRY_TESTS_FUZZ_PLACES_H
#define RETRY_TESTS_FUZZ_PLACES_H

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

static inline bool places_in_order(uint32_t line, uint32_t column, uint32_t later_line, uint32_t later_column)
{
    return line < later_line || (line == later_line && column <= later_column);
}

/* Moves the place that all that follows must not lie before. */
static inline void places_pass(struct retry_span *passed, uint32_t line, uint32_t column)
{
    MUST(places_in_order(passed->line, passed->column, line, column));
    passed->line = line;
    passed->column = column;
}

static inline void places_check_path(const struct retry_value *root, const struct retry_value *value)
{
    char path[48];
    MUST(retry__value_path(root, &value->span, path, sizeof path) < sizeof path);
}

static inline void places_check(const struct retry_value *root, const struct retry_value *value,
                                struct retry_span *passed, unsigned depth)
{
    MUST(depth <= RETRY_LIMIT_DEPTH + 1);
    MUST(value->span.line >= 1 && value->span.column >= 1);
    places_pass(passed, value->span.line, value->span.column);
    places_check_path(root, value);
    unsigned char sum = 0;
    for (uint32_t at = 0; at < value->count; at++) {
        if (value->type == RETRY_VALUE_SCALAR)
            sum = (unsigned char)(sum + (unsigned char)value->text[at]);
        if (value->type == RETRY_VALUE_MAPPING) {
            MUST(value->pairs[at].key.count <= RETRY_LIMIT_KEY_BYTES);
            places_check(root, &value->pairs[at].key, passed, depth + 1);
            places_check(root, &value->pairs[at].value, passed, depth + 1);
        }
        if (value->type == RETRY_VALUE_LIST)
            places_check(root, &value->items[at], passed, depth + 1);
    }
    *(volatile unsigned char *)&sum = sum;
    places_pass(passed, value->span.end_line, value->span.end_column);
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
    struct retry_span passed = {1, 1, 1, 1};
    MUST(document->root.type == RETRY_VALUE_MAPPING);
    places_check(&document->root, &document->root, &passed, 1);
}

#endif
