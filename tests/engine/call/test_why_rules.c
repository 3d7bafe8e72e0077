/* test_why_rules.c - a decision tells the rule and the hint that it came from. */
#include "engine/call/why.h"
#include "tests/engine/world.h"

#include <errno.h>

#define DOCUMENT                                                                                             \
    "version: 1\n"                                                                                           \
    "policies:\n"                                                                                            \
    "  db:\n"                                                                                                \
    "    limits: {max_attempts: 6}\n"                                                                        \
    "    backoff: {jitter: {mode: full, over: {exponential: {initial_delay: 200ms}}}}\n"                     \
    "    hints: {max: 1m}\n"                                                                                 \
    "    rules:\n"                                                                                           \
    "      - {when: [\"http:501\"], action: fail}\n"                                                         \
    "      - {when: [conflict], action: retry, max_retries: 2, backoff:\n"                                   \
    "          {jitter: {mode: full, over: {linear: {initial_delay: 10ms, increment: 10ms}}}}}\n"            \
    "      - {when: [timeout], action: retry, backoff: {take: {retries: 1, over: {fixed: {delay: 1s}}}}}\n"  \
    "      - {when: [throttled], action: retry}\n"                                                           \
    "      - {when: [EPIPE], action: retry, backoff: {sequence: [{take: {retries: 1, over: {fixed: {delay: " \
    "1s}}}}, {fixed: {delay: 2s}}]}}\n"

static struct world world;
static retry_call call;

static void open_world(void)
{
    world_open(&world, DOCUMENT);
    ck_assert(retry_call_begin(&call, world_get(&world, "db"), NULL));
}

static void close_world(void)
{
    world_close(&world);
}

static void fail_asked(retry_error error, uint64_t delay_ns)
{
    const retry_hint hint = {.delay_ns = delay_ns, .kind = RETRY_HINT_DELAY};

    retry_call_failed(&call, error, &hint);
}

static void failed(retry_error error)
{
    retry_call_failed(&call, error, NULL);
}

#define ASSERT_WHY(expected)                       \
    do {                                           \
        char text[512];                            \
        retry_call_why(&call, text, sizeof(text)); \
        ck_assert_str_eq(text, expected);          \
    } while (0)

START_TEST(a_rule_is_told_with_the_backoff_that_answered)
{
    failed(retry_http(409));
    ASSERT_WHY("db: retry 1 of 5 in 10ms, drawn from 0s..10ms by rule 2: jitter > linear (http:409)");
    failed(retry_http(429));
    ASSERT_WHY("db: retry 2 of 5 in 400ms, drawn from 0s..400ms by rule 4: jitter > exponential (http:429)");
    failed(retry_http(408));
    ASSERT_WHY("db: retry 3 of 5 in 1s, set by rule 3: take > fixed (http:408)");
}
END_TEST

START_TEST(a_path_goes_by_the_failures_of_its_rule)
{
    failed(retry_http(409));
    failed(retry_errno(EPIPE));
    ASSERT_WHY("db: retry 2 of 5 in 1s, set by rule 5: sequence[1] > take > fixed (EPIPE)");
    failed(retry_errno(EPIPE));
    ASSERT_WHY("db: retry 3 of 5 in 2s, set by rule 5: sequence[2] > fixed (EPIPE)");
}
END_TEST

START_TEST(a_stop_tells_its_rule)
{
    failed(retry_http(501));
    ASSERT_WHY("db: stopped after 1 attempt: not_retryable by rule 1 (http:501)");
    ck_assert(retry_call_begin(&call, world_get(&world, "db"), NULL));
    failed(retry_http(404));
    ASSERT_WHY("db: stopped after 1 attempt: not_retryable by otherwise (http:404)");
    ck_assert(retry_call_begin(&call, world_get(&world, "db"), NULL));
    failed(retry_http(409)), failed(retry_http(409)), failed(retry_http(409));
    ASSERT_WHY("db: stopped after 3 attempts: rule_max_retries by rule 2 (http:409)");
    ck_assert(retry_call_begin(&call, world_get(&world, "db"), NULL));
    failed(retry_http(408)), failed(retry_http(408));
    ASSERT_WHY("db: stopped after 2 attempts: exhausted by rule 3: take > fixed (http:408)");
}
END_TEST

START_TEST(what_the_server_asked_for_is_told)
{
    world.random = 0;
    fail_asked(retry_http(429), 30000 * MS);
    ASSERT_WHY("db: retry 1 of 5 in 30s, drawn from 30s..33s, asked for by the server (http:429)");
    fail_asked(retry_http(408), 0);
    ASSERT_WHY("db: retry 2 of 5 in 1s, set by rule 3: take > fixed (http:408)");
    fail_asked(retry_http(429), 60000 * MS + 1);
    ASSERT_WHY("db: stopped after 3 attempts: hint_over_max (http:429)");
}
END_TEST

START_TEST(another_set_does_not_speak_for_the_rule)
{
    failed(retry_http(409));
    ck_assert_int_eq(world_reload(&world, DOCUMENT), RETRY_OK);
    ASSERT_WHY("db: retry 1 in 10ms, drawn from 0s..10ms by rule 2 (http:409)");
}
END_TEST

static const char *next_document;

static bool reload_once(struct world *self)
{
    if (!next_document)
        return true;
    ck_assert_int_eq(world_reload(self, next_document), RETRY_OK);
    next_document = NULL;
    return false;
}

/* Waits, and finds another policy meanwhile. */
static void wait_through(const char *document)
{
    next_document = document;
    world.during_wait = reload_once;
    ck_assert(retry_call_wait(&call));
}

#define WIDER \
    "version: 1\npolicies: {db: {backoff: {jitter: {add: 1h, over: {immediate: {}}}}, limits: {max_attempts: 6}}}\n"
#define SHORTER                                                              \
    "version: 1\n"                                                           \
    "policies: {db: {limits: {max_attempts: 6}, backoff: {immediate: {}},\n" \
    "  rules: [{when: [any], action: retry, backoff: {schedule: {delays: [100ms]}}}]}}\n"

START_TEST(a_window_that_a_reload_brings_does_not_speak_for_what_was_granted)
{
    failed(retry_http(408));
    wait_through(WIDER);
    ASSERT_WHY("db: retry 1 of 5 in 1s, granted before a reload (http:408)");
    failed(retry_http(408));
    wait_through(SHORTER);
    ASSERT_WHY("db: retry 2 of 5 in 100ms, set by rule 1: schedule (http:408)");
}
END_TEST

START_TEST(a_backoff_that_a_reload_brings_does_not_speak_for_a_hinted_wait)
{
    fail_asked(retry_http(408), 500 * MS);
    ASSERT_WHY("db: retry 1 of 5 in 1s, set by rule 3: take > fixed (http:408)");
    wait_through(SHORTER);
    ASSERT_WHY("db: retry 1 of 5 in 1s, granted before a reload (http:408)");
}
END_TEST

WORLD_MAIN_AROUND("why_rules", open_world, close_world, a_rule_is_told_with_the_backoff_that_answered,
                  a_path_goes_by_the_failures_of_its_rule, a_stop_tells_its_rule, what_the_server_asked_for_is_told,
                  another_set_does_not_speak_for_the_rule,
                  a_window_that_a_reload_brings_does_not_speak_for_what_was_granted,
                  a_backoff_that_a_reload_brings_does_not_speak_for_a_hinted_wait)
