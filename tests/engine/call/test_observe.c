/* test_observe.c - an observer sees each decision and the end of each call, once, and may do as it likes. */
#include "engine/call/observe.h"

#include "tests/engine/world.h"

#include <errno.h>

#define SET(limits, backoff) "version: 1\npolicies: {db: {limits: {" limits "}, backoff: {" backoff "}}}\n"
#define JITTER SET("max_attempts: 3", "jitter: {mode: full, over: {fixed: {delay: 10s}}}")
#define FASTER SET("max_attempts: 3", "fixed: {delay: 1s}")

static struct world world;
static retry_cancel cancel = RETRY_CANCEL_INIT;
static retry_call call;

static struct {
    unsigned count;
    retry_observation last;
    char path[RETRY_PATH_BYTES];
} seen;

static void (*in_observer)(void);

static void observe(void *context, const retry_observation *observation)
{
    ck_assert_ptr_eq(context, &world);
    ck_assert_uint_eq(observation->size, sizeof(*observation));
    ck_assert(!retry__thread_reading());
    seen.count++;
    seen.last = *observation;
    snprintf(seen.path, sizeof(seen.path), "%s", observation->path);
    if (in_observer)
        in_observer();
}

static void open_world(void)
{
    world_make(&world);
    world_write(&world, JITTER);
    retry_options options = world_options(&world);
    options.observe = observe;
    ck_assert_int_eq(retry_catalogue_open(&options, &world.catalogue, NULL), RETRY_OK);
}

static void close_world(void)
{
    world_close(&world);
}

static void begin_and_fail(void)
{
    retry_call_options options = {.size = sizeof(options), .cancel = &cancel, .target = "db1"};

    ck_assert(retry_call_begin(&call, world_get(&world, "db"), &options));
    ck_assert(retry_call_failed(&call, retry_errno(ECONNREFUSED), NULL).again);
}

static void expect(unsigned count, retry_reason reason)
{
    ck_assert_uint_eq(seen.count, count);
    ck_assert_int_eq(seen.last.decision.reason, reason);
    ck_assert(seen.last.decision.again == (reason == RETRY_REASON_RETRY));
}

START_TEST(a_retry_is_shown_with_all_that_led_to_it)
{
    begin_and_fail();
    expect(1, RETRY_REASON_RETRY);
    ck_assert_ptr_eq(seen.last.policy, world_get(&world, "db"));
    ck_assert_uint_eq(seen.last.decision.delay_ns, 10000 * MS);
    ck_assert_uint_eq(seen.last.decision.attempts, 1);
    ck_assert_int_eq(seen.last.error.code, ECONNREFUSED);
    ck_assert_uint_eq(seen.last.window.lo_ns, 0);
    ck_assert_uint_eq(seen.last.window.hi_ns, 10000 * MS);
    ck_assert_uint_eq(seen.last.rule, 0);
    ck_assert_uint_eq(seen.last.generation, 1);
    ck_assert_str_eq(seen.path, "jitter > fixed");
    ck_assert_str_eq(seen.last.target, "db1");
}
END_TEST

START_TEST(the_rule_that_held_the_error_is_shown)
{
    ck_assert_int_eq(
        world_reload(&world,
                     "version: 1\npolicies: {db: {limits: {max_attempts: 9}, backoff: {immediate: {}}, rules: [\n"
                     "  {when: [EPIPE], action: fail},\n"
                     "  {when: [ECONNREFUSED], action: retry, backoff: {fixed: {delay: 3s}}}]}}\n"),
        RETRY_OK);
    begin_and_fail();
    expect(1, RETRY_REASON_RETRY);
    ck_assert_uint_eq(seen.last.rule, 2);
    ck_assert_uint_eq(seen.last.generation, 2);
    ck_assert_str_eq(seen.path, "fixed");
    retry_call_failed(&call, retry_errno(EPIPE), NULL);
    expect(2, RETRY_REASON_NOT_RETRYABLE);
    ck_assert_uint_eq(seen.last.rule, 1);
    ck_assert_str_eq(seen.path, "");
}
END_TEST

START_TEST(a_stop_is_shown_once_and_without_a_window)
{
    begin_and_fail();
    ck_assert(retry_call_failed(&call, retry_errno(ECONNREFUSED), NULL).again);
    ck_assert(!retry_call_failed(&call, retry_errno(EPIPE), NULL).again);
    expect(3, RETRY_REASON_MAX_ATTEMPTS);
    ck_assert_uint_eq(seen.last.decision.attempts, 3);
    ck_assert_uint_eq(seen.last.window.hi_ns, 0);
    ck_assert_int_eq(seen.last.error.code, EPIPE);
    ck_assert_str_eq(seen.path, "");
    ck_assert(!retry_call_failed(&call, retry_errno(EPIPE), NULL).again);
    retry_call_end(&call);
    ck_assert_uint_eq(seen.count, 3);
}
END_TEST

START_TEST(a_backoff_that_has_no_further_delay_is_shown)
{
    ck_assert_int_eq(world_reload(&world, SET("max_attempts: 9", "take: {retries: 1, over: {immediate: {}}}")),
                     RETRY_OK);
    begin_and_fail();
    ck_assert(!retry_call_failed(&call, retry_errno(EPIPE), NULL).again);
    expect(2, RETRY_REASON_EXHAUSTED);
    ck_assert_str_eq(seen.path, "take > immediate");
}
END_TEST

