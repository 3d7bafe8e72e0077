/* tables.h - tables of no real thing, with every type of field and every sort of kind. */
#ifndef RETRY_TESTS_TABLES_H
#define RETRY_TESTS_TABLES_H

#include "schema/tables.h"

static const char *const moods[] = {"calm", "wild", NULL};

static const struct retry_field leaf_fields[] = {
    {.key = "wait", .type = RETRY_FIELD_DURATION, .required = true, .example = "1s", .doc = "How long."},
    {.key = "growth",
     .type = RETRY_FIELD_DECIMAL,
     .digits = 3,
     .preset = "1.5",
     .min = "0.5",
     .max = "2",
     .example = "1.25",
     .doc = "How fast.",
     .since = "0.3"},
    {.key = "steps", .type = RETRY_FIELD_DURATIONS, .min = "1ns", .example = "[1s, 2s]", .doc = "One by one."},
};

static const struct retry_field wrapper_fields[] = {
    {.key = "mood", .type = RETRY_FIELD_WORD, .words = moods, .doc = "How it feels."},
    {.key = "range",
     .type = RETRY_FIELD_RANGE,
     .digits = 9,
     .min = "0",
     .max = "10",
     .example = "[0.5, 1.5]",
     .doc = "From here to there."},
};

static const struct retry_shape leaf = {.name = "leaf",
                                        .doc = "Stands alone.",
                                        .example = "leaf: {wait: 1s}",
                                        .fields = leaf_fields,
                                        .field_count = RETRY_COUNT(leaf_fields)};
static const struct retry_shape many = {.name = "many",
                                        .doc = "Holds nodes.",
                                        .example = "many: [{leaf: {wait: 1s}}]",
                                        .arity = RETRY_LIST,
                                        .since = "0.2"};
static const struct retry_shape wrapper = {.name = "wrapper",
                                           .doc = "Holds one.",
                                           .example = "wrapper: {mood: calm, over: {leaf: {wait: 1s}}}",
                                           .fields = wrapper_fields,
                                           .field_count = RETRY_COUNT(wrapper_fields),
                                           .arity = RETRY_WRAPPER,
                                           .one_of_count = RETRY_COUNT(wrapper_fields)};
static const struct retry_shape either = {.name = "either",
                                          .doc = "Holds one, or none.",
                                          .example = "either: {mood: calm}",
                                          .fields = wrapper_fields,
                                          .field_count = RETRY_COUNT(wrapper_fields),
                                          .arity = RETRY_WRAPPER_OPTIONAL,
                                          .some = true};

static const struct retry_field part_fields[] = {
    {.key = "most",
     .type = RETRY_FIELD_WHOLE,
     .unlimited = true,
     .min = "1",
     .max = "100",
     .example = "5",
     .doc = "How many."},
    {.key = "longest",
     .type = RETRY_FIELD_DURATION,
     .unlimited = true,
     .min = "1ns",
     .example = "30s",
     .doc = "How long at most."},
    {.key = "on", .type = RETRY_FIELD_BOOLEAN, .preset = "true", .example = "false", .doc = "Whether at all."},
};

static const struct retry_shape part = {.name = "part",
                                        .doc = "A part.",
                                        .example = "part: {most: 5}",
                                        .fields = part_fields,
                                        .field_count = RETRY_COUNT(part_fields),
                                        .extensible = true};
/* Another of the same name. */
static const struct retry_shape namesake = {.name = "part", .doc = "Another part.", .example = "part: {}"};
static const struct retry_shape guest = {
    .name = "guest", .doc = "From elsewhere.", .example = "{}", .extensible = true};

static const struct retry_field root_fields[] = {
    {.key = "version", .type = RETRY_FIELD_WHOLE, .required = true, .min = "1", .max = "1", .doc = "The version."},
    {.key = "title", .type = RETRY_FIELD_TEXT, .example = "Words", .doc = "Words."},
    {.key = "base", .type = RETRY_FIELD_NAME, .example = "db", .doc = "What it stands on."},
    {.key = "own", .type = RETRY_FIELD_SYMBOL, .example = "mine", .doc = "What the program knows."},
    {.key = "part", .type = RETRY_FIELD_SECTION, .section = &part, .doc = "A part."},
    {.key = "parts", .type = RETRY_FIELD_SECTIONS, .section = &namesake, .doc = "Several parts."},
    {.key = "tree", .type = RETRY_FIELD_NODE, .example = "{leaf: {wait: 1s}}", .doc = "A tree."},
    {.key = "trees", .type = RETRY_FIELD_NAMES, .each = RETRY_FIELD_NODE, .doc = "Trees by name."},
    {.key = "lists", .type = RETRY_FIELD_NAMES, .each = RETRY_FIELD_TEXTS, .doc = "Lists by name."},
    {.key = "named", .type = RETRY_FIELD_NAMES, .section = &part, .doc = "Parts by name."},
    {.key = "when", .type = RETRY_FIELD_TEXTS, .example = "[\"a:1\"]", .doc = "Which."},
    {.key = "guests", .type = RETRY_FIELD_ANY, .doc = "Guests."},
    {.key = "free", .type = RETRY_FIELD_ANY, .doc = "Whatever."},
};

static const struct retry_shape root = {.name = "root",
                                        .doc = "All of it.",
                                        .example = "{version: 1}",
                                        .fields = root_fields,
                                        .field_count = RETRY_COUNT(root_fields),
                                        .extensible = true};

static const struct retry_shape *const kinds[] = {&either, &leaf, &many, &wrapper};
static const struct retry_field guest_field = {.key = "guest", .type = RETRY_FIELD_SECTION, .section = &guest};
static const struct retry_field count_field = {.key = "count", .type = RETRY_FIELD_WHOLE, .min = "2"};
static const struct retry_field pause_field = {.key = "pause", .type = RETRY_FIELD_DURATION};
static const struct retry_field visit_field = {.key = "visit", .type = RETRY_FIELD_ANY};

/* Guests are a number, or visits, each of them a guest, a text or two pauses. */
static const struct retry_tables_place places[] = {
    {.key = "guests", .field = &count_field},
    {.key = "guests", .field = &visit_field, .list = true},
    {.key = "visit", .field = &guest_field},
    {.key = "visit", .text = true},
    {.key = "visit", .field = &pause_field, .list = true, .least = 2, .most = 2},
    {.key = "title", .pattern = "[A-Z].*", .message = "write a capital letter first"},
    {.key = NULL},
};
static const char *const spellings[] = {"a:1", "a:2", NULL};

static const struct retry_tables tables = {
    .document = &root,
    .kinds = kinds,
    .kind_count = RETRY_COUNT(kinds),
    .places = places,
    .text_pattern = "a:[0-9]",
    .text_message = "write a and a digit",
    .text_examples = spellings,
};

#endif
