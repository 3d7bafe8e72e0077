/* test_ask_rules.c - a policy answers by its rules without a call. */
#include "engine/call/ask.h"
#include "tests/engine/world.h"

#include <errno.h>

#define DOCUMENT                                                                                                   \
    "version: 1\n"                                                                                                 \
    "policies:\n"                                                                                                  \
    "  db:\n"                                                                                                      \
    "    limits: {max_attempts: 6, max_elapsed: 1s}\n"                                                             \
    "    backoff: {fixed: {delay: 1s}}\n"                                                                          \
    "    rules:\n"                                                                                                 \
    "      - {when: [\"http:501\"], action: fail}\n"                                                               \
    "      - {when: [conflict], action: retry, max_retries: 2, backoff: {linear: {initial_delay: 1ms, increment: " \
    "1ms}}}\n"                                                                                                     \
    "      - {when: [transient], action: retry}\n"                                                                 \
    "      - {when: [timeout], action: retry, backoff: {custom: {name: tide}}}\n"                                  \
    "  once: {idempotent: false, limits: {max_attempts: 9}, backoff: {immediate: {}}}\n"                           \
    "  never: {limits: {max_attempts: 9}, backoff: {immediate: {}}, otherwise: fail}\n"

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

static bool should(const char *name, uint32_t failures, retry_error error)
{
    return retry_policy_should_retry(world_get(&world, name), failures, error);
}

static retry_answer window_for(const char *name, uint32_t failures, retry_error error)
{
    return retry_policy_window_for(world_get(&world, name), failures, error, &window);
}

START_TEST(rules_say_what_is_retried)
{
    ck_assert(!should("db", 1, retry_http(501)));
    ck_assert(!should("db", 1, retry_http(404)));
    ck_assert(should("db", 1, retry_http(503)));
    ck_assert(!should("never", 1, retry_http(503)));
}
END_TEST

START_TEST(retries_end_with_the_rules_and_with_the_attempts)
{
    ck_assert(should("db", 2, retry_http(409)));
    ck_assert(!should("db", 3, retry_http(409)));
    ck_assert(should("db", 5, retry_http(503)));
    ck_assert(!should("db", 6, retry_http(503)));
}
END_TEST

START_TEST(what_may_not_be_repeated_is_retried_where_nothing_was_sent)
{
    ck_assert(!should("once", 1, retry_http(503)));
    ck_assert(should("once", 1, retry_errno(ECONNREFUSED)));
    ck_assert(should("once", 1, retry_unprocessed(retry_http(503))));
}
END_TEST

START_TEST(a_window_comes_from_the_rules_backoff)
{
    ck_assert_int_eq(window_for("db", 2, retry_http(409)), RETRY_ANSWER_WINDOW);
    ck_assert_uint_eq(window.lo_ns, 2 * MS);
    ck_assert_uint_eq(window.hi_ns, 2 * MS);
    ck_assert_int_eq(window_for("db", 2, retry_http(503)), RETRY_ANSWER_WINDOW);
    ck_assert_uint_eq(window.lo_ns, 1000 * MS);
    ck_assert_int_eq(window_for("db", 99, retry_http(409)), RETRY_ANSWER_WINDOW); /* limits are left out */
    ck_assert_int_eq(retry_policy_window(world_get(&world, "db"), 2, &window), RETRY_ANSWER_WINDOW);
    ck_assert_uint_eq(window.lo_ns, 1000 * MS);
}
END_TEST

START_TEST(an_error_that_is_not_retried_has_no_window)
{
    ck_assert_int_eq(window_for("db", 1, retry_http(501)), RETRY_ANSWER_EXHAUSTED);
    ck_assert_int_eq(window_for("db", 1, retry_http(404)), RETRY_ANSWER_EXHAUSTED);
    ck_assert_int_eq(window_for("db", 0, retry_http(503)), RETRY_ANSWER_EXHAUSTED);
    ck_assert_int_eq(window_for("db", 1, retry_ok()), RETRY_ANSWER_EXHAUSTED);
    ck_assert_int_eq(window_for("once", 1, retry_http(503)), RETRY_ANSWER_EXHAUSTED);
    ck_assert_int_eq(window_for("nobody", 1, retry_http(503)), RETRY_ANSWER_EXHAUSTED);
    ck_assert_int_eq(retry_policy_window_for(NULL, 1, retry_http(503), &window), RETRY_ANSWER_EXHAUSTED);
    ck_assert_int_eq(window_for("db", 1, retry_http(504)), RETRY_ANSWER_MISSING);
}
END_TEST

static retry_answer remember(void *context, const retry_question *question, retry_window *out_window)
{
    *(retry_question *)context = *question;
    *out_window = (retry_window){MS, MS};
    return RETRY_ANSWER_WINDOW;
}

START_TEST(a_custom_is_told_the_error)
{
    retry_question question;

    ck_assert_int_eq(retry_custom_set(world.catalogue, "tide", remember, &question), RETRY_OK);
    ck_assert_int_eq(window_for("db", 3, retry_http(504)), RETRY_ANSWER_WINDOW);
    ck_assert(!question.in_call);
    ck_assert_uint_eq(question.failures, 3);
    ck_assert_int_eq(question.error.code, 504);
    ck_assert(should("db", 1, retry_http(408)));
    ck_assert_int_eq(question.error.code, 408);
}
END_TEST

WORLD_MAIN_AROUND("ask_rules", open_world, close_world, rules_say_what_is_retried,
                  retries_end_with_the_rules_and_with_the_attempts,
                  what_may_not_be_repeated_is_retried_where_nothing_was_sent, a_window_comes_from_the_rules_backoff,
                  an_error_that_is_not_retried_has_no_window, a_custom_is_told_the_error)
