/* test_kinds.c - every kind says what it must say, and what it says holds. */
#include "engine/kinds/kinds.h"

#include "engine/tree/node.h"
#include "schema/check.h"
#include "schema/duration.h"
#include "schema/read.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static void each_kind(void (*claim)(const struct retry_shape *shape))
{
    for (size_t i = 0; i < RETRY_KIND_COUNT; i++)
        claim(&retry__kinds[i]->shape);
}

static void each_field(void (*claim)(const struct retry_shape *shape, const struct retry_field *field))
{
    for (size_t i = 0; i < RETRY_KIND_COUNT; i++)
        for (size_t j = 0; j < retry__kinds[i]->shape.field_count; j++)
            claim(&retry__kinds[i]->shape, &retry__kinds[i]->shape.fields[j]);
}

/* ---- the list ------------------------------------------------------------------------------------------- */

START_TEST(names_are_unique_and_sorted)
{
    for (size_t i = 1; i < RETRY_KIND_COUNT; i++)
        ck_assert_int_lt(strcmp(retry__kinds[i - 1]->shape.name, retry__kinds[i]->shape.name), 0);
}
END_TEST

START_TEST(shapes_come_in_the_same_order)
{
    for (size_t i = 0; i < RETRY_KIND_COUNT; i++) {
        ck_assert_ptr_eq(retry__kind_shapes[i], &retry__kinds[i]->shape);
        ck_assert(retry__kinds[i]->window != NULL);
    }
}
END_TEST

/* ---- what is said ----------------------------------------------------------------------------------------- */

static void expect_sentence(const char *name, const char *doc)
{
    ck_assert_msg(doc != NULL && strlen(doc) > 10, "%s says nothing", name);
    ck_assert_msg(doc[strlen(doc) - 1] == '.', "%s ends without a full stop", name);
}

static void shape_says_a_sentence(const struct retry_shape *shape)
{
    expect_sentence(shape->name, shape->doc);
}

static void field_says_a_sentence(const struct retry_shape *shape, const struct retry_field *field)
{
    (void)shape;
    expect_sentence(field->key, field->doc);
    ck_assert_msg(field->example != NULL, "%s has no example", field->key);
}

START_TEST(every_doc_is_a_sentence)
{
    each_kind(shape_says_a_sentence);
    each_field(field_says_a_sentence);
}
END_TEST

/* ---- where it is stored --------------------------------------------------------------------------------- */

static size_t size_of_field(const struct retry_field *field)
{
    switch (field->type) {
    case RETRY_FIELD_DURATION:
        return sizeof(uint64_t);
    case RETRY_FIELD_DECIMAL:
        return sizeof(struct retry_decimal);
    case RETRY_FIELD_RANGE:
        return sizeof(struct retry_decimal[2]);
    case RETRY_FIELD_WORD:
        return sizeof(uint8_t);
    case RETRY_FIELD_SYMBOL:
    case RETRY_FIELD_WHOLE:
        return sizeof(uint32_t);
    case RETRY_FIELD_DURATIONS:
        return sizeof(uint64_t);
    default:
        ck_abort_msg("%s has a type that no kind had before", field->key);
        return 0;
    }
}

static void config_is_whole_units(const struct retry_shape *shape)
{
    ck_assert_uint_eq(shape->config_size % RETRY_NODE_UNIT, 0);
    ck_assert_uint_le(shape->one_of_first + shape->one_of_count, shape->field_count);
    if (shape->one_of_count > 0)
        ck_assert_uint_lt(shape->one_of_offset, shape->config_size);
}

static void field_lies_inside(const struct retry_shape *shape, const struct retry_field *field)
{
    ck_assert_uint_le(field->offset + size_of_field(field), shape->config_size);
    ck_assert_uint_eq(field->offset % (field->type == RETRY_FIELD_WORD ? 1u : 4u), 0);
}

START_TEST(fields_lie_inside_their_config)
{
    each_kind(config_is_whole_units);
    each_field(field_lies_inside);
}
END_TEST

