/* test_metrics_calls.c - every call is counted once, by the reason it ended with, in as many threads as there are. */
#include "engine/live/metrics.h"

#include "tests/engine/live/printed.h"

#include <errno.h>
#include <pthread.h>

static retry_cancel cancel = RETRY_CANCEL_INIT;
static retry_call call;

static void begin(void)
{
    retry_call_options options = {.size = sizeof(options), .cancel = &cancel};

    ck_assert(retry_call_begin(&call, world_get(&world, "db"), &options));
}

static bool fails(void)
{
    return retry_call_failed(&call, retry_errno(ECONNREFUSED), NULL).again;
}

static void begin_and_fail(void)
{
    begin();
    ck_assert(fails());
}

/* ---- calls --------------------------------------------------------------------------------------- */

static unsigned failures_left;

static retry_error operation(void *context, retry_call *running)
{
    (void)context, (void)running;
    return failures_left > 0 ? (failures_left--, retry_errno(ECONNREFUSED)) : retry_ok();
}

static retry_error end_by_itself(void *context, retry_call *running)
{
    (void)context;
    retry_call_succeeded(running);
    return retry_ok();
}

/* Reports a failure of its own, and succeeds then. */
static retry_error fail_by_itself(void *context, retry_call *running)
{
    (void)context;
    ck_assert(retry_call_failed(running, retry_errno(ECONNREFUSED), NULL).again);
    return retry_ok();
}

START_TEST(success_at_once_is_counted_whichever_way_it_is_reported)
{
    retry_call_options options = {.size = sizeof(options)};
    const retry_policy *db = world_get(&world, "db");

    retry_run(db, NULL, operation, NULL);
    retry_run(db, &options, operation, NULL);
    retry_run(db, NULL, end_by_itself, NULL);
    begin();
    retry_call_succeeded(&call);
    begin();
    ck_assert(!retry_call_again(&call, retry_ok(), NULL));
    ck_assert_uint_eq(calls("success"), 5);
    ck_assert_uint_eq(value("retry_successes_after_retry_total{policy=\"db\"}"), 0);
    expect(5, 5, 0);
}
END_TEST

START_TEST(success_after_a_retry_is_told_apart)
{
    failures_left = 2;
    retry_run(world_get(&world, "db"), NULL, operation, NULL);
    begin_and_fail();
    retry_call_succeeded(&call);
    retry_run(world_get(&world, "db"), NULL, fail_by_itself, NULL);
    ck_assert_uint_eq(calls("success"), 3);
    ck_assert_uint_eq(value("retry_successes_after_retry_total{policy=\"db\"}"), 3);
    expect(3, 7, 4);
}
END_TEST

START_TEST(a_stop_is_counted_by_its_reason_and_once)
{
    begin_and_fail();
    ck_assert(fails());
    ck_assert(!fails());
    ck_assert(!fails());
    ck_assert(!retry_call_wait(&call));
    retry_call_succeeded(&call);
    retry_call_end(&call);
    ck_assert_uint_eq(calls("max_attempts"), 1);
    expect(1, 3, 2);
}
END_TEST

START_TEST(a_call_that_is_left_is_no_attempt)
{
    begin_and_fail();
    retry_call_end(&call);
    ck_assert_uint_eq(calls("ended"), 1);
    expect(1, 1, 1);
}
END_TEST

START_TEST(a_call_that_is_refused_is_no_attempt)
{
    retry_call_options options = {.size = sizeof(options), .cancel = &cancel};

    retry_cancel_fire(&cancel);
    ck_assert(!retry_call_begin(&call, world_get(&world, "db"), &options));
    ck_assert_uint_eq(calls("cancelled"), 1);
    expect(1, 0, 0);
}
END_TEST

START_TEST(no_policy_is_no_count)
{
    retry_run(NULL, NULL, operation, NULL);
    ck_assert(retry_call_begin(&call, NULL, NULL));
    ck_assert(!fails());
    world_get(&world, "db");
    expect(0, 0, 0);
}
END_TEST

