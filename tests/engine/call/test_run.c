/* test_run.c - an operation is run until it succeeds or its policy stops it. */
#include "engine/call/run.h"
#include "tests/engine/world.h"

#include <errno.h>

#define DOCUMENT "version: 1\npolicies: {db: {limits: {max_attempts: 4}, backoff: {fixed: {delay: 1s}}}}\n"

static struct world world;

static void open_world(void)
{
    world_open(&world, DOCUMENT);
    world.clock_reads = 0;
}

static void close_world(void)
{
    world_close(&world);
}

/* Fails until `succeed_at`, or leaves the call at `leave_at`. */
struct job {
    unsigned attempts, succeed_at, leave_at;
};

static retry_error work(void *context, retry_call *call)
{
    struct job *job = context;

    job->attempts++;
    ck_assert_uint_eq(retry_call_last(call).attempts, job->attempts - 1);
    if (job->attempts == job->leave_at)
        retry_call_end(call);
    return job->attempts == job->succeed_at ? retry_ok() : retry_http((int)(500 + job->attempts));
}

START_TEST(success_at_once_waits_for_nothing_and_reads_no_clock)
{
    struct job job = {.succeed_at = 1};

    ck_assert(retry_is_ok(retry_run(world_get(&world, "db"), NULL, work, &job)));
    ck_assert_uint_eq(job.attempts, 1);
    ck_assert_uint_eq(world.waits + world.clock_reads, 0);
}
END_TEST

START_TEST(success_after_failures_is_success)
{
    struct job job = {.succeed_at = 3};
    retry_decision outcome;
    retry_call_options options = {.size = sizeof(options), .outcome = &outcome};

    ck_assert(retry_is_ok(retry_run(world_get(&world, "db"), &options, work, &job)));
    ck_assert_uint_eq(world.waits, 2);
    ck_assert_int_eq(outcome.reason, RETRY_REASON_SUCCESS);
    ck_assert_uint_eq(outcome.attempts, 3);
}
END_TEST

START_TEST(a_stop_returns_the_last_error)
{
    struct job job = {0};
    retry_decision outcome;
    retry_call_options options = {.size = sizeof(options), .outcome = &outcome};

    ck_assert_int_eq(retry_run(world_get(&world, "db"), &options, work, &job).code, 504);
    ck_assert_uint_eq(job.attempts, 4);
    ck_assert_int_eq(outcome.reason, RETRY_REASON_MAX_ATTEMPTS);
}
END_TEST

/* Says `hints` one after the other, in the attempt of that number. */
struct asked {
    unsigned attempts, at;
    retry_hint hints[2];
};

static retry_error ask(void *context, retry_call *call)
{
    struct asked *asked = context;

    if (++asked->attempts == asked->at) {
        retry_call_hint(call, asked->hints[0]);
        retry_call_hint(call, asked->hints[1]);
    }
    return asked->attempts == 3 ? retry_ok() : retry_http(503);
}

START_TEST(what_the_server_asked_for_counts_for_one_attempt)
{
    struct asked asked = {.at = 1, .hints = {retry_hint_stop(), retry_hint_delay(5000 * MS)}};

    world.random = 0;
    ck_assert(retry_is_ok(retry_run(world_get(&world, "db"), NULL, ask, &asked)));
    ck_assert_uint_eq(world.waits, 2);
    ck_assert_uint_eq(world.now_ns, (1000 + 5000 + 1000) * MS);
}
END_TEST

START_TEST(a_server_may_stop_a_run)
{
    struct asked asked = {.at = 2, .hints = {retry_hint_delay(1), retry_hint_stop()}};
    retry_decision outcome;
    retry_call_options options = {.size = sizeof(options), .outcome = &outcome};

    ck_assert_int_eq(retry_run(world_get(&world, "db"), &options, ask, &asked).code, 503);
    ck_assert_uint_eq(outcome.attempts, 2);
    ck_assert_int_eq(outcome.reason, RETRY_REASON_HINT_STOP);
}
END_TEST

START_TEST(a_hint_with_success_stops_nothing)
{
    struct asked asked = {.at = 3, .hints = {retry_hint_stop(), retry_hint_stop()}};
    retry_decision outcome;
    retry_call_options options = {.size = sizeof(options), .outcome = &outcome};

    ck_assert(retry_is_ok(retry_run(world_get(&world, "db"), &options, ask, &asked)));
    ck_assert_int_eq(outcome.reason, RETRY_REASON_SUCCESS);
}
END_TEST

START_TEST(a_call_that_is_not_run_has_no_room_for_a_hint)
{
    struct {
        retry_call call;
        unsigned char behind[32];
    } held;

    memset(&held, 0xa5, sizeof(held));
    ck_assert(retry_call_begin(&held.call, world_get(&world, "db"), NULL));
    retry_call_hint(&held.call, retry_hint_stop());
    for (size_t i = 0; i < sizeof(held.behind); i++)
        ck_assert_uint_eq(held.behind[i], 0xa5);
    ck_assert(retry_call_failed(&held.call, retry_http(503), NULL).again);
}
END_TEST

START_TEST(no_policy_runs_once)
{
    struct job job = {0};

    ck_assert_int_eq(retry_run(NULL, NULL, work, &job).code, 501);
    ck_assert_uint_eq(job.attempts, 1);
}
END_TEST

START_TEST(a_cancelled_run_makes_no_attempt)
{
    struct job job = {0};
    retry_cancel cancel = RETRY_CANCEL_INIT;
    retry_decision outcome;
    retry_call_options options = {.size = sizeof(options), .cancel = &cancel, .outcome = &outcome};

    retry_cancel_fire(&cancel);
    retry_error error = retry_run(world_get(&world, "db"), &options, work, &job);
    ck_assert_int_eq(error.kind, RETRY_ERROR_ERRNO);
    ck_assert_int_eq(error.code, ECANCELED);
    ck_assert_uint_eq(job.attempts, 0);
    ck_assert_int_eq(outcome.reason, RETRY_REASON_CANCELLED);
}
END_TEST

START_TEST(an_operation_may_leave_its_call)
{
    struct job job = {.leave_at = 2};
    retry_decision outcome;
    retry_call_options options = {.size = sizeof(options), .outcome = &outcome};

    ck_assert_int_eq(retry_run(world_get(&world, "db"), &options, work, &job).code, 502);
    ck_assert_uint_eq(job.attempts, 2);
    ck_assert_int_eq(outcome.reason, RETRY_REASON_ENDED);
}
END_TEST

START_TEST(an_outcome_beyond_the_callers_size_is_not_touched)
{
    struct job job = {.succeed_at = 1};
    retry_call_options options = {.size = offsetof(retry_call_options, outcome), .outcome = (retry_decision *)8};

    ck_assert(retry_is_ok(retry_run(world_get(&world, "db"), &options, work, &job)));
    options.size = 3; /* none that a caller could have */
    ck_assert_int_eq(retry_run(world_get(&world, "db"), &options, work, &job).code, ECANCELED);
}
END_TEST

WORLD_MAIN_AROUND("run", open_world, close_world, success_at_once_waits_for_nothing_and_reads_no_clock,
                  success_after_failures_is_success, a_stop_returns_the_last_error,
                  what_the_server_asked_for_counts_for_one_attempt, a_server_may_stop_a_run,
                  a_hint_with_success_stops_nothing, a_call_that_is_not_run_has_no_room_for_a_hint, no_policy_runs_once,
                  a_cancelled_run_makes_no_attempt, an_operation_may_leave_its_call,
                  an_outcome_beyond_the_callers_size_is_not_touched)
