/* test_decide_rules.c - the first rule that holds an error says what becomes of it. */
#include "tests/engine/tree/ruling.h"

START_TEST(the_first_rule_that_holds_the_error_answers)
{
    add_rule("http:503", NULL, FAILS, NULL);
    add_rule("http:5xx", NULL, RETRIES, NULL);
    expect_retry(fail_with(retry_http(500)), 100 * MS);
    ck_assert_uint_eq(world.call.rule, 2);
    expect_stop(fail_with(retry_http(503)), RETRY_REASON_NOT_RETRYABLE);
    ck_assert_uint_eq(world.call.rule, 1);
}
END_TEST

START_TEST(otherwise_answers_where_no_rule_does)
{
    add_rule("http:503", NULL, RETRIES, NULL);
    world.plan.otherwise_retry = true;
    expect_retry(fail_with(retry_http(500)), 100 * MS);
    ck_assert_uint_eq(world.call.rule, 0);
    world.plan.otherwise_retry = false;
    expect_stop(fail_with(retry_http(500)), RETRY_REASON_NOT_RETRYABLE);
    ck_assert_uint_eq(world.call.rule, 0);
}
END_TEST

START_TEST(without_rules_otherwise_answers_for_all)
{
    world.plan.otherwise_retry = false;
    expect_stop(decide(), RETRY_REASON_NOT_RETRYABLE);
}
END_TEST

START_TEST(a_second_spelling_and_marks_are_matched_too)
{
    add_rule("http:503", NULL, RETRIES, NULL);
    add_rule("throttled", NULL, RETRIES, NULL);
    add_rule("app:deadlock", NULL, RETRIES, NULL);
    fail_with(retry_also(retry_curl(22), retry_http(503)));
    ck_assert_uint_eq(world.call.rule, 1);
    retry_error error = retry_errno(EIO);
    error.marks |= RETRY_MARK_THROTTLED;
    fail_with(error);
    ck_assert_uint_eq(world.call.rule, 2);
    fail_with(retry_also(retry_http(500), retry_app("deadlock")));
    ck_assert_uint_eq(world.call.rule, 3);
    expect_stop(fail_with(retry_errno(EIO)), RETRY_REASON_NOT_RETRYABLE);
}
END_TEST

START_TEST(a_rules_own_backoff_counts_the_rules_failures)
{
    add_rule("http:503", NULL, COUNTED(0, RETRY_RULE_UNLIMITED), telling());
    add_rule("any", NULL, RETRIES, NULL);
    world.plan.max_attempts = RETRY_UNLIMITED;
    for (uint32_t failures = 1; failures <= 3; failures++) {
        expect_retry(fail_with(retry_http(500)), 100 * MS);
        expect_retry(fail_with(retry_http(503)), 7 * MS);
        ck_assert_uint_eq(asked_last.failures, failures);
        ck_assert_int_eq(asked_last.error.code, 503);
    }
}
END_TEST

START_TEST(a_rules_own_backoff_may_count_the_calls_failures)
{
    struct retry_rule rule = RETRIES;

    rule.by_call = true;
    add_rule("http:503", NULL, rule, telling());
    fail_with(retry_http(503));
    ck_assert_uint_eq(asked_last.failures, 2);
    rule = COUNTED(0, 9);
    rule.by_call = true;
    add_rule("http:504", NULL, rule, telling());
    fail_with(retry_http(504));
    ck_assert_uint_eq(asked_last.failures, 3);
}
END_TEST

START_TEST(the_policys_backoff_counts_the_calls_failures)
{
    set_backoff(telling());
    add_rule("http:503", NULL, COUNTED(0, 9), NULL);
    add_rule("http:504", NULL, COUNTED(1, 9), fixed(1));
    fail_with(retry_http(504));
    fail_with(retry_http(503));
    ck_assert_uint_eq(asked_last.failures, 3);
}
END_TEST

START_TEST(max_retries_are_the_rules_own)
{
    add_rule("http:503", NULL, COUNTED(0, 2), NULL);
    add_rule("http:504", NULL, COUNTED(1, 1), NULL)->by_call = true;
    world.plan.max_attempts = RETRY_UNLIMITED;
    for (int i = 0; i < 2; i++)
        ck_assert(fail_with(retry_http(503)).again);
    ck_assert(fail_with(retry_http(504)).again);
    expect_stop(fail_with(retry_http(503)), RETRY_REASON_RULE_MAX_RETRIES);
    ck_assert_uint_eq(world.call.rule, 1);
    world.call.flags &= (uint16_t)~RETRY_CALL_FINISHED;
    expect_stop(fail_with(retry_http(504)), RETRY_REASON_RULE_MAX_RETRIES);
    ck_assert_uint_eq(world.call.rule, 2);
}
END_TEST

