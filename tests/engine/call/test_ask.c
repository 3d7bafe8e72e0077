/* test_ask.c - a policy answers without a call. */
#include "engine/call/ask.h"
#include "tests/engine/world.h"

#include <errno.h>

#define DOCUMENT                                                                                           \
    "version: 1\n"                                                                                         \
    "policies:\n"                                                                                          \
    "  db: {limits: {max_attempts: 3}, backoff: {jitter: {mode: equal, over: {fixed: {delay: 100ms}}}}}\n" \
    "  timed: {limits: {max_elapsed: 1s}, backoff: {exponential: {initial_delay: 10ms, max_delay: 1h}}}\n" \
    "  idle: {enabled: false, limits: {max_attempts: 3}, backoff: {immediate: {}}}\n"                      \
    "  once: {limits: {max_attempts: 1}}\n"                                                                \
    "  own: {limits: {max_attempts: 3}, backoff: {custom: {name: tide}}}\n"

static struct world world;
static retry_window window;

static void open_world(void)
{
    world_open(&world, DOCUMENT);
    world.clock_reads = 0;
}

static void close_world(void)
{
    ck_assert_uint_eq(world.clock_reads, 0);
    world_close(&world);
}

static bool should(const char *name, uint32_t failures)
{
    return retry_policy_should_retry(world_get(&world, name), failures, retry_errno(EPIPE));
}

START_TEST(attempts_are_as_stated)
{
    ck_assert_uint_eq(retry_policy_max_attempts(world_get(&world, "db")), 3);
    ck_assert_uint_eq(retry_policy_max_attempts(world_get(&world, "timed")), RETRY_UNLIMITED);
    ck_assert_uint_eq(retry_policy_max_attempts(world_get(&world, "once")), 1);
    ck_assert_uint_eq(retry_policy_max_attempts(world_get(&world, "idle")), 1);
    ck_assert_uint_eq(retry_policy_max_attempts(world_get(&world, "nobody")), 1);
    ck_assert_uint_eq(retry_policy_max_attempts(NULL), 1);
}
END_TEST

START_TEST(retries_end_with_the_attempts)
{
    ck_assert(should("db", 1));
    ck_assert(should("db", 2));
    ck_assert(!should("db", 3));
    ck_assert(!should("db", UINT32_MAX));
    ck_assert(should("timed", 1000000000));
    ck_assert(!should("once", 1));
}
END_TEST

START_TEST(no_retry_without_need_or_leave)
{
    ck_assert(!should("idle", 1));
    ck_assert(!should("nobody", 1));
    ck_assert(!should("own", 1));
    ck_assert(!should("db", 0));
    ck_assert(!retry_policy_should_retry(NULL, 1, retry_errno(EPIPE)));
    ck_assert(!retry_policy_should_retry(world_get(&world, "db"), 1, retry_ok()));
}
END_TEST

START_TEST(windows_are_the_backoffs)
{
    ck_assert_int_eq(retry_policy_window(world_get(&world, "db"), 5, &window), RETRY_ANSWER_WINDOW);
    ck_assert_uint_eq(window.lo_ns, 50 * MS);
    ck_assert_uint_eq(window.hi_ns, 100 * MS);
    ck_assert_int_eq(retry_policy_window(world_get(&world, "timed"), 3, &window), RETRY_ANSWER_WINDOW);
    ck_assert_uint_eq(window.lo_ns, 40 * MS);
    ck_assert_uint_eq(window.hi_ns, 40 * MS);
}
END_TEST

START_TEST(there_is_no_window_where_there_is_no_retry)
{
    ck_assert_int_eq(retry_policy_window(world_get(&world, "db"), 0, &window), RETRY_ANSWER_EXHAUSTED);
    ck_assert_int_eq(retry_policy_window(world_get(&world, "once"), 1, &window), RETRY_ANSWER_EXHAUSTED);
    ck_assert_int_eq(retry_policy_window(world_get(&world, "nobody"), 1, &window), RETRY_ANSWER_EXHAUSTED);
    ck_assert_int_eq(retry_policy_window(NULL, 1, &window), RETRY_ANSWER_EXHAUSTED);
    ck_assert_int_eq(retry_policy_window(world_get(&world, "own"), 1, &window), RETRY_ANSWER_MISSING);
}
END_TEST

static retry_answer asked(void *context, const retry_question *question, retry_window *out_window)
{
    *(retry_question *)context = *question;
    *out_window = (retry_window){9 * MS, 8 * MS};
    return RETRY_ANSWER_WINDOW;
}

START_TEST(a_custom_knows_that_there_is_no_call)
{
    retry_question question;

    ck_assert_int_eq(retry_custom_set(world.catalogue, "tide", asked, &question), RETRY_OK);
    ck_assert_int_eq(retry_policy_window(world_get(&world, "own"), 7, &window), RETRY_ANSWER_WINDOW);
    ck_assert_uint_eq(window.lo_ns, 8 * MS);
    ck_assert_uint_eq(window.hi_ns, 9 * MS);
    ck_assert(!question.in_call);
    ck_assert_uint_eq(question.failures, 7);
    ck_assert_str_eq(question.name, "tide");
    ck_assert_ptr_null(question.target);
    ck_assert(retry_is_ok(question.error));
    ck_assert(should("own", 1));
}
END_TEST

START_TEST(states_tell_where_a_policy_stands)
{
    const retry_policy *db = world_get(&world, "db"), *nobody = world_get(&world, "nobody");

    ck_assert_int_eq(retry_policy_state_get(db), RETRY_POLICY_DEFINED);
    ck_assert_int_eq(retry_policy_state_get(nobody), RETRY_POLICY_UNDEFINED);
    ck_assert_int_eq(retry_policy_state_get(NULL), RETRY_POLICY_UNDEFINED);
    ck_assert_int_eq(world_reload(&world, "version: 1\npolicies: {nobody: {limits: {max_attempts: 1}}}\n"), RETRY_OK);
    ck_assert_int_eq(retry_policy_state_get(db), RETRY_POLICY_ORPHANED);
    ck_assert_int_eq(retry_policy_state_get(nobody), RETRY_POLICY_DEFINED);
}
END_TEST

WORLD_MAIN_AROUND("ask", open_world, close_world, attempts_are_as_stated, retries_end_with_the_attempts,
                  no_retry_without_need_or_leave, windows_are_the_backoffs, there_is_no_window_where_there_is_no_retry,
                  a_custom_knows_that_there_is_no_call, states_tell_where_a_policy_stands)