/* ---- waits --------------------------------------------------------------------------------------- */

static const char *next_document;

static bool disturb(struct world *self)
{
    self->now_ns += 2000 * MS;
    if (!next_document)
        retry_cancel_fire(&cancel);
    else
        ck_assert_int_eq(world_reload(self, next_document), RETRY_OK);
    self->during_wait = NULL;
    return false;
}

static bool wait_and_be_disturbed(const char *document)
{
    next_document = document;
    world.during_wait = disturb;
    begin_and_fail();
    return retry_call_wait(&call);
}

START_TEST(a_wait_that_is_cancelled_is_one_stop)
{
    ck_assert(!wait_and_be_disturbed(NULL));
    ck_assert_uint_eq(calls("cancelled"), 1);
    expect(1, 1, 1);
}
END_TEST

START_TEST(a_wait_that_a_reload_stops_is_one_stop)
{
    ck_assert(!wait_and_be_disturbed(SET("max_attempts: 1", "immediate: {}")));
    ck_assert(!retry_call_wait(&call));
    ck_assert_uint_eq(calls("max_attempts"), 1);
    expect(1, 1, 1);
}
END_TEST

START_TEST(a_wait_that_a_reload_shortens_is_no_other_retry)
{
    ck_assert(wait_and_be_disturbed(SET("max_attempts: 3", "fixed: {delay: 1s}")));
    expect(0, 1, 1);
    ck_assert_uint_eq(value("retry_delay_seconds_sum{policy=\"db\"}"), 10);
}
END_TEST

START_TEST(a_wait_that_begins_too_late_is_one_stop)
{
    retry_call_options options = {.size = sizeof(options), .deadline_ns = 15000 * MS};

    ck_assert(retry_call_begin(&call, world_get(&world, "db"), &options));
    ck_assert(fails());
    world.now_ns += 9000 * MS;
    ck_assert(!retry_call_wait(&call));
    ck_assert_uint_eq(calls("deadline"), 1);
    expect(1, 1, 1);
}
END_TEST

START_TEST(an_event_loop_that_rechecks_counts_one_stop)
{
    begin_and_fail();
    retry_disable_all(true);
    ck_assert(!retry_call_recheck(&call, MS).again);
    ck_assert(!retry_call_recheck(&call, MS).again);
    ck_assert_uint_eq(calls("disabled"), 1);
    expect(1, 1, 1);
}
END_TEST

static uint64_t seen_waiting;

static bool look(struct world *self)
{
    (void)self;
    seen_waiting = value("retry_waiting{policy=\"db\"}");
    return true;
}

START_TEST(whoever_waits_is_counted_while_he_does)
{
    world.during_wait = look;
    begin_and_fail();
    ck_assert_uint_eq(value("retry_waiting{policy=\"db\"}"), 0);
    ck_assert(retry_call_wait(&call));
    ck_assert_uint_eq(seen_waiting, 1);
    ck_assert_uint_eq(value("retry_waiting{policy=\"db\"}"), 0);
}
END_TEST

static bool be_cancelled(struct world *self)
{
    pthread_cancel(pthread_self());
    pthread_testcancel();
    return self;
}

static void *wait_to_be_cancelled(void *unused)
{
    begin_and_fail();
    (void)!retry_call_wait(&call);
    return unused;
}

START_TEST(a_thread_that_is_cancelled_waits_no_more)
{
    pthread_t thread;
    void *result;

    world.during_wait = be_cancelled;
    ck_assert_int_eq(pthread_create(&thread, NULL, wait_to_be_cancelled, NULL), 0);
    ck_assert_int_eq(pthread_join(thread, &result), 0);
    ck_assert_ptr_eq(result, PTHREAD_CANCELED);
    ck_assert_uint_eq(value("retry_waiting{policy=\"db\"}"), 0);
}
END_TEST

