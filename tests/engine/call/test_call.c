/* test_call.c - a call begins, fails, succeeds and ends as it should. */
#include "engine/call/call.h"
#include "tests/engine/world.h"

#include <errno.h>

#define DOCUMENT                                                                                       \
    "version: 1\n"                                                                                     \
    "policies:\n"                                                                                      \
    "  db: {limits: {max_attempts: 3}, backoff: {fixed: {delay: 100ms}}}\n"                            \
    "  timed: {limits: {max_elapsed: 1s, attempt_timeout: 400ms}, backoff: {fixed: {delay: 300ms}}}\n" \
    "  own: {limits: {max_attempts: 9}, backoff: {custom: {name: tide}}}\n"

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

static retry_decision refused(retry_call *call)
{
    return retry_call_failed(call, retry_errno(ECONNREFUSED), NULL);
}

START_TEST(three_attempts_are_two_retries)
{
    retry_call call;

    ck_assert(retry_call_begin(&call, world_get(&world, "db"), NULL));
    for (uint32_t attempts = 1; attempts < 3; attempts++) {
        retry_decision decision = refused(&call);
        ck_assert(decision.again);
        ck_assert_uint_eq(decision.delay_ns, 100 * MS);
        ck_assert_uint_eq(decision.attempts, attempts);
        ck_assert_int_eq(decision.reason, RETRY_REASON_RETRY);
    }
    ck_assert(!refused(&call).again);
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_MAX_ATTEMPTS);
    ck_assert_uint_eq(retry_call_last(&call).attempts, 3);
}
END_TEST

START_TEST(a_finished_call_repeats_its_answer)
{
    retry_call call;

    ck_assert(retry_call_begin(&call, world_get(&world, "db"), NULL));
    refused(&call), refused(&call), refused(&call);
    retry_decision last = retry_call_last(&call), repeated = refused(&call);
    ck_assert_mem_eq(&last, &repeated, sizeof(last));
    retry_call_succeeded(&call);
    retry_call_end(&call);
    repeated = retry_call_failed(&call, retry_ok(), NULL);
    ck_assert_mem_eq(&last, &repeated, sizeof(last));
    ck_assert(!retry_call_wait(&call));
}
END_TEST

START_TEST(a_fresh_call_has_no_reason)
{
    retry_call call;

    memset(&call, 0xa5, sizeof(call));
    ck_assert(retry_call_begin(&call, world_get(&world, "db"), NULL));
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_NONE);
    ck_assert_uint_eq(retry_call_last(&call).attempts, 0);
    ck_assert(retry_call_wait(&call));
}
END_TEST

START_TEST(begin_touches_only_the_first_64_bytes)
{
    retry_call call;
    unsigned char rest[64];
    retry_call_options options = {.size = sizeof(options), .deadline_ns = MS, .failures = 2, .elapsed_ns = MS};

    memset(&call, 0xa5, sizeof(call));
    memset(rest, 0xa5, sizeof(rest));
    ck_assert(retry_call_begin(&call, world_get(&world, "timed"), &options));
    ck_assert_mem_eq((const char *)&call + 64, rest, sizeof(rest));
}
END_TEST

START_TEST(a_zero_error_is_success)
{
    retry_call call;

    ck_assert(retry_call_begin(&call, world_get(&world, "db"), NULL));
    refused(&call);
    retry_decision decision = retry_call_failed(&call, retry_http(200), NULL);
    ck_assert(!decision.again);
    ck_assert_int_eq(decision.reason, RETRY_REASON_SUCCESS);
    ck_assert_uint_eq(decision.attempts, 2);
}
END_TEST

START_TEST(a_call_may_be_left_early)
{
    retry_call call;

    ck_assert(retry_call_begin(&call, world_get(&world, "db"), NULL));
    refused(&call);
    retry_call_end(&call);
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_ENDED);
    ck_assert_uint_eq(retry_call_last(&call).attempts, 1);
    ck_assert(!refused(&call).again);
}
END_TEST

