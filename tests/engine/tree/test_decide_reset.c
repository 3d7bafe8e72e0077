/* test_decide_reset.c - after an attempt that ran long enough a call starts anew. */
#include "tests/engine/tree/ruling.h"

/* Begun now; starts anew after attempts of a minute. */
static void begin_renewable(void)
{
    begin_ruling();
    world.plan.reset_after_ns = 60 * SECOND;
    start(world.now_ns);
    world.call.failures = 0;
}

/* The attempt that runs fails after that time, counted from the end of the wait before it. */
static retry_decision fail_after(uint64_t ran_ns)
{
    if (world.call.flags & RETRY_CALL_DECIDED)
        world.now_ns += world.call.delay_ns;
    world.now_ns += ran_ns;
    return fail_with(retry_errno(ECONNRESET));
}

START_TEST(an_attempt_that_ran_exactly_as_long_starts_the_call_anew)
{
    ck_assert_uint_eq(fail_after(0).attempts, 1);
    ck_assert_uint_eq(fail_after(60 * SECOND - 1).attempts, 2);
    ck_assert_uint_eq(fail_after(60 * SECOND).attempts, 1);
    ck_assert_uint_eq(fail_after(0).attempts, 2);
    ck_assert_uint_eq(fail_after(UINT64_C(1) << 60).attempts, 1);
}
END_TEST

START_TEST(the_first_attempt_runs_from_the_beginning)
{
    world.call.failures = 3; /* made elsewhere */
    ck_assert_uint_eq(fail_after(60 * SECOND - 1).attempts, 4);
    begin_renewable();
    world.call.failures = 3;
    ck_assert_uint_eq(fail_after(60 * SECOND).attempts, 1);
}
END_TEST

START_TEST(a_wait_is_no_part_of_an_attempt)
{
    set_backoff(fixed(3600 * SECOND));
    fail_after(0);
    ck_assert_uint_eq(fail_after(59 * SECOND).attempts, 2);
}
END_TEST

START_TEST(a_program_that_does_not_wait_gains_nothing)
{
    set_backoff(fixed(3600 * SECOND));
    fail_after(0);
    world.now_ns += 3600 * SECOND; /* its attempt ran all that time; who is to know? */
    ck_assert_uint_eq(fail_with(retry_errno(ECONNRESET)).attempts, 2);
}
END_TEST

START_TEST(elapsed_time_starts_anew_and_the_deadline_stays)
{
    world.plan.max_elapsed_ns = 61 * SECOND;
    fail_after(59 * SECOND);
    expect_retry(fail_after(60 * SECOND), 100 * MS);
    world.plan.max_elapsed_ns = 100 * MS;
    expect_retry(fail_after(60 * SECOND), 100 * MS);
    world.plan.max_elapsed_ns--;
    expect_stop(fail_after(60 * SECOND), RETRY_REASON_MAX_ELAPSED);
    begin_renewable();
    world.call.flags |= RETRY_CALL_DEADLINE;
    world.call.deadline_ns = world.now_ns + 60 * SECOND + 100 * MS;
    expect_retry(fail_after(60 * SECOND), 100 * MS);
    expect_stop(fail_after(60 * SECOND), RETRY_REASON_DEADLINE);
}
END_TEST

START_TEST(rules_count_anew_and_no_delay_was_granted_before)
{
    add_rule("any", NULL, COUNTED(0, 1), telling());
    ck_assert(fail_after(0).again);
    expect_retry(fail_after(60 * SECOND), 7 * MS);
    ck_assert_uint_eq(asked_last.failures, 1);
    ck_assert_uint_eq(asked_last.previous_ns, 0);
    expect_stop(fail_after(0), RETRY_REASON_RULE_MAX_RETRIES);
    ck_assert_uint_eq(asked_last.previous_ns, 0);
}
END_TEST

START_TEST(what_stops_next_tells_the_attempts_since)
{
    fail_after(0), fail_after(0), fail_after(0);
    world.plan.enabled = false;
    ck_assert_uint_eq(fail_after(60 * SECOND).attempts, 1);
    ck_assert_int_eq(world.call.reason, RETRY_REASON_DISABLED);
}
END_TEST

