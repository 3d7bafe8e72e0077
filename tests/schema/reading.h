/* reading.h - reads a text for a test and says briefly what came of it. */
#ifndef RETRY_TESTS_SCHEMA_READING_H
#define RETRY_TESTS_SCHEMA_READING_H

#include "schema/read.h"
#include "tests/suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reading {
    struct retry_source source; /* its text a block of exactly that size, so that sanitizers see its end */
    struct retry_document document;
    struct retry_report *report;
    bool accepted;
    char findings[512]; /* "2:1 duplicate-key < 1:1; 3:1 ..." in order of place */
};

static inline void reading_tell(struct reading *reading)
{
    FILE *told = fmemopen(reading->findings, sizeof reading->findings, "w");
    ck_assert_ptr_nonnull(told);
    retry__report_sort(reading->report);
    for (size_t at = 0; at < reading->report->count; at++) {
        const struct retry_finding *finding = &reading->report->findings[at];
        const struct retry_span *span = &finding->place.span, *related = &finding->related.span;
        fprintf(told, "%s%u:%u %s", at > 0 ? "; " : "", span->line, span->column, retry__finding_slug(finding->code));
        if (finding->related.file != NULL)
            fprintf(told, " < %u:%u", related->line, related->column);
    }
    fclose(told);
}

static inline struct reading *reading_bytes(enum retry_format format, const char *bytes, size_t size)
{
    struct reading *reading = calloc(1, sizeof *reading);
    char *copy = malloc(size > 0 ? size : 1);
    ck_assert(reading != NULL && copy != NULL);
    memcpy(copy, bytes, size);
    reading->source = (struct retry_source){.name = "text", .text = copy, .size = size};
    reading->report = retry__report_new();
    ck_assert_ptr_nonnull(reading->report);
    reading->accepted = retry__read(&reading->source, format, &reading->document, reading->report);
    reading_tell(reading);
    return reading;
}

static inline struct reading *reading_yaml(const char *text)
{
    return reading_bytes(RETRY_FORMAT_YAML, text, strlen(text));
}

static inline struct reading *reading_json(const char *text)
{
    return reading_bytes(RETRY_FORMAT_JSON, text, strlen(text));
}

static inline void reading_free(struct reading *reading)
{
    if (reading->accepted)
        retry__document_done(&reading->document);
    retry__report_free(reading->report);
    free((void *)(uintptr_t)reading->source.text);
    free(reading);
}

/* A document comes of a text of which nothing was found but keys that stand twice. */
static inline bool reading_leaves_document(const struct retry_report *report)
{
    for (size_t at = 0; at < report->count; at++)
        if (report->findings[at].code != RETRY_FINDING_DUPLICATE_KEY)
            return false;
    return true;
}

/* Reads and holds the findings to those expected, "" for none. */
static inline void reading_expect(enum retry_format format, const char *text, const char *findings)
{
    struct reading *reading = reading_bytes(format, text, strlen(text));
    ck_assert_msg(strcmp(reading->findings, findings) == 0, "for <%s>: <%s>, not <%s>", text, reading->findings,
                  findings);
    ck_assert(reading->accepted == reading_leaves_document(reading->report));
    reading_free(reading);
}

static inline struct retry_span reading_span(const struct retry_source *source, const struct retry_value *value)
{
    return retry__cursor_span(&(struct retry_cursor){0}, source, NULL, &value->place);
}

static inline void reading_expect_span(const struct retry_source *source, const struct retry_value *value,
                                       const char *expected)
{
    char found[64];
    struct retry_span span = reading_span(source, value);
    snprintf(found, sizeof found, "%u:%u-%u:%u", span.line, span.column, span.end_line, span.end_column);
    ck_assert_str_eq(found, expected);
}

static inline void reading_expect_text(const struct retry_value *value, const char *text)
{
    ck_assert_int_eq(value->type, RETRY_VALUE_SCALAR);
    ck_assert_msg(retry__value_is(value, text), "<%.*s> is not <%s>", (int)value->count, value->text, text);
}

#endif
