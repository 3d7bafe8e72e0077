/* test_wait.c - waits last as long as granted, and end early for cancels and reloads. */
#include "engine/call/wait.h"
#include "engine/store/catalogue.h"
#include "tests/engine/world.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>

#define DB(limits, backoff) "version: 1\npolicies: {db: {limits: {" limits "}, backoff: {" backoff "}}}\n"
#define SLOW DB("max_attempts: 9", "fixed: {delay: 10s}")

static struct world world;
static retry_cancel cancel = RETRY_CANCEL_INIT;
static retry_call call;

static void open_world(void)
{
    world_open(&world, SLOW);
    world.clock_reads = 0;
}

static void close_world(void)
{
    world_close(&world);
}

static void begin_and_fail(void)
{
    retry_call_options options = {.size = sizeof(options), .cancel = &cancel};

    ck_assert(retry_call_begin(&call, world_get(&world, "db"), &options));
    ck_assert(retry_call_failed(&call, retry_errno(ECONNREFUSED), NULL).again);
}

START_TEST(a_wait_lasts_what_was_granted)
{
    begin_and_fail();
    ck_assert(retry_call_wait(&call));
    ck_assert_uint_eq(world.waits, 1);
    ck_assert_uint_eq(world.waited_until_ns, 11000 * MS);
}
END_TEST

START_TEST(no_delay_is_no_wait_and_no_look_at_the_clock)
{
    ck_assert_int_eq(world_reload(&world, DB("max_attempts: 9", "immediate: {}")), RETRY_OK);
    begin_and_fail();
    ck_assert(retry_call_wait(&call));
    ck_assert_uint_eq(world.waits, 0);
    ck_assert_uint_eq(world.clock_reads, 0);
    begin_and_fail();
    retry_cancel_fire(&cancel);
    ck_assert(!retry_call_wait(&call));
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_CANCELLED);
}
END_TEST

static bool wake_twice(struct world *self)
{
    self->now_ns += 3000 * MS;
    return self->waits > 2;
}

START_TEST(a_wait_goes_on_after_it_was_woken_for_nothing)
{
    begin_and_fail();
    world.during_wait = wake_twice;
    ck_assert(retry_call_wait(&call));
    ck_assert_uint_eq(world.waits, 3);
    ck_assert_uint_eq(world.waited_until_ns, 11000 * MS);
}
END_TEST

static bool wake_late(struct world *self)
{
    self->now_ns += 30000 * MS;
    return false;
}

START_TEST(a_wait_ends_when_the_time_has_come_whoever_says_so)
{
    begin_and_fail();
    world.during_wait = wake_late;
    ck_assert(retry_call_wait(&call));
    ck_assert_uint_eq(world.waits, 1);
}
END_TEST

static bool fire(struct world *self)
{
    (void)self;
    retry_cancel_fire(&cancel);
    return false;
}

START_TEST(a_cancel_ends_the_wait)
{
    begin_and_fail();
    world.during_wait = fire;
    ck_assert(!retry_call_wait(&call));
    ck_assert_uint_eq(world.waits, 1);
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_CANCELLED);
    ck_assert_uint_eq(retry_call_last(&call).attempts, 1);
    ck_assert(!retry_call_wait(&call));
}
END_TEST

static const char *next_document;

/* One reload while two seconds of the wait have passed. */
static bool reload_once(struct world *self)
{
    if (!next_document)
        return true;
    self->now_ns += 2000 * MS;
    ck_assert_int_eq(world_reload(self, next_document), RETRY_OK);
    next_document = NULL;
    return false;
}

START_TEST(a_reload_that_shortens_the_delay_shortens_the_wait)
{
    begin_and_fail();
    world.during_wait = reload_once;
    next_document = DB("max_attempts: 9", "fixed: {delay: 1s}");
    ck_assert(retry_call_wait(&call));
    ck_assert_uint_eq(world.waited_until_ns, 4000 * MS);
    ck_assert_uint_eq(world.waits, 2);
    ck_assert_uint_eq(retry_call_last(&call).attempts, 1);
}
END_TEST

START_TEST(a_reload_that_lengthens_the_delay_leaves_the_wait)
{
    begin_and_fail();
    world.during_wait = reload_once;
    next_document = DB("max_attempts: 9", "fixed: {delay: 60s}");
    ck_assert(retry_call_wait(&call));
    ck_assert_uint_eq(world.waited_until_ns, 11000 * MS);
}
END_TEST

/* Two reloads: the first changes nothing, and leaves six seconds of the ten. */
static bool reload_twice(struct world *self)
{
    self->now_ns += 4000 * MS;
    ck_assert_int_eq(world_reload(self, self->waits == 1 ? SLOW : next_document), RETRY_OK);
    self->during_wait = self->waits == 1 ? reload_twice : NULL;
    return false;
}