START_TEST(no_policy_means_one_attempt)
{
    retry_call call;
    retry_call_options options = {.size = sizeof(options), .deadline_ns = 3600000 * MS};

    ck_assert(retry_call_begin(&call, NULL, &options));
    uint64_t left_ns = retry_call_timeout_ns(&call);
    ck_assert(left_ns > 3500000 * MS && left_ns <= 3600000 * MS);
    ck_assert(!refused(&call).again);
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_UNDEFINED_POLICY);
    ck_assert(retry_call_begin(&call, world_get(&world, "nobody"), NULL));
    ck_assert(!refused(&call).again);
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_UNDEFINED_POLICY);
    ck_assert_uint_eq(retry_call_last(&call).attempts, 1);
}
END_TEST

START_TEST(the_clock_is_read_only_where_time_is_limited)
{
    retry_call call;
    retry_call_options options = {.size = sizeof(options), .deadline_ns = 1000 * MS};

    ck_assert(retry_call_begin(&call, world_get(&world, "db"), NULL));
    refused(&call);
    ck_assert_uint_eq(retry_call_timeout_ns(&call), RETRY_FOREVER_NS);
    ck_assert_uint_eq(world.clock_reads, 0);
    ck_assert(retry_call_begin(&call, world_get(&world, "timed"), NULL));
    ck_assert_uint_eq(world.clock_reads, 1);
    refused(&call);
    ck_assert_uint_eq(world.clock_reads, 2);
    ck_assert(retry_call_begin(&call, world_get(&world, "db"), &options));
    ck_assert_uint_eq(world.clock_reads, 3);
}
END_TEST

START_TEST(the_deadline_counts_from_begin)
{
    retry_call call;
    retry_call_options options = {.size = sizeof(options), .deadline_ns = 150 * MS};

    ck_assert(retry_call_begin(&call, world_get(&world, "db"), &options));
    world.now_ns += 50 * MS;
    ck_assert(refused(&call).again);
    world.now_ns += 1;
    ck_assert(!refused(&call).again);
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_DEADLINE);
}
END_TEST

START_TEST(attempts_and_time_spent_elsewhere_count)
{
    retry_call call;
    retry_call_options options = {.size = sizeof(options), .failures = 1, .elapsed_ns = 500 * MS};

    ck_assert(retry_call_begin(&call, world_get(&world, "db"), &options));
    ck_assert_uint_eq(refused(&call).attempts, 2);
    ck_assert(!refused(&call).again);
    world.now_ns = 10 * MS; /* a machine that was started after the message was */
    ck_assert(retry_call_begin(&call, world_get(&world, "timed"), &options));
    ck_assert_uint_eq(retry_call_timeout_ns(&call), 400 * MS);
    world.now_ns += 200 * MS;
    ck_assert_uint_eq(retry_call_timeout_ns(&call), 300 * MS);
    ck_assert(refused(&call).again);
    world.now_ns += 1;
    ck_assert(!refused(&call).again);
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_MAX_ELAPSED);
}
END_TEST

START_TEST(the_timeout_is_the_least_of_all_limits)
{
    retry_call call;
    retry_call_options options = {.size = sizeof(options), .deadline_ns = 900 * MS};

    ck_assert(retry_call_begin(&call, world_get(&world, "timed"), &options));
    ck_assert_uint_eq(retry_call_timeout_ns(&call), 400 * MS);
    world.now_ns += 600 * MS;
    ck_assert_uint_eq(retry_call_timeout_ns(&call), 300 * MS);
    world.now_ns += 500 * MS;
    ck_assert_uint_eq(retry_call_timeout_ns(&call), 0);
    ck_assert(retry_call_begin(&call, world_get(&world, "timed"), NULL));
    world.now_ns += 700 * MS;
    ck_assert_uint_eq(retry_call_timeout_ns(&call), 300 * MS);
    retry_call_end(&call);
    ck_assert_uint_eq(retry_call_timeout_ns(&call), 0);
}
END_TEST

START_TEST(a_clock_that_goes_backwards_gives_no_more_than_was_given)
{
    retry_call call;
    retry_call_options options = {.size = sizeof(options), .deadline_ns = 10000 * MS, .elapsed_ns = 700 * MS};

    world.now_ns = 1000000 * MS;
    ck_assert(retry_call_begin(&call, world_get(&world, "db"), &options));
    world.now_ns = 0;
    ck_assert_uint_eq(retry_call_timeout_ns(&call), 10000 * MS);
    world.now_ns = 1000000 * MS;
    ck_assert(retry_call_begin(&call, world_get(&world, "timed"), &options));
    ck_assert_uint_eq(retry_call_timeout_ns(&call), 300 * MS);
    world.now_ns = 0;
    ck_assert_uint_eq(retry_call_timeout_ns(&call), 300 * MS);
}
END_TEST