/* ---- bounds and presets ------------------------------------------------------------------------------------- */

/* A literal of the table as the checker stores it. */
static uint64_t literal(const struct retry_field *field, const char *text)
{
    struct retry_decimal decimal = {0};
    uint64_t ns = 0;

    if (field->type == RETRY_FIELD_DURATION) {
        ck_assert_msg(retry__duration_parse(text, strlen(text), &ns) == NULL, "%s: %s", field->key, text);
        return ns;
    }
    if (field->type == RETRY_FIELD_WHOLE) {
        ck_assert_msg(retry__whole_parse(text, strlen(text), &ns) == NULL, "%s: %s", field->key, text);
        return ns;
    }
    if (field->type == RETRY_FIELD_WORD) {
        while (field->words[ns] != NULL && strcmp(field->words[ns], text) != 0)
            ns++;
        ck_assert_msg(field->words[ns] != NULL, "%s: %s", field->key, text);
        return ns;
    }
    ck_assert_msg(field->type == RETRY_FIELD_DECIMAL || field->type == RETRY_FIELD_RANGE, "%s: %s", field->key, text);
    ck_assert_msg(retry__decimal_parse(text, strlen(text), field->digits, &decimal) == NULL, "%s: %s", field->key,
                  text);
    return decimal.billionths;
}

static void preset_is_in_bounds(const struct retry_shape *shape, const struct retry_field *field)
{
    uint64_t least = field->min != NULL ? literal(field, field->min) : 0;
    uint64_t most = field->max != NULL ? literal(field, field->max) : UINT64_MAX;

    (void)shape;
    ck_assert_uint_le(least, most);
    if (field->preset == NULL)
        return;
    ck_assert_msg(!field->required, "%s is required and has a preset", field->key);
    ck_assert_uint_ge(literal(field, field->preset), least);
    ck_assert_uint_le(literal(field, field->preset), most);
}

static void bound_names_an_earlier_field(const struct retry_shape *shape, const struct retry_field *field)
{
    const struct retry_field *other = shape->fields;

    if (field->not_below == NULL)
        return;
    while (other < field && strcmp(other->key, field->not_below) != 0)
        other++;
    ck_assert_msg(other < field && other->type == RETRY_FIELD_DURATION, "%s: %s", field->key, field->not_below);
}

START_TEST(presets_parse_and_lie_in_bounds)
{
    each_field(preset_is_in_bounds);
    each_field(bound_names_an_earlier_field);
}
END_TEST

/* ---- examples --------------------------------------------------------------------------------------------- */

static bool symbol_zero(void *context, const char *name, size_t length, uint32_t *out)
{
    (void)context;
    ck_assert(retry__check_is_name(name, length));
    *out = 0;
    return true;
}

/* Checks the node and those below it. */
static bool accepted(const struct retry_check *check, const struct retry_value *value)
{
    struct retry_node_parts parts;
    uint64_t config[16];
    bool good = true;

    if (!retry__check_node(check, value, retry__kind_shapes, RETRY_KIND_COUNT, &parts))
        return false;
    ck_assert_uint_le(parts.shape->config_size, sizeof(config));
    ck_assert(parts.shape == retry__kind_shapes[parts.index]);
    for (uint32_t i = 0; parts.shape->arity == RETRY_LIST && i < parts.body->count; i++)
        good &= accepted(check, &parts.body->items[i]);
    if (parts.shape->arity == RETRY_LIST)
        return good;
    if (!retry__check_section(check, parts.body, parts.shape, config))
        return false;
    return parts.over == NULL || accepted(check, parts.over);
}

static bool text_is_accepted(const char *text)
{
    struct retry_source source = {"example.yaml", text, strlen(text)};
    struct retry_report *report = retry__report_new();
    struct retry_document document;
    bool good = retry__read(&source, RETRY_FORMAT_YAML, &document, report);

    if (good) {
        good = accepted(&(struct retry_check){&document, report, symbol_zero, NULL}, &document.root);
        retry__document_done(&document);
    }
    ck_assert(good == (retry__report_count(report, RETRY_FINDING_INFO) == 0));
    retry__report_free(report);
    return good;
}

