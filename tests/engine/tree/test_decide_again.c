/* test_decide_again.c - what a reload changes for a call that waits. */
#include "engine/tree/stopwatch.h"
#include "tests/engine/tree/deciding.h"

/* A call that was granted ten seconds, four of which are over. */
static void wait_four_of_ten(void)
{
    set_backoff(full_jitter(fixed(10 * SECOND)));
    world.bits = UINT64_MAX;
    expect_retry(decide(), 10 * SECOND);
    world.now_ns += 4 * SECOND;
}

START_TEST(a_wait_that_the_new_window_allows_goes_on)
{
    wait_four_of_ten();
    set_backoff(full_jitter(fixed(10 * SECOND)));
    world.bits = 0;
    expect_retry(decide_again(6 * SECOND), 6 * SECOND);
    ck_assert_uint_eq(world.call.spent_ns, 10 * SECOND);
    set_backoff(full_jitter(fixed(20 * SECOND)));
    expect_retry(decide_again(5 * SECOND), 5 * SECOND);
    ck_assert_uint_eq(world.call.spent_ns, 10 * SECOND);
}
END_TEST

START_TEST(a_wait_that_is_too_long_now_is_drawn_anew)
{
    wait_four_of_ten();
    set_backoff(full_jitter(fixed(2 * SECOND)));
    world.bits = UINT64_C(1) << 63;
    expect_retry(decide_again(6 * SECOND), SECOND);
    ck_assert_uint_eq(world.call.spent_ns, 5 * SECOND);
    ck_assert_uint_eq(retry__decide_last(&world.call).delay_ns, SECOND);
    ck_assert_window(world.call.window, 0, 2 * SECOND);
}
END_TEST

/* Calls that began to wait one after another shall not all return at one instant, only because the new window has no
 * width: what they have waited already counts for its low end. */
START_TEST(a_narrow_window_spreads_those_that_have_waited)
{
    wait_four_of_ten();
    set_backoff(fixed(3 * SECOND));
    world.bits = UINT64_C(1) << 63;
    expect_retry(decide_again(6 * SECOND), 3 * SECOND / 2);
    ck_assert_window(world.call.window, 0, 3 * SECOND);
}
END_TEST

START_TEST(nobody_returns_earlier_than_the_new_window_allows)
{
    wait_four_of_ten();
    set_backoff(fixed(7 * SECOND));
    world.bits = 0;
    expect_retry(decide_again(6 * SECOND), 3 * SECOND);
    ck_assert_window(world.call.window, 3 * SECOND, 7 * SECOND);
}
END_TEST

START_TEST(a_new_draw_never_makes_a_wait_longer)
{
    wait_four_of_ten();
    set_backoff(fixed(9 * SECOND));
    world.bits = UINT64_MAX;
    expect_retry(decide_again(6 * SECOND), 6 * SECOND);
    ck_assert_uint_eq(world.call.spent_ns, 10 * SECOND);
}
END_TEST

START_TEST(a_new_plan_may_stop_a_wait)
{
    wait_four_of_ten();
    world.plan.enabled = false;
    expect_stop(decide_again(6 * SECOND), RETRY_REASON_DISABLED);
    ck_assert_uint_eq(world.call.spent_ns, 4 * SECOND);
}
END_TEST

START_TEST(a_new_time_limit_counts_what_was_waited_and_what_is_left)
{
    wait_four_of_ten();
    world.plan.max_elapsed_ns = 10 * SECOND;
    expect_retry(decide_again(6 * SECOND), 6 * SECOND);
    ck_assert_uint_eq(retry__stopwatch_elapsed_ns(&world.call, world.now_ns), 4 * SECOND);
    world.plan.max_elapsed_ns--;
    expect_stop(decide_again(6 * SECOND), RETRY_REASON_MAX_ELAPSED);
}
END_TEST

DECIDING_MAIN("decide_again", begin, a_wait_that_the_new_window_allows_goes_on,
              a_wait_that_is_too_long_now_is_drawn_anew, a_narrow_window_spreads_those_that_have_waited,
              nobody_returns_earlier_than_the_new_window_allows, a_new_draw_never_makes_a_wait_longer,
              a_new_plan_may_stop_a_wait, a_new_time_limit_counts_what_was_waited_and_what_is_left)