START_TEST(a_clock_may_run_over_its_end)
{
    retry_call call;
    retry_call_options options = {.size = sizeof(options), .deadline_ns = 10000 * MS};

    world.now_ns = UINT64_MAX - 1000 * MS;
    ck_assert(retry_call_begin(&call, world_get(&world, "db"), &options));
    ck_assert_uint_eq(retry_call_timeout_ns(&call), 10000 * MS);
    ck_assert(refused(&call).again);
    world.now_ns += 9950 * MS;
    ck_assert_uint_eq(retry_call_timeout_ns(&call), 50 * MS);
    ck_assert(!refused(&call).again);
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_DEADLINE);
}
END_TEST

START_TEST(asking_for_the_timeout_starts_no_clock)
{
    retry_call call;

    ck_assert(retry_call_begin(&call, world_get(&world, "db"), NULL));
    ck_assert_int_eq(world_reload(&world, "version: 1\npolicies: {db: {limits: {max_elapsed: 1s}, backoff: {fixed: "
                                          "{delay: 400ms}}}}\n"),
                     RETRY_OK);
    world.now_ns += 5000 * MS;
    ck_assert_uint_eq(retry_call_timeout_ns(&call), 1000 * MS);
    ck_assert_int_eq(call.flags & RETRY_CALL_TIMED, 0);
    ck_assert(refused(&call).again);
}
END_TEST

START_TEST(a_call_in_flight_obeys_a_reload)
{
    retry_call call;

    ck_assert(retry_call_begin(&call, world_get(&world, "db"), NULL));
    ck_assert(refused(&call).again);
    ck_assert_int_eq(world_reload(&world, "version: 1\npolicies: {db: {limits: {max_attempts: 2}, backoff: {fixed: "
                                          "{delay: 400ms}}}}\n"),
                     RETRY_OK);
    ck_assert(!refused(&call).again);
    ck_assert_uint_eq(retry_call_last(&call).attempts, 2);
}
END_TEST

START_TEST(a_cancelled_call_is_refused_and_stops)
{
    retry_cancel cancel = RETRY_CANCEL_INIT;
    retry_call_options options = {.size = sizeof(options), .cancel = &cancel};
    retry_call call;

    ck_assert(retry_call_begin(&call, world_get(&world, "db"), &options));
    retry_cancel_fire(&cancel);
    ck_assert(!refused(&call).again);
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_CANCELLED);
    memset(&call, 0xa5, sizeof(call));
    ck_assert(!retry_call_begin(&call, world_get(&world, "db"), &options));
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_CANCELLED);
    ck_assert_uint_eq(retry_call_last(&call).attempts, 0);
    retry_cancel_reset(&cancel);
    ck_assert(retry_call_begin(&call, world_get(&world, "db"), &options));
}
END_TEST

START_TEST(what_is_not_idempotent_is_repeated_only_where_nothing_was_sent)
{
    retry_call_options options = {.size = sizeof(options), .not_idempotent = true};
    retry_call call;

    ck_assert(retry_call_begin(&call, world_get(&world, "db"), &options));
    ck_assert(refused(&call).again);
    ck_assert(retry_call_failed(&call, retry_unprocessed(retry_http(503)), NULL).again);
    ck_assert(retry_call_begin(&call, world_get(&world, "db"), &options));
    ck_assert(!retry_call_failed(&call, retry_http(503), NULL).again);
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_NOT_IDEMPOTENT);
}
END_TEST

START_TEST(options_without_a_usable_size_refuse_the_call)
{
    retry_call_options options = {.size = 0, .deadline_ns = MS};
    retry_call call;

    ck_assert(!retry_call_begin(&call, world_get(&world, "db"), &options));
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_ENDED);
    options.size = offsetof(retry_call_options, deadline_ns); /* a caller that does not know of deadlines */
    ck_assert(retry_call_begin(&call, world_get(&world, "db"), &options));
    ck_assert_int_eq(call.flags & RETRY_CALL_DEADLINE, 0);
}
END_TEST

static retry_answer remember(void *context, const retry_question *question, retry_window *out_window)
{
    *(retry_question *)context = *question;
    *out_window = (retry_window){7 * MS, 7 * MS};
    return RETRY_ANSWER_WINDOW;
}