START_TEST(delays_add_up)
{
    begin_and_fail();
    ck_assert_int_eq(world_reload(&world, SET("max_attempts: 3", "fixed: {delay: 1500us}")), RETRY_OK);
    ck_assert(fails());
    ck_assert_uint_eq(value("retry_delay_seconds_bucket{policy=\"db\",le=\"0.001\"}"), 0);
    ck_assert_uint_eq(value("retry_delay_seconds_bucket{policy=\"db\",le=\"0.004\"}"), 1);
    ck_assert_uint_eq(value("retry_delay_seconds_bucket{policy=\"db\",le=\"4.096\"}"), 1);
    ck_assert_uint_eq(value("retry_delay_seconds_bucket{policy=\"db\",le=\"16.384\"}"), 2);
    ck_assert_uint_eq(value("retry_delay_seconds_bucket{policy=\"db\",le=\"4194.304\"}"), 2);
    ck_assert_uint_eq(value("retry_delay_seconds_bucket{policy=\"db\",le=\"+Inf\"}"), 2);
    ck_assert_uint_eq(value("retry_delay_seconds_count{policy=\"db\"}"), 2);
    ck_assert_int_eq(strncmp(find("retry_delay_seconds_sum{policy=\"db\"}"), "10.001500\n", 10), 0);
}
END_TEST

START_TEST(a_sum_of_long_delays_does_not_wrap)
{
    ck_assert_int_eq(world_reload(&world, SET("max_attempts: 1000", "fixed: {delay: 365d}")), RETRY_OK);
    ck_assert(retry_call_begin(&call, world_get(&world, "db"), NULL));
    for (int i = 0; i < 700; i++)
        ck_assert(fails());
    ck_assert_uint_eq(value("retry_delay_seconds_sum{policy=\"db\"}"), UINT64_C(700) * 365 * 24 * 60 * 60);
}
END_TEST

/* ---- threads ------------------------------------------------------------------------------------- */

enum { THREADS = 12, CALLS = 500 };

static void *make_calls(void *unused)
{
    const retry_policy *db = retry_catalogue_get(world.catalogue, "db");

    for (int i = 0; i < CALLS; i++) {
        retry_call own;
        retry_run(db, NULL, operation, NULL);
        if (retry_call_begin(&own, db, NULL))
            while (retry_call_failed(&own, retry_errno(ECONNREFUSED), NULL).again)
                ;
    }
    return unused;
}

START_TEST(counts_of_many_threads_add_up_and_never_fall)
{
    pthread_t threads[THREADS];
    uint64_t before = 0;

    world_get(&world, "db");
    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, make_calls, NULL), 0);
    for (int i = 0; i < 20; i++) {
        uint64_t now = value("retry_attempts_total{policy=\"db\"}");
        ck_assert_uint_ge(now, before);
        before = now;
        ck_assert_uint_eq(strtoull(find("retry_delay_seconds_bucket{policy=\"db\",le=\"+Inf\"}"), NULL, 10),
                          strtoull(find("retry_delay_seconds_count{policy=\"db\"}"), NULL, 10));
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    ck_assert_uint_eq(calls("max_attempts"), THREADS * CALLS);
    expect(2 * THREADS * CALLS, 4 * THREADS * CALLS, 2 * THREADS * CALLS);
}
END_TEST

WORLD_MAIN_AROUND("metrics_calls", open_world, close_world, success_at_once_is_counted_whichever_way_it_is_reported,
                  success_after_a_retry_is_told_apart, a_stop_is_counted_by_its_reason_and_once,
                  a_call_that_is_left_is_no_attempt, a_call_that_is_refused_is_no_attempt, no_policy_is_no_count,
                  a_wait_that_is_cancelled_is_one_stop, a_wait_that_a_reload_stops_is_one_stop,
                  a_wait_that_a_reload_shortens_is_no_other_retry, a_wait_that_begins_too_late_is_one_stop,
                  an_event_loop_that_rechecks_counts_one_stop, whoever_waits_is_counted_while_he_does,
                  a_thread_that_is_cancelled_waits_no_more, delays_add_up, a_sum_of_long_delays_does_not_wrap,
                  counts_of_many_threads_add_up_and_never_fall)
