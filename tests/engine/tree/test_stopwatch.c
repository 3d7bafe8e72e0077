/* test_stopwatch.c - a call knows how long it has taken, whatever its clock does. */
#include "engine/tree/stopwatch.h"
#include "tests/engine/tree/deciding.h"

START_TEST(the_clock_is_read_only_where_time_matters)
{
    decide();
    ck_assert_uint_eq(world.clock_reads, 0);
    world.plan.max_elapsed_ns = SECOND;
    decide();
    ck_assert_uint_eq(world.clock_reads, 1);
    world.plan.max_elapsed_ns = UINT64_MAX;
    world.call.flags |= RETRY_CALL_DEADLINE;
    world.call.deadline_ns = world.now_ns + SECOND;
    decide();
    ck_assert_uint_eq(world.clock_reads, 2);
}
END_TEST

START_TEST(no_wait_ends_after_max_elapsed)
{
    world.plan.max_elapsed_ns = SECOND;
    start(world.now_ns - 900 * MS);
    expect_retry(decide(), 100 * MS);
    world.now_ns++;
    expect_stop(decide(), RETRY_REASON_MAX_ELAPSED);
    ck_assert_window(world.call.window, 100 * MS, 100 * MS);
}
END_TEST

START_TEST(no_wait_ends_after_the_deadline)
{
    world.call.flags |= RETRY_CALL_DEADLINE;
    start(world.now_ns - SECOND);
    world.call.deadline_ns = world.now_ns + 100 * MS;
    expect_retry(decide(), 100 * MS);
    set_backoff(fixed(0));
    world.call.deadline_ns = world.now_ns;
    expect_retry(decide(), 0);
    world.now_ns++;
    expect_stop(decide(), RETRY_REASON_DEADLINE);
}
END_TEST

START_TEST(a_clock_that_went_backwards_has_not_elapsed)
{
    world.plan.max_elapsed_ns = 100 * MS;
    start(world.now_ns + 5 * SECOND);
    expect_retry(decide(), 100 * MS);
    world.now_ns++; /* counts from where it went */
    expect_stop(decide(), RETRY_REASON_MAX_ELAPSED);
}
END_TEST

START_TEST(a_clock_near_its_ends_does_not_wrap)
{
    world.plan.max_elapsed_ns = 10 * SECOND;
    start((uint64_t)0 - SECOND); /* began a second before the clock starts anew */
    world.now_ns = 8 * SECOND + 900 * MS;
    expect_retry(decide(), 100 * MS);
    world.call.flags |= RETRY_CALL_DEADLINE;
    world.call.deadline_ns = 9 * SECOND;
    world.now_ns = UINT64_MAX - SECOND / 2; /* back over the end: as if no time had passed since */
    expect_retry(decide(), 100 * MS);
    world.now_ns++;
    expect_stop(decide(), RETRY_REASON_MAX_ELAPSED);
}
END_TEST

START_TEST(a_deadline_goes_back_with_the_clock)
{
    start(world.now_ns);
    world.call.flags |= RETRY_CALL_DEADLINE;
    world.call.deadline_ns = world.now_ns + 100 * MS;
    world.now_ns -= 500 * SECOND;
    expect_retry(decide(), 100 * MS);
    world.now_ns++;
    expect_stop(decide(), RETRY_REASON_DEADLINE);
}
END_TEST

START_TEST(an_untimed_call_began_when_its_delays_say)
{
    world.call.spent_ns = 3 * SECOND;
    world.plan.max_elapsed_ns = 3 * SECOND + 100 * MS;
    expect_retry(decide(), 100 * MS);
    ck_assert_uint_eq(retry__stopwatch_elapsed_ns(&world.call, world.now_ns), 3 * SECOND);
    ck_assert(world.call.flags & RETRY_CALL_TIMED);
    world.now_ns += 200 * MS;
    expect_stop(decide(), RETRY_REASON_MAX_ELAPSED);
}
END_TEST

START_TEST(a_clock_that_is_started_counts_what_was_spent_before)
{
    world.call.spent_ns = 3 * SECOND;
    ck_assert_uint_eq(retry__stopwatch_elapsed_ns(&world.call, world.now_ns), 3 * SECOND);
    retry__stopwatch_start(&world.call, world.now_ns);
    ck_assert_uint_eq(world.call.seen_ns, world.now_ns);
    ck_assert_uint_eq(retry__stopwatch_elapsed_ns(&world.call, world.now_ns + SECOND), 4 * SECOND);
}
END_TEST

START_TEST(a_look_at_a_clock_that_went_backwards_changes_nothing)
{
    world.call.spent_ns = 3 * SECOND;
    retry__stopwatch_start(&world.call, world.now_ns);
    world.call.deadline_ns = world.now_ns + SECOND;
    ck_assert_uint_eq(retry__stopwatch_elapsed_ns(&world.call, 0), 3 * SECOND);
    ck_assert_uint_eq(retry__stopwatch_left_ns(&world.call, 0), SECOND);
    ck_assert_uint_eq(retry__stopwatch_left_ns(&world.call, world.now_ns + SECOND), 0);
    ck_assert_uint_eq(retry__stopwatch_left_ns(&world.call, world.now_ns + 2 * SECOND), 0);
    ck_assert_uint_eq(world.call.seen_ns, world.now_ns);
}
END_TEST

START_TEST(an_attempt_has_run_since_the_wait_before_it)
{
    retry__stopwatch_start(&world.call, world.now_ns);
    ck_assert_uint_eq(retry__stopwatch_ran_ns(&world.call, world.now_ns + SECOND), SECOND);
    world.call.flags |= RETRY_CALL_DECIDED;
    world.call.delay_ns = SECOND;
    ck_assert_uint_eq(retry__stopwatch_ran_ns(&world.call, world.now_ns + SECOND + 1), 1);
    ck_assert_uint_eq(retry__stopwatch_ran_ns(&world.call, world.now_ns + SECOND - 1), 0);
    ck_assert_uint_eq(retry__stopwatch_ran_ns(&world.call, 0), 0);
}
END_TEST

DECIDING_MAIN("stopwatch", begin, a_clock_that_is_started_counts_what_was_spent_before,
              a_look_at_a_clock_that_went_backwards_changes_nothing, an_attempt_has_run_since_the_wait_before_it,
              the_clock_is_read_only_where_time_matters, no_wait_ends_after_max_elapsed,
              no_wait_ends_after_the_deadline, a_clock_that_went_backwards_has_not_elapsed,
              a_clock_near_its_ends_does_not_wrap, a_deadline_goes_back_with_the_clock,
              an_untimed_call_began_when_its_delays_say)