START_TEST(a_custom_is_told_everything)
{
    retry_question question;
    retry_call_options options = {.size = sizeof(options), .target = "db1:5432", .failures = 3};
    retry_call call;

    ck_assert_int_eq(retry_custom_set(world.catalogue, "tide", remember, &question), RETRY_OK);
    memset(&call, 0xa5, sizeof(call));
    ck_assert(retry_call_begin(&call, world_get(&world, "own"), &options));
    ck_assert_uint_eq(refused(&call).delay_ns, 7 * MS);
    ck_assert_str_eq(question.name, "tide");
    ck_assert_str_eq(question.target, "db1:5432");
    ck_assert(question.in_call);
    ck_assert_uint_eq(question.failures, 4);
    ck_assert_uint_eq(question.previous_ns, 0);
    ck_assert_int_eq(question.error.code, ECONNREFUSED);
    refused(&call);
    ck_assert_uint_eq(question.previous_ns, 7 * MS);
}
END_TEST

START_TEST(a_delay_is_waited_for_once)
{
    retry_call call;

    ck_assert(retry_call_begin(&call, world_get(&world, "db"), NULL));
    ck_assert(refused(&call).again && retry_call_wait(&call) && retry_call_wait(&call));
    ck_assert_uint_eq(world.waits, 1);
    ck_assert(refused(&call).again && retry_call_wait(&call));
    ck_assert_uint_eq(world.waits, 2);
}
END_TEST

static uint64_t asked_about[6], asked; /* what was told as the delay before, how often */

/* Ten seconds, then three times as long as what was granted last. */
static retry_answer triple(void *context, const retry_question *question, retry_window *out_window)
{
    uint64_t delay_ns = question->previous_ns ? 3 * question->previous_ns : 10000 * MS;

    (void)context;
    asked_about[asked++] = question->previous_ns;
    *out_window = (retry_window){delay_ns, delay_ns};
    return RETRY_ANSWER_WINDOW;
}

/* Every other wait is disturbed by a reload that changes nothing. */
static bool reload_the_same(struct world *self)
{
    if (self->waits % 2 == 0)
        return true;
    self->now_ns = self->waited_until_ns - 1000 * MS;
    ck_assert_int_eq(world_reload(self, DOCUMENT), RETRY_OK);
    return false;
}

START_TEST(a_custom_is_told_what_was_granted_not_what_a_reload_left_of_it)
{
    static const uint64_t expected[] = {0, 10000 * MS, 10000 * MS, 30000 * MS, 30000 * MS, 90000 * MS};
    retry_call call;

    ck_assert_int_eq(retry_custom_set(world.catalogue, "tide", triple, NULL), RETRY_OK);
    world.during_wait = reload_the_same;
    ck_assert(retry_call_begin(&call, world_get(&world, "own"), NULL));
    for (int failures = 1; failures <= 3; failures++)
        ck_assert(retry_call_again(&call, retry_errno(ECONNREFUSED), NULL));
    ck_assert_uint_eq(asked, 6);
    ck_assert_mem_eq(asked_about, expected, sizeof(expected));
    ck_assert_uint_eq(world.now_ns, 131000 * MS);
}
END_TEST

WORLD_MAIN_AROUND("call", open_world, close_world, three_attempts_are_two_retries, a_finished_call_repeats_its_answer,
                  a_fresh_call_has_no_reason, begin_touches_only_the_first_64_bytes, a_zero_error_is_success,
                  a_call_may_be_left_early, no_policy_means_one_attempt, the_clock_is_read_only_where_time_is_limited,
                  the_deadline_counts_from_begin, attempts_and_time_spent_elsewhere_count,
                  the_timeout_is_the_least_of_all_limits, a_clock_that_goes_backwards_gives_no_more_than_was_given,
                  a_clock_may_run_over_its_end, asking_for_the_timeout_starts_no_clock, a_call_in_flight_obeys_a_reload,
                  a_cancelled_call_is_refused_and_stops, what_is_not_idempotent_is_repeated_only_where_nothing_was_sent,
                  options_without_a_usable_size_refuse_the_call, a_custom_is_told_everything,
                  a_delay_is_waited_for_once, a_custom_is_told_what_was_granted_not_what_a_reload_left_of_it)
