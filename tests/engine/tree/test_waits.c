/* test_waits.c - the windows of retries and all waits together, as retry-lint explains them. */
#include "engine/tree/waits.h"

#include "engine/store/load.h"
#include "tests/suite.h"

#include <check.h>
#include <stdlib.h>

#define SECOND UINT64_C(1000000000)

static struct retry_set *set;
static struct retry_waits waits;

static bool number(void *context, const char *name, size_t length, uint32_t *out)
{
    (void)context;
    (void)name;
    (void)length;
    *out = 0;
    return true;
}

/* Begins the waits of a policy with these limits and this backoff. */
static void begin(const char *limits, const char *backoff)
{
    char text[512];
    struct retry_load load = {.defaults = text, .symbol = number};
    struct retry_report *report = retry__report_new();

    snprintf(text, sizeof text, "version: 1\npolicies:\n  p: {limits: {%s}, backoff: %s}\n", limits, backoff);
    retry__set_free(set);
    set = retry__load(&load, report);
    ck_assert_msg(set != NULL, "refused: %s", text);
    retry__report_free(report);
    retry__waits_begin(&waits, retry__set_plan(set, 0), NULL);
}

static void finish(void)
{
    retry__set_free(set);
    set = NULL;
}

static void expect_max(uint64_t max_ns)
{
    struct retry_waits_total total = retry__waits_total(&waits);

    ck_assert(total.max_known);
    ck_assert_uint_eq(total.max_ns, max_ns);
}

static void expect_mean(uint64_t mean_ns)
{
    struct retry_waits_total total = retry__waits_total(&waits);

    ck_assert(total.mean_known);
    ck_assert_uint_eq(total.mean_ns, mean_ns);
}

static void expect_no_mean(void)
{
    ck_assert(!retry__waits_total(&waits).mean_known);
}

START_TEST(one_attempt_waits_nothing)
{
    begin("max_attempts: 1", "{fixed: {delay: 1s}}");
    expect_max(0);
    expect_mean(0);
    ck_assert_uint_eq(waits.allowed, 0);
}
END_TEST

START_TEST(ends_of_all_retries_add_up)
{
    begin("max_attempts: 4", "{jitter: {mode: full, over: {exponential: {initial_delay: 1s}}}}");
    expect_max(7 * SECOND);
    expect_mean(7 * SECOND / 2);
}
END_TEST

/* Two windows [0, 1], so that the halves make one. */
START_TEST(mean_is_rounded_once_for_all)
{
    begin("max_attempts: 3", "{jitter: {mode: full, over: {fixed: {delay: 1ns}}}}");
    expect_mean(1);
}
END_TEST

START_TEST(two_thousand_million_retries_add_up_exactly)
{
    begin("max_attempts: 2147483647", "{exponential: {initial_delay: 1ns, max_delay: 8ns}}");
    expect_max(UINT64_C(1) + 2 + 4 + UINT64_C(8) * 2147483643);
}
END_TEST

START_TEST(sums_stop_where_json_does)
{
    begin("max_attempts: 2147483647", "{fixed: {delay: 365d}}");
    expect_max(RETRY_WAITS_MOST);
    expect_mean(RETRY_WAITS_MOST);
}
END_TEST

START_TEST(unlimited_waits_have_no_sum)
{
    begin("max_attempts: unlimited", "{fixed: {delay: 1s}}");
    ck_assert(!retry__waits_total(&waits).max_known);
    expect_no_mean();
    ck_assert_uint_eq(waits.reachable, RETRY_WAITS_ENDLESS);
}
END_TEST

/* Three waits of 7 s fit 27 s, a fourth would end at 28 s. */
START_TEST(max_elapsed_lets_only_whole_waits_pass)
{
    begin("max_elapsed: 27s", "{fixed: {delay: 7s}}");
    expect_max(21 * SECOND);
    expect_no_mean();
    ck_assert_uint_eq(waits.reachable, 3);
    begin("max_elapsed: 28s", "{fixed: {delay: 7s}}");
    expect_max(28 * SECOND);
    ck_assert_uint_eq(waits.reachable, 4);
}
END_TEST

START_TEST(max_elapsed_bounds_waits_that_may_be_short)
{
    begin("max_elapsed: 30s", "{jitter: {mode: full, over: {fixed: {delay: 7s}}}}");
    expect_max(30 * SECOND);
    expect_no_mean();
    ck_assert_uint_eq(waits.reachable, RETRY_WAITS_ENDLESS);
}
END_TEST

START_TEST(max_elapsed_that_never_cuts_leaves_the_mean)
{
    begin("max_elapsed: 7s, max_attempts: 4", "{jitter: {mode: full, over: {exponential: {initial_delay: 1s}}}}");
    expect_max(7 * SECOND);
    expect_mean(7 * SECOND / 2);
    begin("max_elapsed: 6999ms, max_attempts: 4", "{jitter: {mode: full, over: {exponential: {initial_delay: 1s}}}}");
    expect_max(6999 * (SECOND / 1000));
    expect_no_mean();
}
END_TEST

