/* test_decide_hints.c - what a server asks for moves the window, and nothing else. */
#include "tests/engine/tree/ruling.h"

START_TEST(a_longer_delay_is_waited_for_and_spread)
{
    asked_for(30 * SECOND);
    expect_retry(decide(), 30 * SECOND);
    ck_assert_window(world.call.window, 30 * SECOND, 33 * SECOND);
    world.bits = UINT64_MAX;
    expect_retry(decide(), 33 * SECOND);
    ck_assert_int_eq(world.call.flags & RETRY_CALL_MOVED, RETRY_CALL_MOVED);
}
END_TEST

START_TEST(a_delay_within_the_window_moves_its_low_end)
{
    set_backoff(full_jitter(fixed(10 * SECOND)));
    asked_for(5 * SECOND);
    expect_retry(decide(), 5 * SECOND);
    ck_assert_window(world.call.window, 5 * SECOND, 10 * SECOND);
    ck_assert_int_eq(world.call.flags & RETRY_CALL_MOVED, RETRY_CALL_MOVED);
}
END_TEST

START_TEST(a_shorter_delay_leaves_the_backoffs)
{
    asked_for(10 * MS);
    expect_retry(decide(), 100 * MS);
    ck_assert_int_eq(world.call.flags & RETRY_CALL_MOVED, 0);
    ck_assert_int_eq(world.call.flags & RETRY_CALL_HINTED, RETRY_CALL_HINTED);
}
END_TEST

START_TEST(a_hint_of_nothing_is_no_hint)
{
    static const retry_hint nothing;

    world.scene.hint = &nothing;
    expect_retry(decide(), 100 * MS);
    ck_assert_int_eq(world.call.flags & (RETRY_CALL_HINTED | RETRY_CALL_MOVED), 0);
}
END_TEST

START_TEST(a_server_may_stop_the_call)
{
    asked_to_stop();
    expect_stop(decide(), RETRY_REASON_HINT_STOP);
}
END_TEST

START_TEST(a_policy_may_ignore_the_server)
{
    set_terms()->use = RETRY_HINT_IGNORE;
    asked_for(30 * SECOND);
    expect_retry(decide(), 100 * MS);
    ck_assert_int_eq(world.call.flags & RETRY_CALL_HINTED, 0);
    asked_to_stop();
    expect_retry(decide(), 100 * MS);
}
END_TEST

START_TEST(a_policy_may_do_as_the_server_says)
{
    set_terms()->use = RETRY_HINT_REPLACE;
    hint_terms.spread.billionths = 0;
    asked_for(10 * MS);
    expect_retry(decide(), 10 * MS);
    asked_for(0);
    expect_retry(decide(), 0);
}
END_TEST

START_TEST(the_longest_delay_is_allowed_and_a_longer_one_is_not)
{
    set_terms()->max_ns = 30 * SECOND;
    asked_for(30 * SECOND);
    world.bits = UINT64_MAX;
    expect_retry(decide(), 33 * SECOND);
    ck_assert_int_eq(world.call.flags & RETRY_CALL_HINTED, RETRY_CALL_HINTED);
    asked_for(30 * SECOND + 1);
    hint_terms.over_max = RETRY_HINT_OVER_CLAMP;
    expect_retry(decide(), 33 * SECOND);
    ck_assert_int_eq(world.call.flags & RETRY_CALL_HINTED, RETRY_CALL_HINTED);
    hint_terms.over_max = RETRY_HINT_OVER_IGNORE;
    expect_retry(decide(), 100 * MS);
    ck_assert_int_eq(world.call.flags & RETRY_CALL_HINTED, 0);
    hint_terms.over_max = RETRY_HINT_OVER_FAIL;
    expect_stop(decide(), RETRY_REASON_HINT_OVER_MAX);
}
END_TEST

START_TEST(max_extra_is_the_most_beyond_the_backoff)
{
    set_terms()->max_extra_ns = 5 * SECOND;
    asked_for(30 * SECOND);
    expect_retry(decide(), 5 * SECOND + 100 * MS);
    world.bits = UINT64_MAX;
    ck_assert_window(world.call.window, 5 * SECOND + 100 * MS, 5 * SECOND + 610 * MS);
    asked_for(5 * SECOND);
    expect_retry(decide(), 5 * SECOND + 500 * MS);
}
END_TEST

START_TEST(a_hint_moves_the_window_of_a_rules_backoff)
{
    add_rule("http:503", NULL, COUNTED(0, 9), fixed(2 * SECOND));
    asked_for(SECOND);
    expect_retry(fail_with(retry_http(503)), 2 * SECOND);
    asked_for(4 * SECOND);
    expect_retry(fail_with(retry_http(503)), 4 * SECOND);
}
END_TEST

