/* test_why.c - a decision is spelled out in one sentence. */
#include "engine/call/why.h"
#include "tests/engine/world.h"

#include <errno.h>

#define DOCUMENT                                                                         \
    "version: 1\n"                                                                       \
    "policies:\n"                                                                        \
    "  db:\n"                                                                            \
    "    limits: {max_attempts: 6}\n"                                                    \
    "    backoff: {jitter: {mode: full, over: {exponential: {initial_delay: 200ms}}}}\n" \
    "  fixed: {limits: {max_attempts: 2}, backoff: {fixed: {delay: 1.5s}}}\n"            \
    "  timed: {limits: {max_elapsed: 1m}, backoff: {fixed: {delay: 40s}}}\n"             \
    "  own: {limits: {max_attempts: 3}, backoff: {clamp: {max_delay: 1s, over: {custom: {name: tide}}}}}\n"

static struct world world;
static retry_call call;

static void open_world(void)
{
    world_open(&world, DOCUMENT);
}

static void close_world(void)
{
    world_close(&world);
}

static void begin(const char *name)
{
    ck_assert(retry_call_begin(&call, world_get(&world, name), NULL));
}

static void refused(int times)
{
    while (times-- > 0)
        retry_call_failed(&call, retry_errno(ECONNREFUSED), NULL);
}

#define ASSERT_WHY(expected)                                       \
    do {                                                           \
        char text[512];                                            \
        size_t length = retry_call_why(&call, text, sizeof(text)); \
        ck_assert_str_eq(text, expected);                          \
        ck_assert_uint_eq(length, strlen(text));                   \
    } while (0)

START_TEST(a_fresh_call_has_nothing_to_tell)
{
    memset(&call, 0xa5, sizeof(call));
    begin("db");
    ASSERT_WHY("db: no attempt reported yet");
}
END_TEST

START_TEST(a_drawn_delay_tells_its_window_and_its_nodes)
{
    begin("db");
    refused(2);
    ASSERT_WHY("db: retry 2 of 5 in 400ms, drawn from 0s..400ms by jitter > exponential (ECONNREFUSED)");
}
END_TEST

START_TEST(an_exact_delay_is_set_not_drawn)
{
    begin("fixed");
    refused(1);
    ASSERT_WHY("fixed: retry 1 of 1 in 1.5s, set by fixed (ECONNREFUSED)");
}
END_TEST

START_TEST(unlimited_attempts_are_not_counted_down)
{
    begin("timed");
    refused(1);
    ASSERT_WHY("timed: retry 1 in 40s, set by fixed (ECONNREFUSED)");
    world.now_ns += 40000 * MS;
    refused(1);
    ASSERT_WHY("timed: stopped after 2 attempts: max_elapsed (ECONNREFUSED)");
}
END_TEST

START_TEST(a_stop_tells_the_attempts_the_reason_and_the_error)
{
    begin("db");
    refused(6);
    ASSERT_WHY("db: stopped after 6 attempts: max_attempts (ECONNREFUSED)");
    begin("own");
    refused(1);
    ASSERT_WHY("own: stopped after 1 attempt: custom_missing by clamp > custom (ECONNREFUSED)");
    begin("nobody");
    refused(1);
    ASSERT_WHY("nobody: stopped after 1 attempt: undefined_policy (ECONNREFUSED)");
}
END_TEST

START_TEST(success_and_leaving_are_no_stops)
{
    begin("db");
    refused(1);
    retry_call_succeeded(&call);
    ASSERT_WHY("db: succeeded after 2 attempts");
    begin("db");
    refused(1);
    retry_call_end(&call);
    ASSERT_WHY("db: left after 1 attempt (ECONNREFUSED)");
}
END_TEST

START_TEST(a_refused_call_has_made_no_attempt)
{
    retry_cancel cancel = RETRY_CANCEL_INIT;
    retry_call_options options = {.size = sizeof(options), .cancel = &cancel};

    retry_cancel_fire(&cancel);
    memset(&call, 0xa5, sizeof(call));
    ck_assert(!retry_call_begin(&call, world_get(&world, "db"), &options));
    ASSERT_WHY("db: stopped after 0 attempts: cancelled");
}
END_TEST