START_TEST(what_was_granted_counts_not_what_is_left_of_it)
{
    begin_and_fail();
    world.during_wait = reload_twice;
    world.random = 0;
    next_document = DB("max_attempts: 9", "jitter: {mode: full, over: {fixed: {delay: 8s}}}");
    ck_assert(retry_call_wait(&call));
    ck_assert_uint_eq(world.waits, 2); /* drawn anew, and nothing was drawn */
}
END_TEST

START_TEST(a_reload_that_takes_the_delay_away_ends_the_wait)
{
    begin_and_fail();
    world.during_wait = reload_once;
    next_document = DB("max_attempts: 9", "immediate: {}");
    ck_assert(retry_call_wait(&call));
    ck_assert_uint_eq(world.waits, 1);
}
END_TEST

START_TEST(a_reload_that_forbids_the_retry_stops_the_call)
{
    begin_and_fail();
    world.during_wait = reload_once;
    next_document = DB("max_attempts: 1", "immediate: {}");
    ck_assert(!retry_call_wait(&call));
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_MAX_ATTEMPTS);
}
END_TEST

START_TEST(a_reload_before_the_wait_is_obeyed_as_well)
{
    begin_and_fail();
    ck_assert_int_eq(world_reload(&world, "version: 1\npolicies: {db: {enabled: false, limits: {max_attempts: 9}, "
                                          "backoff: {immediate: {}}}}\n"),
                     RETRY_OK);
    ck_assert(!retry_call_wait(&call));
    ck_assert_uint_eq(world.waits, 0);
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_DISABLED);
}
END_TEST

START_TEST(a_clock_that_goes_backwards_does_no_harm)
{
    begin_and_fail();
    world.during_wait = wake_twice;
    world.now_ns = 9 * MS;
    ck_assert(retry_call_wait(&call));
    ck_assert_uint_eq(world.waited_until_ns, 10009 * MS);
}
END_TEST

static bool go_back(struct world *self)
{
    self->now_ns -= self->waits == 1 ? 1000 * MS : 0;
    return self->waits > 1;
}

START_TEST(a_clock_that_goes_backwards_makes_no_wait_longer)
{
    begin_and_fail();
    world.during_wait = go_back;
    ck_assert(retry_call_wait(&call));
    ck_assert_uint_eq(world.waited_until_ns, 10000 * MS);
}
END_TEST

START_TEST(a_wait_that_begins_too_late_is_not_begun)
{
    retry_call_options options = {.size = sizeof(options), .deadline_ns = 15000 * MS};

    ck_assert(retry_call_begin(&call, world_get(&world, "db"), &options));
    ck_assert(retry_call_failed(&call, retry_errno(ECONNREFUSED), NULL).again);
    world.now_ns += 5000 * MS;
    ck_assert(retry_call_wait(&call));
    ck_assert_uint_eq(world.now_ns, 16000 * MS);
    ck_assert(retry_call_begin(&call, world_get(&world, "db"), &options));
    ck_assert(retry_call_failed(&call, retry_errno(ECONNREFUSED), NULL).again);
    world.now_ns += 5000 * MS + 1;
    ck_assert(!retry_call_wait(&call));
    ck_assert_uint_eq(world.waits, 1);
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_DEADLINE);
}
END_TEST

START_TEST(again_reports_decides_and_waits)
{
    unsigned attempts = 0;

    ck_assert(retry_call_begin(&call, world_get(&world, "db"), NULL));
    do
        attempts++;
    while (retry_call_again(&call, retry_errno(ECONNREFUSED), NULL));
    ck_assert_uint_eq(attempts, 9);
    ck_assert_uint_eq(world.waits, 8);
    ck_assert(retry_call_begin(&call, world_get(&world, "db"), NULL));
    ck_assert(!retry_call_again(&call, retry_ok(), NULL));
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_SUCCESS);
}
END_TEST

/* ---- real waits, by the system's clock: hours long, so that only a wake can end them --------------------------- */

static retry_catalogue *open_system(const char *document)
{
    retry_options options = {.size = sizeof(options), .path = world.directory};
    retry_catalogue *catalogue = NULL;

    world_write(&world, document);
    ck_assert_int_eq(retry_catalogue_open(&options, &catalogue, NULL), RETRY_OK);
    return catalogue;
}

static _Atomic pid_t waiter; /* the thread that is about to wait */

/* Yields until the waiting thread sleeps, as the kernel says. A cancel that comes too early would be met by luck. */
static void until_it_sleeps(void)
{
    char path[64], state = 'R';

    while (state != 'S') {
        sched_yield();
        snprintf(path, sizeof(path), "/proc/self/task/%d/stat", (int)waiter);
        FILE *stream = waiter ? fopen(path, "r") : NULL;
        if (stream && fscanf(stream, "%*d (%*[^)]) %c", &state) != 1)
            state = 'R';
        if (stream)
            fclose(stream);
    }
}

