/* test_decide.c - the steps of a decision and their order. */
#include "tests/engine/tree/deciding.h"

START_TEST(a_failure_is_retried_after_the_delay)
{
    retry_decision made = decide();

    expect_retry(made, 100 * MS);
    ck_assert_uint_eq(made.attempts, 1);
    ck_assert_uint_eq(made.node, 0);
    ck_assert_window(world.call.window, 100 * MS, 100 * MS);
    ck_assert_uint_eq(world.call.spent_ns, 100 * MS);
    ck_assert(!(world.call.flags & RETRY_CALL_FINISHED));
    world.call.spent_ns = RETRY_FOREVER_NS - 1;
    decide();
    ck_assert_uint_eq(world.call.spent_ns, RETRY_FOREVER_NS);
}
END_TEST

START_TEST(a_finished_call_keeps_its_answer)
{
    world.call.failures = 5;
    expect_stop(decide(), RETRY_REASON_MAX_ATTEMPTS);
    world.call.failures = 1;
    world.scene.plan = NULL;
    expect_stop(decide(), RETRY_REASON_MAX_ATTEMPTS);
    ck_assert_uint_eq(retry__decide_again(&world.call, &world.scene, SECOND), 0);
    expect_stop(retry__decide_last(&world.call), RETRY_REASON_MAX_ATTEMPTS);
}
END_TEST

/* Everything is wrong at once; each mended in turn shows the next. */
START_TEST(steps_come_in_their_order)
{
    retry_cancel cancel = {1, {0, 0, 0}};

    set_backoff(custom());
    world.plan.enabled = false;
    world.plan.max_elapsed_ns = 99 * MS;
    world.call.cancel = &cancel;
    world.call.seen_ns = world.call.spent_ns = world.now_ns;
    world.call.deadline_ns = world.now_ns + 99 * MS;
    world.call.failures = 5;
    for (int step = RETRY_REASON_UNDEFINED_POLICY; step <= RETRY_REASON_DEADLINE; step++) {
        world.call.flags = RETRY_CALL_BEGUN | RETRY_CALL_TIMED | RETRY_CALL_DEADLINE;
        if (step <= RETRY_REASON_NOT_IDEMPOTENT)
            world.call.flags |= RETRY_CALL_NOT_IDEMPOTENT;
        world.scene.plan = step > RETRY_REASON_UNDEFINED_POLICY ? &world.plan : NULL;
        world.plan.enabled = step > RETRY_REASON_DISABLED;
        world.call.cancel = step > RETRY_REASON_CANCELLED ? NULL : &cancel;
        world.call.failures = step > RETRY_REASON_MAX_ATTEMPTS ? 4 : 5;
        world.plan.max_elapsed_ns = step > RETRY_REASON_MAX_ELAPSED ? 100 * MS : 99 * MS;
        if (step > RETRY_REASON_CUSTOM_MISSING)
            set_backoff(fixed(100 * MS));
        if (step != RETRY_REASON_EXHAUSTED) /* a custom alone can say so, see below */
            expect_stop(decide(), step);
    }
    world.call.flags = RETRY_CALL_BEGUN;
    world.call.spent_ns = 0;
    expect_retry(decide(), 100 * MS);
}
END_TEST

static retry_answer declines_further(void *context, const retry_question *question, retry_window *out_window)
{
    *(retry_question *)context = *question;
    *out_window = (retry_window){7, 7};
    return question->failures > 1 ? RETRY_ANSWER_EXHAUSTED : RETRY_ANSWER_WINDOW;
}

START_TEST(an_exhausted_backoff_stops_and_names_its_node)
{
    retry_question asked;
    const struct retry_custom registered = {declines_further, &asked};
    const struct retry_custom *_Atomic const customs[] = {&registered};
    const char *const names[] = {"own"};

    world.ask = (struct retry_ask){.customs = customs, .custom_names = names, .custom_count = 1};
    world.call.target = "server-1";
    set_backoff(full_jitter(custom()));
    world.bits = UINT64_MAX;
    expect_retry(decide(), 7);
    ck_assert_uint_eq(asked.previous_ns, 0);
    world.call.failures = 2;
    expect_stop(decide(), RETRY_REASON_EXHAUSTED);
    ck_assert_uint_eq(world.call.node, 1);
    ck_assert_uint_eq(asked.size, sizeof(asked));
    ck_assert_str_eq(asked.name, "own");
    ck_assert_uint_eq(asked.failures, 2);
    ck_assert(asked.in_call);
    ck_assert_uint_eq(asked.previous_ns, 7);
    ck_assert_int_eq(asked.error.code, ECONNRESET);
    ck_assert_str_eq(asked.target, "server-1");
}
END_TEST

START_TEST(a_call_that_is_not_idempotent_repeats_what_was_not_sent)
{
    world.call.flags |= RETRY_CALL_NOT_IDEMPOTENT;
    world.call.error = retry_errno(ECONNREFUSED);
    expect_retry(decide(), 100 * MS);
    world.call.error = retry_unprocessed(retry_http(503));
    expect_retry(decide(), 100 * MS);
    world.call.error = retry_http(503);
    expect_stop(decide(), RETRY_REASON_NOT_IDEMPOTENT);
}
END_TEST

START_TEST(unlimited_attempts_never_end)
{
    world.plan.max_attempts = RETRY_UNLIMITED;
    world.call.failures = UINT32_MAX;
    expect_retry(decide(), 100 * MS);
}
END_TEST

START_TEST(without_a_backoff_there_is_one_attempt)
{
    world.plan.backoff = 0;
    expect_stop(decide(), RETRY_REASON_EXHAUSTED);
}
END_TEST

START_TEST(the_delay_is_drawn_from_the_window)
{
    set_backoff(full_jitter(fixed(SECOND)));
    world.bits = 0;
    expect_retry(decide(), 0);
    world.bits = UINT64_MAX;
    expect_retry(decide(), SECOND);
    world.bits = UINT64_C(1) << 63;
    expect_retry(decide(), SECOND / 2);
    ck_assert_uint_eq(world.call.spent_ns, SECOND + SECOND / 2);
}
END_TEST

DECIDING_MAIN("decide", begin, a_failure_is_retried_after_the_delay, a_finished_call_keeps_its_answer,
              steps_come_in_their_order, an_exhausted_backoff_stops_and_names_its_node,
              a_call_that_is_not_idempotent_repeats_what_was_not_sent, unlimited_attempts_never_end,
              without_a_backoff_there_is_one_attempt, the_delay_is_drawn_from_the_window)
