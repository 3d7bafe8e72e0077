/* test_call_rules.c - a call obeys rules, hints and reset_after of documents, through waits and reloads. */
#include "engine/call/call.h"
#include "tests/engine/world.h"

#include <errno.h>

/* The counted rules of `db`, which a reload may change, and its others. */
#define CONFLICT(most)                                             \
    "      - {when: [conflict], action: retry, max_retries: " most \
    ", backoff: {linear: {initial_delay: 1ms, increment: 1ms}}}\n"
#define DOCUMENT(conflict, others)                                                              \
    "version: 1\n"                                                                              \
    "policies:\n"                                                                               \
    "  db:\n"                                                                                   \
    "    limits: {max_attempts: 9}\n"                                                           \
    "    backoff: {linear: {initial_delay: 1s, increment: 1s}}\n"                               \
    "    rules:\n" others conflict "      - {when: [transient, \"app:slow\"], action: retry}\n" \
    "  api:\n"                                                                                  \
    "    limits: {max_attempts: 9, max_elapsed: 10m}\n"                                         \
    "    backoff: {fixed: {delay: 1s}}\n"                                                       \
    "    hints: {max: 1m, spread: 0}\n"                                                         \
    "  once: {idempotent: false, limits: {max_attempts: 9}, backoff: {immediate: {}}}\n"        \
    "  feed: {limits: {max_attempts: 3, reset_after: 1m}, backoff: {fixed: {delay: 10s}}}\n"
#define USUAL DOCUMENT(CONFLICT("3"), "      - {when: [\"http:501\"], action: fail}\n")

static struct world world;
static retry_call call;

static void open_world(void)
{
    world_open(&world, USUAL);
    world.clock_reads = 0;
}

static void close_world(void)
{
    world_close(&world);
}

static void begin(const char *name)
{
    ck_assert(retry_call_begin(&call, world_get(&world, name), NULL));
}

static retry_decision failed(retry_error error)
{
    return retry_call_failed(&call, error, NULL);
}

static void expect_delay(retry_decision decision, uint64_t delay_ns)
{
    ck_assert_int_eq(decision.reason, RETRY_REASON_RETRY);
    ck_assert_uint_eq(decision.delay_ns, delay_ns);
}

static retry_hint hint_of(uint64_t delay_ns)
{
    return (retry_hint){.delay_ns = delay_ns, .kind = RETRY_HINT_DELAY};
}

START_TEST(each_backoff_counts_its_own_failures)
{
    begin("db");
    expect_delay(failed(retry_errno(EPIPE)), 1000 * MS);
    expect_delay(failed(retry_sqlstate("40001")), 1 * MS);
    expect_delay(failed(retry_sqlstate("40P01")), 2 * MS);
    expect_delay(failed(retry_app("slow")), 4000 * MS);
    expect_delay(failed(retry_http(409)), 3 * MS);
    ck_assert_int_eq(failed(retry_http(409)).reason, RETRY_REASON_RULE_MAX_RETRIES);
    ck_assert_uint_eq(retry_call_last(&call).attempts, 6);
}
END_TEST

START_TEST(what_no_rule_holds_is_not_retried)
{
    begin("db");
    ck_assert_int_eq(failed(retry_http(501)).reason, RETRY_REASON_NOT_RETRYABLE);
    begin("db");
    ck_assert_int_eq(failed(retry_http(404)).reason, RETRY_REASON_NOT_RETRYABLE);
    ck_assert_int_eq(failed(retry_errno(EPIPE)).reason, RETRY_REASON_NOT_RETRYABLE);
}
END_TEST

START_TEST(a_message_that_is_delivered_again_begins_its_rules_anew)
{
    retry_call_options options = {.size = sizeof(options), .failures = 7, .elapsed_ns = 1000 * MS};

    ck_assert(retry_call_begin(&call, world_get(&world, "db"), &options));
    expect_delay(failed(retry_http(409)), 1 * MS);
    ck_assert_int_eq(failed(retry_http(409)).reason, RETRY_REASON_MAX_ATTEMPTS);
}
END_TEST

