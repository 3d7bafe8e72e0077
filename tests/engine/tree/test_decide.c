/* test_decide.c - the steps of a decision, their order, the time they keep, and what a reload changes. */
#include "engine/tree/decide.h"

#include "engine/kinds/custom.h"
#include "engine/kinds/fixed.h"
#include "engine/kinds/jitter.h"
#include "tests/engine/tree/tree.h"

#include <errno.h>

/* One call under one plan, with a clock and a generator of its own; all made new for each test. */
static struct world {
    struct retry_plan plan;
    struct tree tree;
    uint64_t now_ns, clock_reads, bits;
    struct retry_host host;
    struct retry_ask ask;
    struct retry_scene scene;
    retry_call call;
} world;

static uint64_t clock_of_world(void *context)
{
    (void)context;
    world.clock_reads++;
    return world.now_ns;
}

static uint64_t random_of_world(void *context)
{
    (void)context;
    return world.bits;
}

static void set_backoff(const struct retry_node *root)
{
    world.plan.backoff = (int32_t)(((const char *)root - (const char *)&world.plan) / RETRY_NODE_UNIT);
}

static const struct retry_node *fixed(uint64_t delay_ns)
{
    return tree_add(&world.tree, &retry__kind_fixed, NULL, (struct tree_value[]){{"delay", delay_ns, 0}, {NULL, 0, 0}});
}

static const struct retry_node *full_jitter(const struct retry_node *over)
{
    return tree_add(&world.tree, &retry__kind_jitter, over, (struct tree_value[]){{"mode", 0, 0}, {NULL, 0, 0}});
}

static const struct retry_node *custom(void)
{
    return tree_add(&world.tree, &retry__kind_custom, NULL, (struct tree_value[]){{"name", 0, 0}, {NULL, 0, 0}});
}

/* 100 ms fixed, 5 attempts, no time limit; a call that has failed once. */
static void begin(void)
{
    memset(&world, 0, sizeof(world));
    memset(&world.call.window, 0xff, sizeof(world.call) - offsetof(retry_call, window)); /* begin leaves it as it is */
    world.call.error = retry_errno(ECONNRESET);
    world.call.flags = RETRY_CALL_BEGUN;
    world.call.failures = 1;
    world.now_ns = 1000 * SECOND;
    world.plan = (struct retry_plan){UINT64_MAX, UINT64_MAX, UINT64_MAX, .max_attempts = 5, .enabled = true};
    world.host = (struct retry_host){NULL, clock_of_world, random_of_world, NULL, NULL};
    world.scene = (struct retry_scene){&world.host, &world.plan, &world.ask};
    set_backoff(fixed(100 * MS));
}

static retry_decision decide(void)
{
    retry__decide(&world.call, &world.scene);
    return world.call.last;
}

static void expect_retry(retry_decision made, uint64_t delay_ns)
{
    ck_assert_int_eq(made.reason, RETRY_REASON_RETRY);
    ck_assert(made.again);
    ck_assert_uint_eq(made.delay_ns, delay_ns);
}

static void expect_stop(retry_decision made, int reason)
{
    ck_assert_int_eq(made.reason, reason);
    ck_assert(!made.again);
    ck_assert_uint_eq(made.delay_ns, 0);
    ck_assert(world.call.flags & RETRY_CALL_FINISHED);
}

START_TEST(a_failure_is_retried_after_the_delay)
{
    expect_retry(decide(), 100 * MS);
    ck_assert_uint_eq(world.call.last.attempts, 1);
    ck_assert_uint_eq(world.call.last.node, 0);
    ck_assert_window(world.call.window, 100 * MS, 100 * MS);
    ck_assert_uint_eq(world.call.granted_ns, 100 * MS);
    ck_assert(!(world.call.flags & RETRY_CALL_FINISHED));
    world.call.granted_ns = RETRY_FOREVER_NS - 1;
    decide();
    ck_assert_uint_eq(world.call.granted_ns, RETRY_FOREVER_NS);
}
END_TEST