START_TEST(the_clock_is_read_once_a_decision)
{
    world.plan.max_elapsed_ns = 3600 * SECOND;
    fail_after(0);
    ck_assert_uint_eq(world.clock_reads, 1);
    fail_after(60 * SECOND);
    ck_assert_uint_eq(world.clock_reads, 2);
}
END_TEST

START_TEST(an_attempt_whose_beginning_nobody_saw_starts_nothing_anew)
{
    world.call.flags = RETRY_CALL_BEGUN; /* begun under a policy without time */
    world.call.spent_ns = 0;
    world.call.failures = 2;
    ck_assert_uint_eq(fail_after(3600 * SECOND).attempts, 3);
    ck_assert_uint_eq(fail_after(60 * SECOND - 1).attempts, 4);
    ck_assert_uint_eq(fail_after(60 * SECOND).attempts, 1);
}
END_TEST

START_TEST(a_clock_that_goes_backwards_starts_nothing_anew)
{
    fail_after(0);
    world.now_ns -= 900 * SECOND;
    ck_assert_uint_eq(fail_with(retry_errno(ECONNRESET)).attempts, 2);
    ck_assert_uint_eq(fail_after(60 * SECOND).attempts, 1);
}
END_TEST

START_TEST(a_policy_that_ignored_time_for_a_while_does_not_mistake_it)
{
    world.plan.reset_after_ns = UINT64_MAX;
    ck_assert_uint_eq(fail_after(3600 * SECOND).attempts, 1);
    world.plan.reset_after_ns = 60 * SECOND;
    ck_assert_uint_eq(fail_after(59 * SECOND).attempts, 2);
}
END_TEST

/* ---- waits that are not as long as granted ---------------------------------------------------------------------- */

START_TEST(an_attempt_after_a_shortened_wait_runs_from_its_end)
{
    set_backoff(fixed(100 * SECOND));
    fail_after(0);
    world.now_ns += 10 * SECOND;
    set_backoff(fixed(20 * SECOND));
    world.bits = UINT64_MAX;
    expect_retry(decide_again(90 * SECOND), 20 * SECOND);
    world.now_ns += 5 * SECOND;
    expect_retry(decide_again(15 * SECOND), 15 * SECOND);
    ck_assert_uint_eq(world.call.failures, 1);
    world.now_ns += 15 * SECOND + 60 * SECOND - 1;
    ck_assert_uint_eq(fail_with(retry_errno(ECONNRESET)).attempts, 2);
    world.now_ns += 7 * SECOND;
    set_backoff(fixed(20 * SECOND));
    expect_retry(decide_again(13 * SECOND), 13 * SECOND);
    world.now_ns += 13 * SECOND + 60 * SECOND;
    ck_assert_uint_eq(fail_with(retry_errno(ECONNRESET)).attempts, 1);
}
END_TEST

START_TEST(an_attempt_after_a_late_wait_runs_from_its_end)
{
    fail_after(0);
    world.now_ns += 3600 * SECOND;
    world.scene.looked = false;
    retry__decide_start(&world.call, &world.scene);
    ck_assert_uint_eq(fail_after(60 * SECOND - 1).attempts, 2);
}
END_TEST

DECIDING_MAIN("decide_reset", begin_renewable, an_attempt_that_ran_exactly_as_long_starts_the_call_anew,
              the_first_attempt_runs_from_the_beginning, a_wait_is_no_part_of_an_attempt,
              a_program_that_does_not_wait_gains_nothing, elapsed_time_starts_anew_and_the_deadline_stays,
              rules_count_anew_and_no_delay_was_granted_before, what_stops_next_tells_the_attempts_since,
              the_clock_is_read_once_a_decision, an_attempt_whose_beginning_nobody_saw_starts_nothing_anew,
              a_clock_that_goes_backwards_starts_nothing_anew,
              a_policy_that_ignored_time_for_a_while_does_not_mistake_it,
              an_attempt_after_a_shortened_wait_runs_from_its_end, an_attempt_after_a_late_wait_runs_from_its_end)