START_TEST(a_full_count_ends_the_most_retries_and_no_more)
{
    add_rule("http:503", NULL, COUNTED(0, RETRY_RULE_UNLIMITED), telling());
    world.plan.max_attempts = RETRY_UNLIMITED;
    fail_with(retry_http(503));
    world.call.counts[0] = UINT16_MAX;
    expect_retry(fail_with(retry_http(503)), 7 * MS);
    ck_assert_uint_eq(asked_last.failures, UINT16_MAX);
    ruling.rules[0].max_retries = UINT16_MAX - 1;
    world.call.counts[0] = UINT16_MAX - 3;
    ck_assert(fail_with(retry_http(503)).again);
    ck_assert(fail_with(retry_http(503)).again);
    expect_stop(fail_with(retry_http(503)), RETRY_REASON_RULE_MAX_RETRIES);
}
END_TEST

START_TEST(what_another_process_counted_is_not_the_rules)
{
    world.call.failures = 3; /* a message that was delivered again */
    add_rule("http:503", NULL, COUNTED(0, 1), telling());
    expect_retry(fail_with(retry_http(503)), 7 * MS);
    ck_assert_uint_eq(asked_last.failures, 1);
    expect_stop(fail_with(retry_http(503)), RETRY_REASON_MAX_ATTEMPTS);
}
END_TEST

START_TEST(a_policy_that_is_not_idempotent_repeats_what_was_not_acted_on)
{
    retry_error error = retry_http(503);

    add_rule("any", NULL, RETRIES, NULL);
    world.plan.max_attempts = RETRY_UNLIMITED;
    world.plan.not_idempotent = true;
    expect_retry(fail_with(retry_errno(ECONNREFUSED)), 100 * MS);
    expect_retry(fail_with(retry_unprocessed(error)), 100 * MS);
    expect_retry(fail_with(retry_also(retry_http(503), retry_curl(7))), 100 * MS);
    error.marks |= RETRY_MARK_NOT_SENT;
    expect_retry(fail_with(error), 100 * MS);
    error.marks = RETRY_MARK_TRANSIENT;
    expect_stop(fail_with(error), RETRY_REASON_NOT_IDEMPOTENT);
}
END_TEST

/* ---- a reload during a wait ------------------------------------------------------------------------------------ */

START_TEST(a_reload_counts_nothing_twice)
{
    add_rule("http:503", NULL, COUNTED(0, 2), telling());
    for (uint32_t failures = 1; failures <= 2; failures++) {
        expect_retry(fail_with(retry_http(503)), 7 * MS);
        expect_retry(decide_again(7 * MS), 7 * MS);
        expect_retry(decide_again(7 * MS), 7 * MS);
        ck_assert_uint_eq(asked_last.failures, failures);
    }
    ck_assert_uint_eq(world.call.failures, 3);
}
END_TEST

START_TEST(other_rules_count_the_same_failure_once)
{
    add_rule("http:503", NULL, COUNTED(0, 9), telling());
    fail_with(retry_http(503)), fail_with(retry_http(503));
    ruling.head.signature = 2;
    decide_again(7 * MS);
    ck_assert_uint_eq(asked_last.failures, 1);
    fail_with(retry_http(503));
    ck_assert_uint_eq(asked_last.failures, 2);
}
END_TEST

START_TEST(a_failure_that_another_rule_holds_now_moves_there)
{
    add_rule("http:503", NULL, COUNTED(4, 9), telling());
    fail_with(retry_http(503));
    clear_rules();
    add_rule("http:5xx", NULL, COUNTED(7, 9), telling());
    decide_again(7 * MS);
    ck_assert_uint_eq(world.call.counts[4], 0);
    ck_assert_uint_eq(world.call.counts[7], 1);
    ck_assert_uint_eq(world.call.rule, 1);
}
END_TEST

START_TEST(a_reload_may_take_leave_to_retry_away)
{
    add_rule("http:503", NULL, RETRIES, NULL);
    expect_retry(fail_with(retry_http(503)), 100 * MS);
    ruling.rules[0].retry = false;
    expect_stop(decide_again(50 * MS), RETRY_REASON_NOT_RETRYABLE);
}
END_TEST

START_TEST(a_shorter_backoff_of_a_rule_shortens_the_wait)
{
    add_rule("http:503", NULL, COUNTED(0, 9), fixed(10 * SECOND));
    expect_retry(fail_with(retry_http(503)), 10 * SECOND);
    clear_rules();
    add_rule("http:503", NULL, COUNTED(0, 9), fixed(SECOND));
    world.bits = UINT64_MAX;
    expect_retry(decide_again(6 * SECOND), SECOND);
}
END_TEST

DECIDING_MAIN("decide_rules", begin_ruling, the_first_rule_that_holds_the_error_answers,
              otherwise_answers_where_no_rule_does, without_rules_otherwise_answers_for_all,
              a_second_spelling_and_marks_are_matched_too, a_rules_own_backoff_counts_the_rules_failures,
              a_rules_own_backoff_may_count_the_calls_failures, the_policys_backoff_counts_the_calls_failures,
              max_retries_are_the_rules_own, a_full_count_ends_the_most_retries_and_no_more,
              what_another_process_counted_is_not_the_rules,
              a_policy_that_is_not_idempotent_repeats_what_was_not_acted_on, a_reload_counts_nothing_twice,
              other_rules_count_the_same_failure_once, a_failure_that_another_rule_holds_now_moves_there,
              a_reload_may_take_leave_to_retry_away, a_shorter_backoff_of_a_rule_shortens_the_wait)
