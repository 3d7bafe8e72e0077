/* test_play.c - one test is played as a program makes a call. */
#include "engine/test/play.h"

#include "tests/engine/test/scenes.h"

#include <errno.h>

static struct retry_play play;
static struct retry_stage stage;

/* Plays the test with that rest; closed by done(). */
static void begin(const char *rest)
{
    char text[1024];

    snprintf(text, sizeof(text), "{name: t, expect: {attempts: 1}, %s}", rest);
    ck_assert_msg(scenes_tests(text), "%s: %s", rest, scenes_findings());
    ck_assert(retry__stage_open(&stage, scenes.set));
    ck_assert(retry__play(&play, &stage, scenes.set, &scenes.tests.items[0]));
}

static void done(void)
{
    retry__play_done(&play);
    retry__stage_close(&stage);
    scenes_close();
}

START_TEST(a_call_that_recovers_has_its_delays_and_its_time)
{
    begin("policy: db, random: max, outcomes: [ETIMEDOUT, {error: ETIMEDOUT, took: 2s}, ok]");
    ck_assert_int_eq(play.end, RETRY_PLAY_ENDED);
    ck_assert_uint_eq(play.count, 3);
    ck_assert_uint_eq(play.granted, 2);
    ck_assert_uint_eq(play.steps[0].decision.delay_ns, 100 * MS);
    ck_assert_uint_eq(play.steps[1].decision.delay_ns, 200 * MS);
    ck_assert_uint_eq(play.steps[1].window.hi_ns, 200 * MS);
    ck_assert_uint_eq(play.steps[1].elapsed_ns, 2100 * MS);
    ck_assert_uint_eq(play.steps[2].decision.reason, RETRY_REASON_SUCCESS);
    ck_assert_uint_eq(play.last.attempts, 3);
    ck_assert_uint_eq(play.elapsed_ns, 2300 * MS);
    done();
}
END_TEST

START_TEST(an_attempt_is_cut_at_its_timeout_and_hears_of_no_hint)
{
    begin("policy: db, outcomes: [{error: \"http:503\", took: 2s, hint: 9s}, {error: ok, took: 2.1s, hint: stop}, ok]");
    ck_assert(!play.steps[0].cut); /* exactly as long as it may take */
    ck_assert_int_eq(play.steps[0].error.kind, RETRY_ERROR_HTTP);
    ck_assert(play.steps[1].cut);
    ck_assert_int_eq(play.steps[1].error.kind, RETRY_ERROR_ERRNO);
    ck_assert_int_eq(play.steps[1].error.code, ETIMEDOUT);
    ck_assert_uint_eq(play.steps[1].took_ns, 2000 * MS);
    ck_assert_uint_eq(play.steps[1].hint.kind, RETRY_HINT_NONE);
    done();
}
END_TEST

START_TEST(left_over_outcomes_are_not_reached)
{
    begin("policy: shut, outcomes: [ETIMEDOUT, ok]");
    ck_assert_uint_eq(play.count, 1);
    ck_assert_uint_eq(play.last.reason, RETRY_REASON_DISABLED);
    done();
}
END_TEST

START_TEST(outcomes_that_run_out_are_told_apart_from_an_end)
{
    begin("policy: loop, outcomes: [{error: ETIMEDOUT, times: 1000}]");
    ck_assert_int_eq(play.end, RETRY_PLAY_RAN_OUT);
    ck_assert_uint_eq(play.count, 1000);
    ck_assert_uint_eq(play.granted, 1000);
    done();
}
END_TEST

START_TEST(a_call_of_a_hundred_years_ends)
{
    begin("policy: year, outcomes: [{error: ETIMEDOUT, times: 1000}]");
    ck_assert_int_eq(play.end, RETRY_PLAY_TOO_LONG);
    ck_assert_uint_eq(play.count, 100);
    done();
}
END_TEST

START_TEST(a_custom_is_not_registered)
{
    begin("policy: tide, outcomes: [ETIMEDOUT, ok]");
    ck_assert_uint_eq(play.last.reason, RETRY_REASON_CUSTOM_MISSING);
    ck_assert(!play.steps[0].drawn);
    done();
}
END_TEST

START_TEST(the_callers_options_are_set)
{
    begin("policy: loop, deadline: 2.5s, outcomes: [{error: ETIMEDOUT, times: 9}]");
    ck_assert_uint_eq(play.last.reason, RETRY_REASON_DEADLINE);
    ck_assert_uint_eq(play.last.attempts, 3);
    ck_assert(play.steps[2].drawn); /* but not granted */
    ck_assert_uint_eq(play.granted, 2);
    done();
    begin("policy: loop, not_idempotent: true, outcomes: [ECONNREFUSED, \"http:503\", ok]");
    ck_assert_uint_eq(play.last.reason, RETRY_REASON_NOT_IDEMPOTENT);
    ck_assert_uint_eq(play.last.attempts, 2);
    done();
}
END_TEST