START_TEST(no_policy_has_no_name)
{
    ck_assert(retry_call_begin(&call, NULL, NULL));
    refused(1);
    ASSERT_WHY("(no policy): stopped after 1 attempt: undefined_policy (ECONNREFUSED)");
}
END_TEST

START_TEST(another_set_does_not_speak_for_the_one_that_decided)
{
    begin("db");
    refused(1);
    ck_assert_int_eq(world_reload(&world, DOCUMENT), RETRY_OK);
    ASSERT_WHY("db: retry 1 in 200ms, drawn from 0s..200ms (ECONNREFUSED)");
}
END_TEST

static bool reload_half_way(struct world *self)
{
    if (self->waits > 1)
        return true;
    self->now_ns += 1400 * MS;
    ck_assert_int_eq(world_reload(self, "version: 1\npolicies: {fixed: {limits: {max_attempts: 3}, backoff: {fixed: "
                                        "{delay: 2s}}}}\n"),
                     RETRY_OK);
    return false;
}

START_TEST(a_wait_that_the_new_set_would_not_have_granted_is_called_so)
{
    begin("fixed");
    refused(1);
    world.during_wait = reload_half_way;
    ck_assert(retry_call_wait(&call));
    ASSERT_WHY("fixed: retry 1 of 2 in 1.5s, granted before a reload (ECONNREFUSED)");
}
END_TEST

/* A call keeps sixteen bits of what it was answered under. */
START_TEST(after_65536_turns_a_set_that_lacks_the_rule_speaks_of_none)
{
    ck_assert_int_eq(world_reload(&world,
                                  "version: 1\npolicies: {db: {limits: {max_attempts: 9}, rules: [{when: [EPERM], "
                                  "action: fail}, {when: [ECONNREFUSED], action: retry, backoff: {immediate: {}}}], "
                                  "backoff: {fixed: {delay: 1s}}}}\n"),
                     RETRY_OK);
    begin("db");
    refused(1);
    ASSERT_WHY("db: retry 1 of 8 in 0s, set by rule 2: immediate (ECONNREFUSED)");
    for (unsigned i = 0; i < UINT16_MAX; i++)
        retry_disable_all(i % 2 == 0);
    ck_assert_int_eq(world_reload(&world, "version: 1\npolicies: {db: {limits: {max_attempts: 9}, rules: [{when: "
                                          "[EPERM], action: fail}], backoff: {fixed: {delay: 1s}}}}\n"),
                     RETRY_OK);
    ASSERT_WHY("db: retry 1 of 8 in 0s, set by rule 2 (ECONNREFUSED)");
}
END_TEST

START_TEST(what_does_not_fit_is_cut_and_counted)
{
    char text[64], whole[64];

    begin("fixed");
    refused(1);
    memset(text, 0xa5, sizeof(text));
    size_t length = retry_call_why(&call, whole, sizeof(whole));
    for (size_t size = 1; size <= length; size++) {
        ck_assert_uint_eq(retry_call_why(&call, text, size), length);
        ck_assert_uint_eq(strlen(text), size - 1);
        ck_assert_int_eq(strncmp(text, whole, size - 1), 0);
    }
    ck_assert_uint_eq(retry_call_why(&call, NULL, 0), length);
}
END_TEST

WORLD_MAIN_AROUND("why", open_world, close_world, a_fresh_call_has_nothing_to_tell,
                  a_drawn_delay_tells_its_window_and_its_nodes, an_exact_delay_is_set_not_drawn,
                  unlimited_attempts_are_not_counted_down, a_stop_tells_the_attempts_the_reason_and_the_error,
                  success_and_leaving_are_no_stops, a_refused_call_has_made_no_attempt, no_policy_has_no_name,
                  another_set_does_not_speak_for_the_one_that_decided,
                  a_wait_that_the_new_set_would_not_have_granted_is_called_so, what_does_not_fit_is_cut_and_counted,
                  after_65536_turns_a_set_that_lacks_the_rule_speaks_of_none)
