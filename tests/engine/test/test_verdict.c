/* test_verdict.c - what came about is held against what was expected. */
#include "engine/test/verdict.h"

#include "tests/engine/test/scenes.h"

#define CALL "policy: db, random: max, outcomes: [ETIMEDOUT, {error: ETIMEDOUT, took: 2s}, ok]"
#define STOP "policy: db, random: max, outcomes: [{error: ETIMEDOUT, times: 9}]"

START_TEST(what_comes_about_as_expected_passes)
{
    ck_assert_str_eq(scenes_failures(CALL ", expect: {result: success, reason: success, attempts: 3, elapsed: 2.3s, "
                                          "delays: [100ms, [200ms, 300ms]], windows: [[0s, 100ms], [0s, 200ms]], "
                                          "rules: [otherwise, otherwise]}"),
                     "");
    ck_assert_str_eq(scenes_failures(STOP ", expect: {result: stopped, reason: max_attempts, attempts: 5, elapsed: "
                                          "[1.5s, 1.5s], delays: [100ms, 200ms, 400ms, 800ms]}"),
                     "");
}
END_TEST

START_TEST(each_expectation_can_fail)
{
    static const struct {
        const char *expect, *failure;
    } rows[] = {
        {"result: stopped", "result: expected stopped, got success\n"},
        {"reason: max_attempts", "reason: expected max_attempts, got success\n"},
        {"attempts: 2", "attempts: expected 2, got 3\n"},
        {"elapsed: 2s", "elapsed: expected 2s, got 2.3s\n"},
        {"elapsed: [1s, 2299ms]", "elapsed: expected [1s, 2.299s], got 2.3s\n"},
        {"elapsed: [2301ms, 3s]", "elapsed: expected [2.301s, 3s], got 2.3s\n"},
        {"delays: [100ms, 201ms]", "delays: the 2nd is 200ms, expected 201ms\n"},
        {"delays: [[101ms, 1s], 200ms]", "delays: the 1st is 100ms, expected [101ms, 1s]\n"},
        {"delays: []", "delays: expected 0, got 2\n"},
        {"delays: [100ms, 200ms, 300ms]", "delays: expected 3, got 2\n"},
        {"windows: [[0s, 100ms], [1ns, 200ms]]", "windows: the 2nd is [0s, 200ms], expected [1ns, 200ms]\n"},
        {"windows: [[0s, 99ms], [0s, 200ms]]", "windows: the 1st is [0s, 100ms], expected [0s, 99ms]\n"},
        {"windows: [[0s, 100ms]]", "windows: expected 1, got 2\n"},
        {"rules: [1, otherwise]", "rules: the 1st is otherwise, expected 1\n"},
        {"rules: [otherwise]", "rules: expected 1, got 2\n"},
        {"delays: [100ms, 200ms, 1s, 2s]", "delays: expected 4, got 2\n"},
    };
    char rest[512];

    for (size_t i = 0; i < RETRY_COUNT(rows); i++) {
        snprintf(rest, sizeof(rest), CALL ", expect: {%s}", rows[i].expect);
        ck_assert_str_eq(scenes_failures(rest), rows[i].failure);
    }
}
END_TEST

START_TEST(places_in_lists_are_counted_as_people_do)
{
    static const char *const places[] = {"1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "23rd"};
    static const int numbers[] = {1, 2, 3, 4, 11, 12, 13, 21, 22, 23};
    char rest[512], failure[64];

    for (size_t i = 0; i < RETRY_COUNT(numbers); i++) {
        size_t length =
            (size_t)snprintf(rest, sizeof(rest),
                             "policy: loop, outcomes: [{error: EIO, times: %d}, ok], expect: {delays: [", numbers[i]);
        for (int item = 1; item <= numbers[i]; item++)
            length += (size_t)snprintf(rest + length, sizeof(rest) - length, "%s", item < numbers[i] ? "1s, " : "2s]}");
        snprintf(failure, sizeof(failure), "delays: the %s is 1s, expected 2s\n", places[i]);
        ck_assert_str_eq(scenes_failures(rest), failure);
    }
}
END_TEST

START_TEST(several_expectations_fail_at_once)
{
    ck_assert_str_eq(scenes_failures(CALL ", expect: {attempts: 2, delays: [], result: success, reason: exhausted}"),
                     "reason: expected exhausted, got success\nattempts: expected 2, got 3\n"
                     "delays: expected 0, got 2\n");
}
END_TEST

START_TEST(outcomes_that_run_out_are_the_only_failure)
{
    ck_assert_str_eq(scenes_failures("policy: db, outcomes: [ETIMEDOUT], expect: {attempts: 7, result: success}"),
                     "outcomes: none is left for attempt 2, which the policy grants\n");
    ck_assert_str_eq(scenes_failures("policy: year, outcomes: [{error: ETIMEDOUT, times: 200}], expect: {attempts: 7}"),
                     "outcomes: the call takes longer than 100 years\n");
}
END_TEST

/* The place, the step and the lists of the one failure of a test. */
START_TEST(a_failure_points_at_the_item_and_at_the_decision)
{
    struct retry_test_run run;

    ck_assert(scenes_tests("{name: t, policy: db, random: max, outcomes: [{error: ETIMEDOUT, times: 9}], "
                           "expect: {delays: [100ms, 200ms, 400ms, 1s]}}"));
    ck_assert(retry__test_run(&run, &scenes.tests, scenes.set, NULL, NULL));
    ck_assert_uint_eq(run.verdict.count, 1);
    const struct retry_failure *failure = &run.verdict.failures[0];
    ck_assert_ptr_eq(failure->place, &scenes.tests.items[0].expect.values[RETRY_EXPECT_DELAYS]->items[3]);
    ck_assert_uint_eq(failure->step, 3);
    ck_assert(failure->list);
    ck_assert_str_eq(failure->key, "delays");
    ck_assert_str_eq(failure->expected, "..., 200ms, 400ms, 1s");
    ck_assert_str_eq(failure->got, "..., 200ms, 400ms, 800ms");
    retry__test_run_done(&run);
    scenes_close();
}
END_TEST

START_TEST(lists_that_do_not_fit_end_in_dots)
{
    struct retry_test_run run;

    ck_assert(scenes_tests("{name: t, policy: loop, outcomes: [{error: ETIMEDOUT, times: 999}, ok], "
                           "expect: {windows: []}}"));
    ck_assert(retry__test_run(&run, &scenes.tests, scenes.set, NULL, NULL));
    const struct retry_failure *failure = &run.verdict.failures[0];
    ck_assert_str_eq(failure->expected, "none");
    ck_assert_uint_lt(strlen(failure->got), RETRY_FAILURE_TEXT);
    ck_assert_str_eq(failure->got + strlen(failure->got) - 13, "[1s, 1s], ...");
    retry__test_run_done(&run);
    scenes_close();
}
END_TEST

SCENES_MAIN("verdict", what_comes_about_as_expected_passes, each_expectation_can_fail,
            places_in_lists_are_counted_as_people_do, several_expectations_fail_at_once,
            outcomes_that_run_out_are_the_only_failure, a_failure_points_at_the_item_and_at_the_decision,
            lists_that_do_not_fit_end_in_dots)
