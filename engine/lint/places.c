/* places.c - what stands in the fields of documents that the tables leave open. */
#include "engine/lint/places.h"

#include "engine/test/shapes.h"

static const char *const random_words[] = {"min", "mid", "max", NULL};
static const char *const hint_words[] = {"stop", NULL};
static const char *const rule_words[] = {"otherwise", NULL};

static const struct retry_field test = {.key = "test", .type = RETRY_FIELD_SECTION, .section = &retry__shape_test};
static const struct retry_field outcome = {
    .key = "outcome", .type = RETRY_FIELD_SECTION, .section = &retry__shape_outcome};
static const struct retry_field seed = {.key = "random", .type = RETRY_FIELD_SECTION, .section = &retry__shape_seed};
static const struct retry_field random_word = {.key = "random", .type = RETRY_FIELD_WORD, .words = random_words};
static const struct retry_field hint_word = {.key = "hint", .type = RETRY_FIELD_WORD, .words = hint_words};
static const struct retry_field rule_word = {.key = "rule", .type = RETRY_FIELD_WORD, .words = rule_words};
static const struct retry_field share = {.key = "random", .type = RETRY_FIELD_DECIMAL, .digits = 9, .max = "1"};
static const struct retry_field duration = {.key = "duration", .type = RETRY_FIELD_DURATION};
static const struct retry_field rule_number = {.key = "rule", .type = RETRY_FIELD_WHOLE, .min = "1", .max = "100"};
/* Each leads on to the rows of its key. */
static const struct retry_field one_outcome = {.key = "outcome", .type = RETRY_FIELD_ANY};
static const struct retry_field one_delay = {.key = "delay", .type = RETRY_FIELD_ANY};
static const struct retry_field one_window = {.key = "window", .type = RETRY_FIELD_ANY};
static const struct retry_field one_rule = {.key = "rule", .type = RETRY_FIELD_ANY};

const struct retry_tables_place retry__lint_places[] = {
    {
        .key = "needs",
        .pattern = "(?:0|[1-9][0-9]*)\\.(?:0|[1-9][0-9]*)",
        .message = "write a release in quotes, as \"0.2\"",
    },
    {.key = "tests", .field = &test, .list = true},
    {.key = "random", .field = &random_word},
    {.key = "random", .field = &seed},
    {.key = "random", .field = &share, .list = true, .least = 1},
    {.key = "outcomes", .field = &one_outcome, .list = true, .least = 1},
    {.key = "outcome", .text = true},
    {.key = "outcome", .field = &outcome},
    {.key = "error", .text = true},
    {.key = "hint", .field = &duration},
    {.key = "hint", .field = &hint_word},
    {.key = "window", .field = &duration, .list = true, .least = 2, .most = 2},
    {.key = "delay", .field = &duration},
    {.key = "delay", .field = &one_window},
    {.key = "elapsed", .field = &one_delay},
    {.key = "delays", .field = &one_delay, .list = true},
    {.key = "windows", .field = &one_window, .list = true},
    {.key = "rule", .field = &rule_number},
    {.key = "rule", .field = &rule_word},
    {.key = "rules", .field = &one_rule, .list = true},
    {.key = NULL},
};