START_TEST(a_policy_may_say_that_nothing_may_be_repeated)
{
    begin("once");
    ck_assert(failed(retry_errno(ECONNREFUSED)).again);
    ck_assert(failed(retry_unprocessed(retry_http(503))).again);
    ck_assert_int_eq(failed(retry_http(503)).reason, RETRY_REASON_NOT_IDEMPOTENT);
}
END_TEST

/* ---- hints ------------------------------------------------------------------------------------------------------- */

START_TEST(a_server_is_waited_for)
{
    retry_hint hint = hint_of(30000 * MS), none = {0, RETRY_HINT_NONE, 0};

    begin("api");
    ck_assert(retry_call_again(&call, retry_http(503), &hint));
    ck_assert_uint_eq(world.now_ns, 31000 * MS);
    ck_assert(retry_call_again(&call, retry_http(503), &none));
    ck_assert_uint_eq(world.now_ns, 32000 * MS);
    hint = hint_of(60000 * MS + 1);
    ck_assert(!retry_call_again(&call, retry_http(503), &hint));
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_HINT_OVER_MAX);
}
END_TEST

START_TEST(a_server_may_ask_not_to_retry)
{
    const retry_hint hint = {.kind = RETRY_HINT_STOP};

    begin("api");
    ck_assert_int_eq(retry_call_failed(&call, retry_http(503), &hint).reason, RETRY_REASON_HINT_STOP);
    begin("db"); /* without a policy's word on hints */
    ck_assert_int_eq(retry_call_failed(&call, retry_http(503), &hint).reason, RETRY_REASON_HINT_STOP);
}
END_TEST

START_TEST(a_hint_beside_success_is_not_looked_at)
{
    const retry_hint hint = {.kind = RETRY_HINT_STOP};

    begin("api");
    ck_assert_int_eq(retry_call_failed(&call, retry_http(200), &hint).reason, RETRY_REASON_SUCCESS);
}
END_TEST

static const char *next_document;

static bool reload_once(struct world *self)
{
    if (!next_document)
        return true;
    self->now_ns += 500 * MS;
    ck_assert_int_eq(world_reload(self, next_document), RETRY_OK);
    next_document = NULL;
    return false;
}

START_TEST(a_reload_does_not_bring_a_call_back_before_the_server_said)
{
    retry_hint hint = hint_of(30000 * MS);

    begin("api");
    world.during_wait = reload_once;
    next_document = "version: 1\npolicies: {api: {limits: {max_attempts: 2}, backoff: {fixed: {delay: 1ms}}}}\n";
    ck_assert(retry_call_again(&call, retry_http(503), &hint));
    ck_assert_uint_eq(world.now_ns, 31000 * MS);
    ck_assert(!retry_call_again(&call, retry_http(503), NULL));
}
END_TEST

/* ---- reloads ----------------------------------------------------------------------------------------------------- */

START_TEST(a_reload_during_a_wait_counts_nothing_twice)
{
    begin("db");
    world.during_wait = reload_once;
    for (int retry = 1; retry <= 3; retry++) {
        next_document = USUAL;
        ck_assert(retry_call_again(&call, retry_http(409), NULL));
    }
    ck_assert(!retry_call_again(&call, retry_http(409), NULL));
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_RULE_MAX_RETRIES);
}
END_TEST

START_TEST(a_failure_that_is_not_counted_takes_no_count_back)
{
    begin("db");
    world.during_wait = reload_once;
    for (int retry = 1; retry <= 3; retry++) {
        ck_assert(retry_call_again(&call, retry_http(409), NULL));
        next_document = USUAL;
        ck_assert(retry_call_again(&call, retry_errno(EPIPE), NULL));
    }
    ck_assert(!retry_call_again(&call, retry_http(409), NULL));
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_RULE_MAX_RETRIES);
}
END_TEST

