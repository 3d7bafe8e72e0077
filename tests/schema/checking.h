/* checking.h - shapes of no real thing, and one check of a text against one of them. */
#ifndef RETRY_TESTS_CHECKING_H
#define RETRY_TESTS_CHECKING_H

#include "schema/check.h"
#include "schema/read.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct inner {
    uint32_t most;
    uint64_t longest_ns;
};

struct outer {
    uint64_t first_ns, last_ns, pause_ns;
    struct retry_decimal growth, base;
    struct retry_decimal ends[2];
    struct inner inner;
    const struct retry_value *node;
    const struct retry_value *names;
    uint32_t count, symbol;
    uint8_t word;
    bool on;
};

static const struct retry_field inner_fields[] = {
    {.key = "most",
     .type = RETRY_FIELD_WHOLE,
     .offset = offsetof(struct inner, most),
     .unlimited = true,
     .preset = "9",
     .min = "1",
     .max = "100",
     .example = "5"},
    {.key = "longest",
     .type = RETRY_FIELD_DURATION,
     .offset = offsetof(struct inner, longest_ns),
     .unlimited = true,
     .min = "1ns",
     .example = "30s"},
};

static const struct retry_shape inner_shape = {
    .name = "inner",
    .example = "inner: {most: 5}",
    .fields = inner_fields,
    .field_count = RETRY_COUNT(inner_fields),
    .config_size = sizeof(struct inner),
    .extensible = true,
};

static const char *const words[] = {"full", "equal", NULL};

static const struct retry_field outer_fields[] = {
    {.key = "base", .type = RETRY_FIELD_DECIMAL, .offset = offsetof(struct outer, base), .digits = 9, .min = "0.5"},
    {.key = "first",
     .type = RETRY_FIELD_DURATION,
     .offset = offsetof(struct outer, first_ns),
     .required = true,
     .example = "100ms"},
    {.key = "last",
     .type = RETRY_FIELD_DURATION,
     .offset = offsetof(struct outer, last_ns),
     .preset = "1h",
     .not_below = "first"},
    {.key = "pause", .type = RETRY_FIELD_DURATION, .offset = offsetof(struct outer, pause_ns), .max = "1m"},
    {.key = "growth",
     .type = RETRY_FIELD_DECIMAL,
     .offset = offsetof(struct outer, growth),
     .digits = 3,
     .preset = "2",
     .min = "1",
     .max = "100"},
    {.key = "ends",
     .type = RETRY_FIELD_RANGE,
     .offset = offsetof(struct outer, ends),
     .digits = 9,
     .max = "1000",
     .example = "[0.5, 1.5]"},
    {.key = "count", .type = RETRY_FIELD_WHOLE, .offset = offsetof(struct outer, count)},
    {.key = "on", .type = RETRY_FIELD_BOOLEAN, .offset = offsetof(struct outer, on), .preset = "true"},
    {.key = "word",
     .type = RETRY_FIELD_WORD,
     .offset = offsetof(struct outer, word),
     .words = words,
     .preset = "equal"},
    {.key = "text", .type = RETRY_FIELD_TEXT, .example = "team-storage"},
    {.key = "symbol", .type = RETRY_FIELD_SYMBOL, .offset = offsetof(struct outer, symbol)},
    {.key = "inner", .type = RETRY_FIELD_SECTION, .offset = offsetof(struct outer, inner), .section = &inner_shape},
    {.key = "node", .type = RETRY_FIELD_NODE, .offset = offsetof(struct outer, node)},
    {.key = "names", .type = RETRY_FIELD_NAMES, .offset = offsetof(struct outer, names), .section = &inner_shape},
};

static const struct retry_shape outer_shape = {
    .name = "outer",
    .fields = outer_fields,
    .field_count = RETRY_COUNT(outer_fields),
    .config_size = sizeof(struct outer),
};

struct choice {
    uint8_t which;
    union {
        uint64_t ns;
        struct retry_decimal ratio;
        uint8_t word;
    };
};

static const struct retry_field choice_fields[] = {
    {.key = "mode", .type = RETRY_FIELD_WORD, .offset = offsetof(struct choice, word), .words = words},
    {.key = "ratio", .type = RETRY_FIELD_DECIMAL, .offset = offsetof(struct choice, ratio), .digits = 9, .max = "1"},
    {.key = "add", .type = RETRY_FIELD_DURATION, .offset = offsetof(struct choice, ns)},
};

static const struct retry_shape choice_shape = {
    .name = "choice",
    .fields = choice_fields,
    .field_count = RETRY_COUNT(choice_fields),
    .config_size = sizeof(struct choice),
    .arity = RETRY_WRAPPER,
    .one_of_count = 3,
    .one_of_offset = offsetof(struct choice, which),
};

static const struct retry_shape empty_shape = {.name = "empty", .config_size = 0};

static inline bool number_symbol(void *context, const char *name, size_t length, uint32_t *out)
{
    *out = (uint32_t)length;
    return context == NULL || name == NULL;
}

struct trial {
    struct retry_source source;
    struct retry_document document;
    struct retry_report *report;
    struct retry_check check;
    bool good;
};

static inline void begin(struct trial *trial, const char *text, enum retry_format format)
{
    *trial = (struct trial){.source = {"a", text, strlen(text)}, .report = retry__report_new()};
    trial->check = (struct retry_check){.document = &trial->document, .report = trial->report, .symbol = number_symbol};
    ck_assert_msg(retry__read(&trial->source, format, &trial->document, trial->report), "cannot read %s", text);
}

static inline void finish(struct trial *trial)
{
    retry__document_done(&trial->document);
    retry__report_free(trial->report);
}

/* Writes "line:column-line:column slug; " for every finding. */
static inline void spell(struct retry_report *report, char *buffer, size_t size)
{
    const struct retry_finding *finding;
    size_t length = 0;

    retry__report_sort(report);
    buffer[0] = '\0';
    for (size_t i = 0; (finding = retry__report_at(report, i)) != NULL; i++)
        length += (size_t)snprintf(buffer + length, size - length, "%s%u:%u-%u:%u %s", i ? "; " : "",
                                   finding->place.span.line, finding->place.span.column, finding->place.span.end_line,
                                   finding->place.span.end_column, retry__finding_slug(finding->code));
}

static inline void expect(const char *text, enum retry_format format, const struct retry_shape *shape,
                          const char *findings)
{
    union {
        struct outer outer;
        struct choice choice;
    } config;
    struct trial trial;
    char found[512];

    begin(&trial, text, format);
    trial.good = retry__check_section(&trial.check, &trial.document.root, shape, &config);
    spell(trial.report, found, sizeof found);
    ck_assert_msg(strcmp(found, findings) == 0, "%s\n  found    %s\n  expected %s", text, found, findings);
    ck_assert_int_eq(trial.good, findings[0] == '\0');
    finish(&trial);
}

#endif