START_TEST(a_second_play_forgets_the_first)
{
    begin("policy: db, random: {seed: 7}, outcomes: [{error: ETIMEDOUT, times: 9}]");
    uint64_t first_ns = play.elapsed_ns;

    ck_assert(retry__play(&play, &stage, scenes.set, &scenes.tests.items[0]));
    ck_assert_uint_eq(play.count, 5);
    ck_assert_uint_eq(play.elapsed_ns, first_ns);
    done();
}
END_TEST

START_TEST(the_path_names_what_decided)
{
    char path[64];

    begin("policy: db, outcomes: [ETIMEDOUT, ok]");
    ck_assert_str_eq(retry__play_path(&play, &play.steps[0], path, sizeof(path)), "jitter > exponential");
    done();
}
END_TEST

START_TEST(every_delay_of_the_widest_window_can_be_drawn)
{
    static const uint64_t delays[] = {0, 31536000, UINT64_C(15768000000000000), UINT64_C(31535999968464000),
                                      UINT64_C(31536000000000000)};

    begin("policy: wide, random: [0, 0.000000001, 0.5, 0.999999999], outcomes: [{error: ETIMEDOUT, times: 5}]");
    for (size_t i = 0; i < play.granted; i++)
        ck_assert_uint_eq(play.steps[i].decision.delay_ns, delays[i]);
    ck_assert_uint_eq(play.granted, 4);
    done();
    begin("policy: wide, random: max, outcomes: [ETIMEDOUT, ok]");
    ck_assert_uint_eq(play.steps[0].decision.delay_ns, delays[4]);
    done();
}
END_TEST

/* Each failure has its rule; the rule's own backoff is asked with the rule's failures, whatever stands between. */
START_TEST(rules_are_told_with_what_their_backoff_was_asked)
{
    char path[64];

    begin("policy: ruled, outcomes: [ECONNRESET, \"http:503\", ECONNRESET, \"http:404\"]");
    ck_assert_uint_eq(play.count, 4);
    ck_assert_uint_eq(play.steps[0].rule, 1);
    ck_assert_str_eq(retry__play_path(&play, &play.steps[0], path, sizeof(path)), "rule 1: sequence[1] > take > fixed");
    ck_assert_uint_eq(play.steps[1].rule, 3);
    ck_assert_str_eq(retry__play_path(&play, &play.steps[1], path, sizeof(path)), "rule 3: fixed");
    ck_assert_uint_eq(play.steps[2].decision.delay_ns, 2 * MS);
    ck_assert_str_eq(retry__play_path(&play, &play.steps[2], path, sizeof(path)), "rule 1: sequence[2] > fixed");
    ck_assert_uint_eq(play.steps[3].rule, 2);
    ck_assert_str_eq(retry__play_path(&play, &play.steps[3], path, sizeof(path)), "rule 2: fail");
    ck_assert_uint_eq(play.last.reason, RETRY_REASON_NOT_RETRYABLE);
    done();
    begin("policy: ruled, outcomes: [\"http:503\", EIO, ok]"); /* count: call */
    ck_assert_str_eq(retry__play_path(&play, &play.steps[1], path, sizeof(path)), "rule 4: sequence[2] > fixed");
    done();
    begin("policy: ruled, outcomes: [ETIMEDOUT]");
    ck_assert_uint_eq(play.steps[0].rule, 0);
    ck_assert_str_eq(retry__play_path(&play, &play.steps[0], path, sizeof(path)), "otherwise: fail");
    done();
}
END_TEST

START_TEST(hints_and_long_attempts_reach_the_decision)
{
    begin("policy: ruled, outcomes: [{error: \"http:503\", hint: 7s}, {error: \"http:503\", hint: stop}]");
    ck_assert_uint_eq(play.steps[0].decision.delay_ns, 7000 * MS);
    ck_assert_uint_eq(play.last.reason, RETRY_REASON_HINT_STOP);
    done();
    begin("policy: ruled, outcomes: [{error: ECONNRESET, times: 2}, {error: ECONNRESET, took: 61s}, "
          "{error: ECONNRESET, times: 9}]");
    ck_assert_uint_eq(play.last.reason, RETRY_REASON_RULE_MAX_RETRIES);
    ck_assert_uint_eq(play.count, 5); /* two, and three anew */
    done();
}
END_TEST

SCENES_MAIN("play", a_call_that_recovers_has_its_delays_and_its_time,
            an_attempt_is_cut_at_its_timeout_and_hears_of_no_hint, left_over_outcomes_are_not_reached,
            outcomes_that_run_out_are_told_apart_from_an_end, a_call_of_a_hundred_years_ends,
            a_custom_is_not_registered, the_callers_options_are_set, a_second_play_forgets_the_first,
            the_path_names_what_decided, every_delay_of_the_widest_window_can_be_drawn,
            rules_are_told_with_what_their_backoff_was_asked, hints_and_long_attempts_reach_the_decision)