START_TEST(a_backoff_of_a_rule_ends_however_long_it_is)
{
    ck_assert_int_eq(world_reload(&world, "version: 1\npolicies: {db: {limits: {max_attempts: 99999}, backoff: "
                                          "{immediate: {}}, rules: [{when: [any], action: retry, backoff: "
                                          "{take: {retries: 70000, over: {immediate: {}}}}}]}}\n"),
                     RETRY_OK);
    begin("db");
    while (failed(retry_http(503)).again)
        ;
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_EXHAUSTED);
    ck_assert_uint_eq(retry_call_last(&call).attempts, 70001);
}
END_TEST

START_TEST(counts_live_on_where_the_counted_rules_do)
{
    begin("db");
    expect_delay(failed(retry_http(409)), 1 * MS);
    ck_assert_int_eq(world_reload(&world, DOCUMENT(CONFLICT("3"), "      - {when: [\"http:501\"], action: retry}\n")),
                     RETRY_OK);
    expect_delay(failed(retry_http(409)), 2 * MS);
    ck_assert_int_eq(world_reload(&world, DOCUMENT(CONFLICT("4"), "")), RETRY_OK);
    expect_delay(failed(retry_http(409)), 1 * MS);
    ck_assert_uint_eq(retry_call_last(&call).attempts, 3);
}
END_TEST

START_TEST(the_word_of_an_error_is_matched_again)
{
    begin("db");
    world.during_wait = reload_once;
    next_document = DOCUMENT(CONFLICT("3"), "      - {when: [\"app:slow\"], action: fail}\n");
    ck_assert(!retry_call_again(&call, retry_app("slow"), NULL));
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_NOT_RETRYABLE);
}
END_TEST

/* ---- reset_after ------------------------------------------------------------------------------------------------- */

START_TEST(a_connection_that_lived_long_enough_starts_the_call_anew)
{
    begin("feed");
    ck_assert_uint_eq(world.clock_reads, 1);
    world.now_ns += 59999 * MS;
    ck_assert(retry_call_again(&call, retry_errno(ECONNRESET), NULL));
    for (int lives = 0; lives < 5; lives++) {
        world.now_ns += 60000 * MS;
        ck_assert(retry_call_again(&call, retry_errno(ECONNRESET), NULL));
        ck_assert_uint_eq(retry_call_last(&call).attempts, 1);
        ck_assert(retry_call_again(&call, retry_errno(ECONNRESET), NULL));
        ck_assert_uint_eq(retry_call_last(&call).attempts, 2);
    }
    ck_assert(!retry_call_again(&call, retry_errno(ECONNRESET), NULL));
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_MAX_ATTEMPTS);
}
END_TEST

START_TEST(a_wait_that_begins_late_is_no_part_of_the_attempt)
{
    begin("feed");
    ck_assert(failed(retry_errno(ECONNRESET)).again);
    world.now_ns += 600000 * MS;
    ck_assert(retry_call_wait(&call));
    world.now_ns += 59999 * MS;
    ck_assert_uint_eq(failed(retry_errno(ECONNRESET)).attempts, 2);
}
END_TEST

WORLD_MAIN_AROUND("call_rules", open_world, close_world, each_backoff_counts_its_own_failures,
                  what_no_rule_holds_is_not_retried, a_message_that_is_delivered_again_begins_its_rules_anew,
                  a_policy_may_say_that_nothing_may_be_repeated, a_server_is_waited_for, a_server_may_ask_not_to_retry,
                  a_hint_beside_success_is_not_looked_at, a_reload_does_not_bring_a_call_back_before_the_server_said,
                  a_reload_during_a_wait_counts_nothing_twice, a_failure_that_is_not_counted_takes_no_count_back,
                  a_backoff_of_a_rule_ends_however_long_it_is, counts_live_on_where_the_counted_rules_do,
                  the_word_of_an_error_is_matched_again, a_connection_that_lived_long_enough_starts_the_call_anew,
                  a_wait_that_begins_late_is_no_part_of_the_attempt)