/* Why the call stopped; NULL: it went on. The cancel may come at any time, before the call begins as well. */
static void *wait_for_hours(void *catalogue)
{
    retry_call_options options = {.size = sizeof(options), .cancel = &cancel};
    retry_call waiting;

    const retry_policy *db = retry_catalogue_get(catalogue, "db");

    waiter = gettid();
    if (retry_call_begin(&waiting, db, &options) && retry_call_again(&waiting, retry_errno(ECONNREFUSED), NULL))
        return NULL;
    return (void *)(uintptr_t)retry_call_last(&waiting).reason;
}

#define HOURS DB("max_attempts: 9", "fixed: {delay: 5h}")

START_TEST(a_cancel_wakes_a_thread_that_sleeps)
{
    retry_catalogue *catalogue = open_system(HOURS);
    pthread_t thread;
    void *reason;

    ck_assert_int_eq(pthread_create(&thread, NULL, wait_for_hours, catalogue), 0);
    until_it_sleeps();
    retry_cancel_fire(&cancel);
    pthread_join(thread, &reason);
    ck_assert_uint_eq((uintptr_t)reason, RETRY_REASON_CANCELLED);
    retry_catalogue_free(catalogue);
}
END_TEST

static void on_signal(int number)
{
    (void)number;
    retry_cancel_fire(&cancel);
}

START_TEST(a_signal_handler_may_cancel_its_own_thread)
{
    retry_catalogue *catalogue = open_system(HOURS);

    signal(SIGALRM, on_signal);
    ualarm(1000, 1000); /* again and again: the first may come before the wait */
    ck_assert_uint_eq((uintptr_t)wait_for_hours(catalogue), RETRY_REASON_CANCELLED);
    ualarm(0, 0);
    retry_catalogue_free(catalogue);
}
END_TEST

START_TEST(a_reload_wakes_a_thread_that_sleeps)
{
    retry_catalogue *catalogue = open_system(HOURS);
    pthread_t thread;
    void *reason;

    ck_assert_int_eq(pthread_create(&thread, NULL, wait_for_hours, catalogue), 0);
    until_it_sleeps();
    world_write(&world, DB("max_attempts: 9", "fixed: {delay: 1ns}"));
    ck_assert_int_eq(retry_catalogue_reload(catalogue, NULL), RETRY_OK);
    pthread_join(thread, &reason);
    ck_assert_ptr_null(reason);
    retry_catalogue_free(catalogue);
}
END_TEST

static uint64_t stopped_clock(void *context)
{
    return *(uint64_t *)context;
}

START_TEST(a_clock_without_a_wait_of_its_own_sleeps_by_the_systems)
{
    uint64_t now_ns = 5;
    retry_options options = {
        .size = sizeof(options), .path = world.directory, .clock = stopped_clock, .context = &now_ns};
    retry_catalogue *catalogue = NULL;

    world_write(&world, DB("max_attempts: 9", "fixed: {delay: 1us}"));
    ck_assert_int_eq(retry_catalogue_open(&options, &catalogue, NULL), RETRY_OK);
    ck_assert_ptr_null(wait_for_hours(catalogue));
    retry_catalogue_free(catalogue);
}
END_TEST

START_TEST(a_cancel_of_null_is_never_fired)
{
    retry_cancel_fire(NULL);
    retry_cancel_reset(NULL);
    ck_assert(!retry_cancel_fired(NULL));
    ck_assert(!retry_cancel_fired(&cancel));
    retry_cancel_fire(&cancel);
    ck_assert(retry_cancel_fired(&cancel));
    retry_cancel_reset(&cancel);
    ck_assert(!retry_cancel_fired(&cancel));
}
END_TEST

WORLD_MAIN_AROUND("wait", open_world, close_world, a_wait_lasts_what_was_granted,
                  no_delay_is_no_wait_and_no_look_at_the_clock, a_wait_goes_on_after_it_was_woken_for_nothing,
                  a_wait_ends_when_the_time_has_come_whoever_says_so, a_cancel_ends_the_wait,
                  a_reload_that_shortens_the_delay_shortens_the_wait, a_reload_that_lengthens_the_delay_leaves_the_wait,
                  a_reload_that_takes_the_delay_away_ends_the_wait, a_reload_that_forbids_the_retry_stops_the_call,
                  a_reload_before_the_wait_is_obeyed_as_well, a_clock_that_goes_backwards_does_no_harm,
                  a_clock_that_goes_backwards_makes_no_wait_longer, a_wait_that_begins_too_late_is_not_begun,
                  what_was_granted_counts_not_what_is_left_of_it, again_reports_decides_and_waits,
                  a_cancel_wakes_a_thread_that_sleeps, a_signal_handler_may_cancel_its_own_thread,
                  a_reload_wakes_a_thread_that_sleeps, a_clock_without_a_wait_of_its_own_sleeps_by_the_systems,
                  a_cancel_of_null_is_never_fired)