static void example_is_accepted(const struct retry_shape *shape)
{
    ck_assert_msg(text_is_accepted(shape->example), "%s", shape->example);
    ck_assert_int_eq(strncmp(shape->example, shape->name, strlen(shape->name)), 0);
}

START_TEST(every_example_is_accepted)
{
    each_kind(example_is_accepted);
}
END_TEST

START_TEST(forms_exclude_one_another)
{
    ck_assert(!text_is_accepted("jitter: {over: {immediate: {}}}"));
    ck_assert(!text_is_accepted("jitter: {mode: full, ratio: 0.5, over: {immediate: {}}}"));
    ck_assert(text_is_accepted("jitter: {factor: [0.5, 1.5], over: {immediate: {}}}"));
}
END_TEST

START_TEST(bounds_bind)
{
    ck_assert(!text_is_accepted("exponential: {initial_delay: 1s, max_delay: 999ms}"));
    ck_assert(!text_is_accepted("exponential: {initial_delay: 1s, multiplier: 0.999}"));
    ck_assert(!text_is_accepted("exponential: {initial_delay: 1s, multiplier: 1.2345}"));
    ck_assert(!text_is_accepted("exponential: {initial_delay: 1s, multiplier: 100.001}"));
    ck_assert(text_is_accepted("exponential: {initial_delay: 1s, multiplier: 100, max_delay: 1s}"));
    ck_assert(!text_is_accepted("clamp: {min_delay: 2s, max_delay: 1s, over: {immediate: {}}}"));
    ck_assert(!text_is_accepted("jitter: {ratio: 1.1, over: {immediate: {}}}"));
    ck_assert(!text_is_accepted("fixed: {}"));
    ck_assert(!text_is_accepted("custom: {}"));
    ck_assert(text_is_accepted("custom: {name: own}"));
    ck_assert(!text_is_accepted("polynomial: {initial_delay: 1s, exponent: 10.001}"));
    ck_assert(text_is_accepted("polynomial: {initial_delay: 1s, exponent: 0}"));
    ck_assert(!text_is_accepted("geometric: {initial_delay: 0s, max_delay: 1s, steps: 1}"));
    ck_assert(!text_is_accepted("geometric: {initial_delay: 1s, max_delay: 1s, steps: 1000001}"));
    ck_assert(!text_is_accepted("geometric: {initial_delay: 1s, max_delay: 1s, steps: 0}"));
    ck_assert(!text_is_accepted("take: {retries: 0, over: {immediate: {}}}"));
    ck_assert(text_is_accepted("take: {retries: 2147483647, over: {immediate: {}}}"));
    ck_assert(!text_is_accepted("take: {retries: 2147483648, over: {immediate: {}}}"));
    ck_assert(!text_is_accepted("scale: {factor: 1000.000000001, over: {immediate: {}}}"));
    ck_assert(!text_is_accepted("decorrelated: {initial_delay: 1s, max_delay: 1s, multiplier: 0.9}"));
    ck_assert(!text_is_accepted("schedule: {delays: []}"));
    ck_assert(!text_is_accepted("sum: []"));
    ck_assert(!text_is_accepted("max: {over: {immediate: {}}}"));
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("kinds");
    Suite *suite = suite_create("kinds");
    SRunner *runner = srunner_create(suite);
    int failed;

    tcase_add_test(cases, names_are_unique_and_sorted);
    tcase_add_test(cases, shapes_come_in_the_same_order);
    tcase_add_test(cases, every_doc_is_a_sentence);
    tcase_add_test(cases, fields_lie_inside_their_config);
    tcase_add_test(cases, presets_parse_and_lie_in_bounds);
    tcase_add_test(cases, every_example_is_accepted);
    tcase_add_test(cases, forms_exclude_one_another);
    tcase_add_test(cases, bounds_bind);
    suite_add_tcase(suite, cases);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