START_TEST(a_failure_with_a_hint_counts_as_any_other)
{
    set_backoff(telling());
    asked_for(30 * SECOND);
    fail_with(retry_http(503));
    world.scene.hint = NULL;
    fail_with(retry_http(503));
    ck_assert_uint_eq(asked_last.failures, 3);
    ck_assert_uint_eq(asked_last.previous_ns, 30 * SECOND);
}
END_TEST

START_TEST(a_hint_obeys_the_time_limits)
{
    start(world.now_ns);
    world.plan.max_elapsed_ns = 33 * SECOND - 1;
    asked_for(30 * SECOND);
    expect_retry(decide(), 30 * SECOND);
    world.bits = UINT64_MAX;
    expect_stop(decide(), RETRY_REASON_MAX_ELAPSED);
    world.plan.max_elapsed_ns = UINT64_MAX;
    world.call.flags = RETRY_CALL_BEGUN | RETRY_CALL_TIMED | RETRY_CALL_DEADLINE;
    world.call.deadline_ns = world.now_ns + 33 * SECOND;
    expect_retry(decide(), 33 * SECOND);
    world.call.deadline_ns--;
    expect_stop(decide(), RETRY_REASON_DEADLINE);
}
END_TEST

/* ---- a reload during a wait ------------------------------------------------------------------------------------ */

START_TEST(a_wait_that_a_server_asked_for_is_not_shortened)
{
    asked_for(30 * SECOND);
    expect_retry(decide(), 30 * SECOND);
    world.scene.hint = NULL;
    set_backoff(fixed(MS));
    expect_retry(decide_again(20 * SECOND), 20 * SECOND);
    ck_assert_window(world.call.window, 30 * SECOND, 33 * SECOND);
    ck_assert_uint_eq(retry__decide_last(&world.call).delay_ns, 30 * SECOND);
    expect_retry(decide_again(10 * SECOND), 10 * SECOND);
    ck_assert_uint_eq(world.call.spent_ns, 30 * SECOND);
}
END_TEST

START_TEST(nor_is_one_that_was_longer_than_the_server_asked)
{
    asked_for(90 * MS);
    expect_retry(decide(), 100 * MS);
    world.scene.hint = NULL;
    set_backoff(fixed(MS));
    expect_retry(decide_again(50 * MS), 50 * MS);
}
END_TEST

START_TEST(but_the_new_policy_may_stop_it)
{
    asked_for(30 * SECOND);
    start(world.now_ns);
    expect_retry(decide(), 30 * SECOND);
    world.scene.hint = NULL;
    world.now_ns += 10 * SECOND;
    world.plan.max_elapsed_ns = 30 * SECOND;
    expect_retry(decide_again(20 * SECOND), 20 * SECOND);
    world.plan.max_elapsed_ns--;
    expect_stop(decide_again(20 * SECOND), RETRY_REASON_MAX_ELAPSED);
    world.call.flags &= (uint16_t)~RETRY_CALL_FINISHED;
    world.plan.backoff = 0;
    expect_stop(decide_again(20 * SECOND), RETRY_REASON_EXHAUSTED);
}
END_TEST

START_TEST(a_later_wait_is_the_policys_own_again)
{
    asked_for(30 * SECOND);
    expect_retry(decide(), 30 * SECOND);
    world.scene.hint = NULL;
    expect_retry(fail_with(retry_http(503)), 100 * MS);
    ck_assert_int_eq(world.call.flags & (RETRY_CALL_HINTED | RETRY_CALL_MOVED), 0);
    set_backoff(fixed(MS));
    world.bits = UINT64_MAX;
    expect_retry(decide_again(90 * MS), MS);
}
END_TEST

DECIDING_MAIN("decide_hints", begin_ruling, a_longer_delay_is_waited_for_and_spread,
              a_delay_within_the_window_moves_its_low_end, a_shorter_delay_leaves_the_backoffs,
              a_hint_of_nothing_is_no_hint, a_server_may_stop_the_call, a_policy_may_ignore_the_server,
              a_policy_may_do_as_the_server_says, the_longest_delay_is_allowed_and_a_longer_one_is_not,
              max_extra_is_the_most_beyond_the_backoff, a_hint_moves_the_window_of_a_rules_backoff,
              a_failure_with_a_hint_counts_as_any_other, a_hint_obeys_the_time_limits,
              a_wait_that_a_server_asked_for_is_not_shortened, nor_is_one_that_was_longer_than_the_server_asked,
              but_the_new_policy_may_stop_it, a_later_wait_is_the_policys_own_again)