START_TEST(no_delay_for_ever_is_no_delay)
{
    begin("max_elapsed: 1s", "{immediate: {}}");
    expect_max(0);
    expect_no_mean();
}
END_TEST

START_TEST(custom_without_fallback_is_unknown)
{
    struct retry_wait wait;

    begin("max_attempts: 3", "{custom: {name: mine}}");
    ck_assert(retry__waits_at(&waits, 1, &wait));
    ck_assert_int_eq(wait.answer, RETRY_ANSWER_MISSING);
    ck_assert(!wait.mean_known && !wait.unreachable);
    ck_assert(!retry__waits_total(&waits).max_known);
    begin("max_attempts: 3, max_elapsed: 5s", "{custom: {name: mine}}");
    expect_max(5 * SECOND);
    expect_no_mean();
}
END_TEST

START_TEST(custom_with_fallback_has_its_ends_but_no_mean)
{
    struct retry_wait wait;

    begin("max_attempts: 3", "{jitter: {mode: full, over: {custom: {name: mine, over: {fixed: {delay: 1s}}}}}}");
    ck_assert(retry__waits_at(&waits, 2, &wait));
    ck_assert_uint_eq(wait.window.hi_ns, SECOND);
    ck_assert(!wait.mean_known);
    expect_no_mean();
}
END_TEST

START_TEST(custom_with_fallback_may_wait_up_to_max_elapsed)
{
    begin("max_attempts: 3", "{custom: {name: mine, over: {fixed: {delay: 1s}}}}");
    ck_assert(!retry__waits_total(&waits).max_known);
    ck_assert_uint_eq(retry__waits_longest(&waits, 0), 0);
    ck_assert_uint_eq(retry__waits_longest(&waits, 1), RETRY_WAITS_MOST);
    begin("max_attempts: 3, max_elapsed: 5s", "{custom: {name: mine, over: {fixed: {delay: 1s}}}}");
    expect_max(5 * SECOND);
    begin("max_attempts: 1", "{custom: {name: mine, over: {fixed: {delay: 1s}}}}");
    expect_max(0);
}
END_TEST

START_TEST(retry_beyond_a_limit_is_unreachable)
{
    struct retry_wait wait;

    begin("max_attempts: 4, max_elapsed: 5s", "{fixed: {delay: 2s}}");
    ck_assert(retry__waits_at(&waits, 2, &wait) && !wait.unreachable);
    ck_assert(retry__waits_at(&waits, 3, &wait) && wait.unreachable);
    ck_assert(retry__waits_at(&waits, 1000000000, &wait) && wait.unreachable);
    ck_assert_uint_eq(wait.window.lo_ns, 2 * SECOND);
}
END_TEST

START_TEST(stretch_of_equal_windows_is_found_to_its_end)
{
    begin("max_attempts: 2147483647", "{exponential: {initial_delay: 1s, max_delay: 8s}}");
    ck_assert_uint_eq(retry__waits_same(&waits, 1, 1), 1);
    ck_assert_uint_eq(retry__waits_same(&waits, 1, 100), 1);
    ck_assert_uint_eq(retry__waits_same(&waits, 4, 4), 4);
    ck_assert_uint_eq(retry__waits_same(&waits, 4, 2147483646), 2147483646);
    /* rounded to whole ns, 1.1^f stays at 1 for f up to 5 */
    begin("max_attempts: 100", "{exponential: {initial_delay: 1ns, multiplier: 1.1}}");
    for (uint32_t first = 1; first <= 5; first++)
        ck_assert_uint_eq(retry__waits_same(&waits, first, 100), 5);
}
END_TEST

START_TEST(stretch_of_equal_windows_ends_where_they_may_fall)
{
    begin("max_attempts: 100", "{schedule: {delays: [2s, 2s, 1s, 2s, 2s], then: cycle}}");
    ck_assert_uint_eq(retry__waits_same(&waits, 1, 99), 2);
    ck_assert_uint_eq(retry__waits_same(&waits, 3, 99), 3);
    ck_assert_uint_eq(retry__waits_same(&waits, 4, 99), 7);
}
END_TEST

START_TEST(cycles_add_up_in_periods)
{
    begin("max_attempts: 2147483647", "{schedule: {delays: [3s, 1s, 2s], then: cycle}}");
    expect_max(UINT64_C(2147483646) / 3 * 6 * SECOND);
    expect_mean(UINT64_C(2147483646) / 3 * 6 * SECOND);
    begin("max_attempts: 1000001",
          "{sum: [{schedule: {delays: [3s, 1s], then: cycle}}, {exponential: {initial_delay: 1s, "
          "max_delay: 4s}}]}");
    expect_max(UINT64_C(1000000) / 2 * 12 * SECOND - 5 * SECOND);
    /* 3 + 1 + 2 = 6 s; after 4 periods and one wait 27 s are gone, the next would end at 28 s */
    begin("max_elapsed: 27999ms", "{schedule: {delays: [3s, 1s, 2s], then: cycle}}");
    expect_max(27 * SECOND);
    ck_assert_uint_eq(waits.reachable, 13);
}
END_TEST

