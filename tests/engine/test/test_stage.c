/* test_stage.c - a loaded set on a virtual clock, which stays the caller's. */
#include "engine/test/stage.h"

#include "tests/engine/test/scenes.h"

static const struct retry_random highest = {.kind = RETRY_RANDOM_MAX};

START_TEST(a_set_on_the_stage_answers_calls_and_stays_the_callers)
{
    struct retry_stage stage;
    retry_call call;

    ck_assert(scenes_load(POLICIES));
    for (int i = 0; i < 2; i++) {
        ck_assert(retry__stage_open(&stage, scenes.set));
        retry__stage_reset(&stage, &call, &highest);
        ck_assert(retry_call_begin(&call, retry__catalogue_get(stage.catalogue, "db"), NULL));
        ck_assert_uint_eq(retry_call_failed(&call, retry_http(503), NULL).delay_ns, 100 * MS);
        ck_assert(retry_call_wait(&call));
        ck_assert_uint_eq(stage.now_ns, RETRY_STAGE_START_NS + 100 * MS);
        retry__stage_close(&stage);
    }
    ck_assert_ptr_nonnull(retry__set_find(scenes.set, "db", 2));
    scenes_close();
}
END_TEST

START_TEST(more_policies_than_a_first_view_holds_are_found)
{
    struct retry_stage stage;
    char text[4096] = "version: 1\npolicies:\n", name[16];
    size_t length = strlen(text);

    for (int i = 0; i < 40; i++)
        length += (size_t)snprintf(text + length, sizeof(text) - length,
                                   "  p%d: {limits: {max_attempts: 2}, backoff: {fixed: {delay: %dms}}}\n", i, i + 1);
    ck_assert(scenes_load(text));
    ck_assert(retry__stage_open(&stage, scenes.set));
    for (int i = 0; i < 40; i++) {
        retry_call call;
        snprintf(name, sizeof(name), "p%d", i);
        retry__stage_reset(&stage, &call, &highest);
        ck_assert(retry_call_begin(&call, retry__catalogue_get(stage.catalogue, name), NULL));
        ck_assert_uint_eq(retry_call_failed(&call, retry_http(503), NULL).delay_ns, (unsigned)(i + 1) * MS);
    }
    retry__stage_close(&stage);
    scenes_close();
}
END_TEST

START_TEST(the_clock_stands_still_at_its_end)
{
    struct retry_stage stage = {.now_ns = RETRY_STAGE_START_NS};

    retry__stage_pass(&stage, 5);
    ck_assert_uint_eq(stage.now_ns, RETRY_STAGE_START_NS + 5);
    ck_assert(!retry__stage_over(&stage));
    retry__stage_pass(&stage, UINT64_MAX);
    ck_assert_uint_eq(stage.now_ns, RETRY_STAGE_END_NS);
    ck_assert(retry__stage_over(&stage));
    retry__stage_pass(&stage, 1);
    ck_assert_uint_eq(stage.now_ns, RETRY_STAGE_END_NS);
}
END_TEST

SCENES_MAIN("stage", a_set_on_the_stage_answers_calls_and_stays_the_callers,
            more_policies_than_a_first_view_holds_are_found, the_clock_stands_still_at_its_end)