START_TEST(success_is_shown_without_an_error)
{
    begin_and_fail();
    retry_call_succeeded(&call);
    expect(2, RETRY_REASON_SUCCESS);
    ck_assert_uint_eq(seen.last.decision.attempts, 2);
    ck_assert(retry_is_ok(seen.last.error));
    ck_assert_uint_eq(seen.last.generation, 1);
}
END_TEST

static retry_error succeed(void *context, retry_call *running)
{
    (void)context, (void)running;
    return retry_ok();
}

START_TEST(success_at_once_is_shown_by_a_run_as_well)
{
    ck_assert(retry_is_ok(retry_run(world_get(&world, "db"), NULL, succeed, NULL)));
    expect(1, RETRY_REASON_SUCCESS);
    ck_assert_uint_eq(seen.last.decision.attempts, 1);
    retry_call_options options = {.size = sizeof(options)};
    ck_assert(retry_is_ok(retry_run(world_get(&world, "db"), &options, succeed, NULL)));
    ck_assert_uint_eq(seen.count, 2);
}
END_TEST

START_TEST(a_call_that_is_left_or_refused_is_shown)
{
    retry_call_options options = {.size = sizeof(options), .cancel = &cancel};

    begin_and_fail();
    retry_call_end(&call);
    expect(2, RETRY_REASON_ENDED);
    ck_assert_int_eq(seen.last.error.code, ECONNREFUSED);
    retry_cancel_fire(&cancel);
    ck_assert(!retry_call_begin(&call, world_get(&world, "db"), &options));
    expect(3, RETRY_REASON_CANCELLED);
    ck_assert_uint_eq(seen.last.decision.attempts, 0);
}
END_TEST

START_TEST(no_policy_is_no_observation)
{
    retry_run(NULL, NULL, succeed, NULL);
    ck_assert(retry_call_begin(&call, NULL, NULL));
    ck_assert(!retry_call_failed(&call, retry_errno(EPIPE), NULL).again);
    ck_assert_uint_eq(seen.count, 0);
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

START_TEST(a_wait_that_is_cancelled_is_shown)
{
    ck_assert(!wait_and_be_disturbed(NULL));
    expect(2, RETRY_REASON_CANCELLED);
    ck_assert_uint_eq(seen.last.window.hi_ns, 0);
}
END_TEST

START_TEST(a_wait_that_a_reload_shortens_is_shown_anew)
{
    ck_assert(wait_and_be_disturbed(FASTER));
    expect(2, RETRY_REASON_RETRY);
    ck_assert_uint_eq(seen.last.decision.delay_ns, 1000 * MS);
    ck_assert_uint_eq(seen.last.decision.attempts, 1);
    ck_assert_uint_eq(seen.last.generation, 2);
    ck_assert_str_eq(seen.path, "fixed");
}
END_TEST

START_TEST(a_wait_that_a_reload_leaves_is_not_shown_again)
{
    ck_assert(wait_and_be_disturbed(SET("max_attempts: 3", "fixed: {delay: 60s}")));
    expect(1, RETRY_REASON_RETRY);
    ck_assert(wait_and_be_disturbed(SET("max_attempts: 3", "fixed: {delay: 59s}")));
    expect(2, RETRY_REASON_RETRY);
}
END_TEST

START_TEST(a_wait_that_a_reload_stops_is_shown)
{
    ck_assert(!wait_and_be_disturbed(SET("max_attempts: 1", "fixed: {delay: 1s}")));
    expect(2, RETRY_REASON_MAX_ATTEMPTS);
    ck_assert_uint_eq(seen.last.generation, 2);
}
END_TEST

/* ---- what an observer may do --------------------------------------------------------------------- */

static void reload_once(void)
{
    in_observer = NULL;
    ck_assert_int_eq(world_reload(&world, FASTER), RETRY_OK);
}

START_TEST(a_reload_from_inside_is_done_and_obeyed)
{
    in_observer = reload_once;
    begin_and_fail();
    ck_assert_uint_eq(retry_catalogue_generation(world.catalogue), 2);
    ck_assert_uint_eq(seen.last.generation, 1);
    ck_assert(retry_call_wait(&call));
    expect(2, RETRY_REASON_RETRY);
    ck_assert_uint_eq(world.waited_until_ns, 2000 * MS);
}
END_TEST

static void make_a_call(void)
{
    retry_call other;

    in_observer = NULL;
    ck_assert(retry_call_begin(&other, world_get(&world, "another"), NULL));
    ck_assert(!retry_call_failed(&other, retry_errno(EPIPE), NULL).again);
    ck_assert_str_eq(retry_policy_name(seen.last.policy), "another");
}

START_TEST(calls_from_inside_are_shown_as_well)
{
    in_observer = make_a_call;
    begin_and_fail();
    expect(2, RETRY_REASON_UNDEFINED_POLICY);
}
END_TEST

WORLD_MAIN_AROUND("observe", open_world, close_world, a_retry_is_shown_with_all_that_led_to_it,
                  the_rule_that_held_the_error_is_shown, a_stop_is_shown_once_and_without_a_window,
                  a_backoff_that_has_no_further_delay_is_shown, success_is_shown_without_an_error,
                  success_at_once_is_shown_by_a_run_as_well, a_call_that_is_left_or_refused_is_shown,
                  no_policy_is_no_observation, a_wait_that_is_cancelled_is_shown,
                  a_wait_that_a_reload_shortens_is_shown_anew, a_wait_that_a_reload_leaves_is_not_shown_again,
                  a_wait_that_a_reload_stops_is_shown, a_reload_from_inside_is_done_and_obeyed,
                  calls_from_inside_are_shown_as_well)