START_TEST(backoff_that_ends_has_a_last_retry)
{
    struct retry_wait wait;

    begin("max_attempts: unlimited", "{take: {retries: 3, over: {jitter: {mode: full, over: {fixed: {delay: 2s}}}}}}");
    ck_assert_uint_eq(waits.allowed, 3);
    expect_max(6 * SECOND);
    expect_mean(3 * SECOND);
    ck_assert(retry__waits_at(&waits, 3, &wait));
    ck_assert(!retry__waits_at(&waits, 4, &wait));
    begin("max_attempts: 3", "{take: {retries: 5, over: {fixed: {delay: 2s}}}}");
    expect_max(4 * SECOND);
    begin("max_attempts: 9", "{sequence: [{take: {retries: 2, over: {schedule: {delays: [5s, 1s, 3s], then: cycle}}}}, "
                             "{schedule: {delays: [7s], then: stop}}]}");
    expect_max(13 * SECOND);
}
END_TEST

START_TEST(windows_that_depend_on_the_delay_before_have_no_mean)
{
    struct retry_wait wait;

    begin("max_attempts: 4", "{decorrelated: {initial_delay: 1s, max_delay: 60s}}");
    expect_max((3 + 9 + 27) * SECOND);
    expect_no_mean();
    ck_assert(retry__waits_at(&waits, 2, &wait) && !wait.mean_known);
    ck_assert_uint_eq(wait.window.hi_ns, 9 * SECOND);
}
END_TEST

START_TEST(what_takes_too_long_is_not_added_up)
{
    begin("max_attempts: 2147483647", "{linear: {initial_delay: 1ns, increment: 1ns}}");
    ck_assert(retry__waits_total(&waits).lost);
    ck_assert(!retry__waits_total(&waits).max_known);
    expect_no_mean();
    begin("max_attempts: 2147483647, max_elapsed: 365d", "{linear: {initial_delay: 1ns, increment: 1ns}}");
    ck_assert(retry__waits_total(&waits).lost);
    expect_max(RETRY_FOREVER_NS);
}
END_TEST

START_TEST(waits_up_to_a_retry_are_those_before_and_its_own)
{
    begin("max_attempts: 6, max_elapsed: 10s", "{jitter: {mode: full, over: {exponential: {initial_delay: 1s}}}}");
    ck_assert_uint_eq(retry__waits_longest(&waits, 0), 0);
    ck_assert_uint_eq(retry__waits_longest(&waits, 2), 3 * SECOND);
    ck_assert_uint_eq(retry__waits_longest(&waits, 4), 10 * SECOND);
    ck_assert_uint_eq(retry__waits_longest(&waits, RETRY_WAITS_ENDLESS), 10 * SECOND);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("waits");
    TCase *cases = tcase_create("waits");

    tcase_add_checked_fixture(cases, NULL, finish);
    tcase_add_test(cases, one_attempt_waits_nothing);
    tcase_add_test(cases, ends_of_all_retries_add_up);
    tcase_add_test(cases, mean_is_rounded_once_for_all);
    tcase_add_test(cases, two_thousand_million_retries_add_up_exactly);
    tcase_add_test(cases, sums_stop_where_json_does);
    tcase_add_test(cases, unlimited_waits_have_no_sum);
    tcase_add_test(cases, max_elapsed_lets_only_whole_waits_pass);
    tcase_add_test(cases, max_elapsed_bounds_waits_that_may_be_short);
    tcase_add_test(cases, max_elapsed_that_never_cuts_leaves_the_mean);
    tcase_add_test(cases, no_delay_for_ever_is_no_delay);
    tcase_add_test(cases, custom_without_fallback_is_unknown);
    tcase_add_test(cases, custom_with_fallback_has_its_ends_but_no_mean);
    tcase_add_test(cases, custom_with_fallback_may_wait_up_to_max_elapsed);
    tcase_add_test(cases, retry_beyond_a_limit_is_unreachable);
    tcase_add_test(cases, stretch_of_equal_windows_is_found_to_its_end);
    tcase_add_test(cases, stretch_of_equal_windows_ends_where_they_may_fall);
    tcase_add_test(cases, cycles_add_up_in_periods);
    tcase_add_test(cases, backoff_that_ends_has_a_last_retry);
    tcase_add_test(cases, windows_that_depend_on_the_delay_before_have_no_mean);
    tcase_add_test(cases, what_takes_too_long_is_not_added_up);
    tcase_add_test(cases, waits_up_to_a_retry_are_those_before_and_its_own);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