START_TEST(a_finished_call_keeps_its_answer)
{
    world.call.failures = 5;
    expect_stop(decide(), RETRY_REASON_MAX_ATTEMPTS);
    world.call.failures = 1;
    world.scene.plan = NULL;
    expect_stop(decide(), RETRY_REASON_MAX_ATTEMPTS);
    retry__decide_again(&world.call, &world.scene, SECOND);
    ck_assert_int_eq(world.call.last.reason, RETRY_REASON_MAX_ATTEMPTS);
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
    world.call.deadline_ns = 99 * MS;
    world.call.failures = 5;
    for (int step = RETRY_REASON_UNDEFINED_POLICY; step <= RETRY_REASON_DEADLINE; step++) {
        world.call.flags = RETRY_CALL_BEGUN | RETRY_CALL_DEADLINE | RETRY_CALL_NOT_IDEMPOTENT;
        if (step > RETRY_REASON_NOT_IDEMPOTENT)
            world.call.flags = RETRY_CALL_BEGUN | RETRY_CALL_DEADLINE;
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
    ck_assert_uint_eq(world.call.last.node, 1);
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
    ck_assert_uint_eq(world.call.granted_ns, SECOND + SECOND / 2);
}
END_TEST

/* ---- time ------------------------------------------------------------------------------------------------- */

static void start(uint64_t started_ns)
{
    world.call.flags |= RETRY_CALL_TIMED;
    world.call.started_ns = started_ns;
}

START_TEST(the_clock_is_read_only_where_time_matters)
{
    decide();
    ck_assert_uint_eq(world.clock_reads, 0);
    world.plan.max_elapsed_ns = SECOND;
    decide();
    ck_assert_uint_eq(world.clock_reads, 1);
    world.plan.max_elapsed_ns = UINT64_MAX;
    world.call.flags |= RETRY_CALL_DEADLINE;
    world.call.deadline_ns = SECOND;
    decide();
    ck_assert_uint_eq(world.clock_reads, 2);
}
END_TEST

START_TEST(no_wait_ends_after_max_elapsed)
{
    world.plan.max_elapsed_ns = SECOND;
    start(world.now_ns - 900 * MS);
    expect_retry(decide(), 100 * MS);
    world.now_ns++;
    expect_stop(decide(), RETRY_REASON_MAX_ELAPSED);
    ck_assert_window(world.call.window, 100 * MS, 100 * MS);
}
END_TEST

START_TEST(no_wait_ends_after_the_deadline)
{
    world.call.flags |= RETRY_CALL_DEADLINE;
    start(world.now_ns - SECOND);
    world.call.deadline_ns = SECOND + 100 * MS;
    expect_retry(decide(), 100 * MS);
    set_backoff(fixed(0));
    world.call.deadline_ns = SECOND;
    expect_retry(decide(), 0);
    world.now_ns++;
    expect_stop(decide(), RETRY_REASON_DEADLINE);
}
END_TEST

START_TEST(a_clock_that_went_backwards_has_not_elapsed)
{
    world.plan.max_elapsed_ns = 100 * MS;
    start(world.now_ns + 5 * SECOND);
    expect_retry(decide(), 100 * MS);
    world.now_ns++; /* counts from where it went */
    expect_stop(decide(), RETRY_REASON_MAX_ELAPSED);
}
END_TEST

START_TEST(a_clock_near_its_ends_does_not_wrap)
{
    world.plan.max_elapsed_ns = 10 * SECOND;
    start((uint64_t)0 - SECOND); /* began a second before the clock starts anew */
    world.now_ns = 8 * SECOND + 900 * MS;
    expect_retry(decide(), 100 * MS);
    world.call.flags |= RETRY_CALL_DEADLINE;
    world.call.deadline_ns = 10 * SECOND - 1;
    world.now_ns = UINT64_MAX - SECOND / 2;
    expect_retry(decide(), 100 * MS);
    world.now_ns = 8 * SECOND + 900 * MS;
    expect_stop(decide(), RETRY_REASON_DEADLINE);
}
END_TEST

START_TEST(an_untimed_call_began_when_its_delays_say)
{
    world.call.granted_ns = 3 * SECOND;
    world.plan.max_elapsed_ns = 3 * SECOND + 100 * MS;
    expect_retry(decide(), 100 * MS);
    ck_assert_uint_eq(retry__decide_elapsed_ns(&world.call, world.now_ns), 3 * SECOND);
    ck_assert(world.call.flags & RETRY_CALL_TIMED);
    world.now_ns += 200 * MS;
    expect_stop(decide(), RETRY_REASON_MAX_ELAPSED);
}
END_TEST

/* ---- again, after a reload ---------------------------------------------------------------------------------- */

static retry_decision decide_again(uint64_t left_ns)
{
    retry__decide_again(&world.call, &world.scene, left_ns);
    return world.call.last;
}

/* A call that was granted ten seconds, four of which are over. */
static void wait_four_of_ten(void)
{
    set_backoff(full_jitter(fixed(10 * SECOND)));
    world.bits = UINT64_MAX;
    expect_retry(decide(), 10 * SECOND);
    world.now_ns += 4 * SECOND;
}

START_TEST(a_wait_that_the_new_window_allows_goes_on)
{
    wait_four_of_ten();
    set_backoff(full_jitter(fixed(10 * SECOND)));
    world.bits = 0;
    expect_retry(decide_again(6 * SECOND), 6 * SECOND);
    ck_assert_uint_eq(world.call.granted_ns, 10 * SECOND);
    set_backoff(full_jitter(fixed(20 * SECOND)));
    expect_retry(decide_again(5 * SECOND), 5 * SECOND);
    ck_assert_uint_eq(world.call.granted_ns, 10 * SECOND);
}
END_TEST

START_TEST(a_wait_that_is_too_long_now_is_drawn_anew)
{
    wait_four_of_ten();
    set_backoff(full_jitter(fixed(2 * SECOND)));
    world.bits = UINT64_C(1) << 63;
    expect_retry(decide_again(6 * SECOND), SECOND);
    ck_assert_uint_eq(world.call.granted_ns, 5 * SECOND);
    ck_assert_window(world.call.window, 0, 2 * SECOND);
}
END_TEST

START_TEST(a_new_draw_never_makes_a_wait_longer)
{
    wait_four_of_ten();
    set_backoff(fixed(9 * SECOND));
    expect_retry(decide_again(6 * SECOND), 6 * SECOND);
    ck_assert_uint_eq(world.call.granted_ns, 10 * SECOND);
}
END_TEST

START_TEST(a_new_plan_may_stop_a_wait)
{
    wait_four_of_ten();
    world.plan.enabled = false;
    expect_stop(decide_again(6 * SECOND), RETRY_REASON_DISABLED);
    ck_assert_uint_eq(world.call.granted_ns, 4 * SECOND);
}
END_TEST

START_TEST(a_new_time_limit_counts_what_was_waited_and_what_is_left)
{
    wait_four_of_ten();
    world.plan.max_elapsed_ns = 10 * SECOND;
    expect_retry(decide_again(6 * SECOND), 6 * SECOND);
    ck_assert_uint_eq(retry__decide_elapsed_ns(&world.call, world.now_ns), 4 * SECOND);
    world.plan.max_elapsed_ns--;
    expect_stop(decide_again(6 * SECOND), RETRY_REASON_MAX_ELAPSED);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("decide");

    tcase_add_checked_fixture(cases, begin, NULL);
    tcase_add_test(cases, a_failure_is_retried_after_the_delay);
    tcase_add_test(cases, a_finished_call_keeps_its_answer);
    tcase_add_test(cases, steps_come_in_their_order);
    tcase_add_test(cases, an_exhausted_backoff_stops_and_names_its_node);
    tcase_add_test(cases, a_call_that_is_not_idempotent_repeats_what_was_not_sent);
    tcase_add_test(cases, unlimited_attempts_never_end);
    tcase_add_test(cases, without_a_backoff_there_is_one_attempt);
    tcase_add_test(cases, the_delay_is_drawn_from_the_window);
    tcase_add_test(cases, the_clock_is_read_only_where_time_matters);
    tcase_add_test(cases, no_wait_ends_after_max_elapsed);
    tcase_add_test(cases, no_wait_ends_after_the_deadline);
    tcase_add_test(cases, a_clock_that_went_backwards_has_not_elapsed);
    tcase_add_test(cases, a_clock_near_its_ends_does_not_wrap);
    tcase_add_test(cases, an_untimed_call_began_when_its_delays_say);
    tcase_add_test(cases, a_wait_that_the_new_window_allows_goes_on);
    tcase_add_test(cases, a_wait_that_is_too_long_now_is_drawn_anew);
    tcase_add_test(cases, a_new_draw_never_makes_a_wait_longer);
    tcase_add_test(cases, a_new_plan_may_stop_a_wait);
    tcase_add_test(cases, a_new_time_limit_counts_what_was_waited_and_what_is_left);
    return tree_run(cases);
}
