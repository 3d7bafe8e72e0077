/* test_overlay.c - what one mapping states laid over what another one said. */
#include "schema/overlay.h"

#include <check.h>
#include <stdlib.h>

/* Two sections: one that tells what it states, one that does not. */
struct inner {
    uint64_t wait_ns;
    uint64_t stated;
    uint32_t count;
    uint32_t spare;
};

struct outer {
    struct inner inner;
    struct inner whole;
    uint64_t stated;
    struct retry_decimal range[2];
    bool on;
};

static const struct retry_field inner_fields[] = {
    {.key = "wait", .type = RETRY_FIELD_DURATION, .offset = offsetof(struct inner, wait_ns)},
    {.key = "count", .type = RETRY_FIELD_WHOLE, .offset = offsetof(struct inner, count)},
};
static const struct retry_shape inner_shape = {
    .fields = inner_fields,
    .field_count = 2,
    .config_size = sizeof(struct inner),
    .stated_offset = offsetof(struct inner, stated),
};
static const struct retry_shape unmerged_shape = {
    .fields = inner_fields,
    .field_count = 2,
    .config_size = sizeof(struct inner),
};
static const struct retry_field outer_fields[] = {
    {.key = "inner", .type = RETRY_FIELD_SECTION, .offset = offsetof(struct outer, inner), .section = &inner_shape},
    {.key = "whole", .type = RETRY_FIELD_SECTION, .offset = offsetof(struct outer, whole), .section = &unmerged_shape},
    {.key = "range", .type = RETRY_FIELD_RANGE, .offset = offsetof(struct outer, range)},
    {.key = "on", .type = RETRY_FIELD_BOOLEAN, .offset = offsetof(struct outer, on)},
    {.key = "words", .type = RETRY_FIELD_TEXT},
};
static const struct retry_shape outer_shape = {
    .fields = outer_fields,
    .field_count = 5,
    .config_size = sizeof(struct outer),
    .stated_offset = offsetof(struct outer, stated),
};

START_TEST(what_is_not_stated_stays)
{
    struct outer below = {.inner = {.wait_ns = 7, .count = 3}, .on = true, .stated = 1}, above = {.range = {{9}, {9}}};

    retry__overlay(&outer_shape, &below, &above);
    ck_assert_uint_eq(below.inner.wait_ns, 7);
    ck_assert_uint_eq(below.range[0].billionths, 0);
    ck_assert(below.on);
    ck_assert_uint_eq(below.stated, 1);
}
END_TEST

START_TEST(what_is_stated_replaces_and_is_stated)
{
    struct outer below = {.on = true, .stated = 1}, above = {.range = {{4}, {5}}, .stated = 1 << 2 | 1 << 3 | 1 << 4};

    retry__overlay(&outer_shape, &below, &above);
    ck_assert_uint_eq(below.range[0].billionths, 4);
    ck_assert_uint_eq(below.range[1].billionths, 5);
    ck_assert(!below.on);
    ck_assert_uint_eq(below.stated, 1 | 1 << 2 | 1 << 3 | 1 << 4);
}
END_TEST

START_TEST(sections_that_tell_what_is_stated_are_merged_key_by_key)
{
    struct outer below = {.inner = {.wait_ns = 7, .count = 3, .stated = 3}, .stated = 1};
    struct outer above = {.inner = {.count = 4, .stated = 2}, .stated = 1};

    retry__overlay(&outer_shape, &below, &above);
    ck_assert_uint_eq(below.inner.wait_ns, 7);
    ck_assert_uint_eq(below.inner.count, 4);
    ck_assert_uint_eq(below.inner.stated, 3);
}
END_TEST

START_TEST(other_sections_are_replaced_whole)
{
    struct outer below = {.whole = {.wait_ns = 7, .count = 3}}, above = {.whole = {.count = 4}, .stated = 2};

    retry__overlay(&outer_shape, &below, &above);
    ck_assert_uint_eq(below.whole.wait_ns, 0);
    ck_assert_uint_eq(below.whole.count, 4);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("overlay");
    TCase *cases = tcase_create("overlay");
    SRunner *runner = srunner_create(suite);
    int failed;

    suite_add_tcase(suite, cases);
    tcase_add_test(cases, what_is_not_stated_stays);
    tcase_add_test(cases, what_is_stated_replaces_and_is_stated);
    tcase_add_test(cases, sections_that_tell_what_is_stated_are_merged_key_by_key);
    tcase_add_test(cases, other_sections_are_replaced_whole);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
