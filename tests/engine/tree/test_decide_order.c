/* test_decide_order.c - where two steps would stop a call, the first does. */
#include "tests/engine/tree/ruling.h"

static retry_cancel fired = {1, {0, 0, 0}};

/* The reasons to stop in the order of their steps. */
static const int reasons[] = {
    RETRY_REASON_UNDEFINED_POLICY, RETRY_REASON_DISABLED,       RETRY_REASON_CANCELLED,
    RETRY_REASON_NOT_RETRYABLE,    RETRY_REASON_NOT_IDEMPOTENT, RETRY_REASON_MAX_ATTEMPTS,
    RETRY_REASON_RULE_MAX_RETRIES, RETRY_REASON_EXHAUSTED,      RETRY_REASON_HINT_STOP,
    RETRY_REASON_HINT_OVER_MAX,    RETRY_REASON_MAX_ELAPSED,    RETRY_REASON_DEADLINE,
};

/* Whatever could stop a call is there, and nothing does. */
static void begin_unstopped(void)
{
    begin_ruling();
    add_rule("ECONNRESET", NULL, COUNTED(0, 2), NULL);
    start(world.now_ns);
    world.plan.max_elapsed_ns = world.plan.reset_after_ns = 3600 * SECOND;
    world.call.flags |= RETRY_CALL_DEADLINE;
    world.call.deadline_ns = world.now_ns + 3600 * SECOND;
    world.call.failures = 4;
}

static void apply(int reason)
{
    switch (reason) {
    case RETRY_REASON_UNDEFINED_POLICY:
        world.scene.plan = NULL;
        break;
    case RETRY_REASON_DISABLED:
        world.plan.enabled = false;
        break;
    case RETRY_REASON_CANCELLED:
        world.call.cancel = &fired;
        break;
    case RETRY_REASON_NOT_RETRYABLE:
        ruling.rules[0].retry = false;
        break;
    case RETRY_REASON_NOT_IDEMPOTENT:
        world.plan.not_idempotent = true;
        break;
    case RETRY_REASON_MAX_ATTEMPTS:
        world.call.failures = 5;
        break;
    case RETRY_REASON_RULE_MAX_RETRIES:
        ruling.rules[0].max_retries = 0;
        break;
    case RETRY_REASON_EXHAUSTED:
        world.plan.backoff = 0;
        break;
    case RETRY_REASON_HINT_STOP:
        asked_to_stop();
        break;
    case RETRY_REASON_HINT_OVER_MAX:
        asked_for(retry__hint_usual.max_ns + 1);
        break;
    case RETRY_REASON_MAX_ELAPSED:
        world.plan.max_elapsed_ns = 100 * MS - 1;
        break;
    default:
        world.call.deadline_ns = world.now_ns + 100 * MS - 1;
    }
}

START_TEST(nothing_stops_a_call_without_a_reason)
{
    expect_retry(decide(), 100 * MS);
}
END_TEST

START_TEST(each_reason_stops_alone)
{
    for (size_t i = 0; i < RETRY_COUNT(reasons); i++) {
        begin_unstopped();
        apply(reasons[i]);
        expect_stop(decide(), reasons[i]);
    }
}
END_TEST

/* A hint is one thing: it cannot ask for a stop and for a delay. */
START_TEST(of_two_reasons_the_first_stops)
{
    for (size_t i = 0; i < RETRY_COUNT(reasons); i++)
        for (size_t k = i + 1; k < RETRY_COUNT(reasons); k++) {
            begin_unstopped();
            apply(reasons[k]);
            apply(reasons[i]);
            expect_stop(decide(), reasons[i]);
        }
}
END_TEST

START_TEST(a_reload_decides_in_the_same_order)
{
    for (size_t i = 0; i < RETRY_COUNT(reasons); i++)
        for (size_t k = i + 1; k < RETRY_COUNT(reasons); k++) {
            bool hinted = reasons[i] == RETRY_REASON_HINT_STOP || reasons[i] == RETRY_REASON_HINT_OVER_MAX;
            begin_unstopped();
            expect_retry(decide(), 100 * MS);
            apply(reasons[k]);
            apply(reasons[i]);
            world.scene.hint = NULL;
            if (!hinted)
                expect_stop(decide_again(100 * MS), reasons[i]);
        }
}
END_TEST

DECIDING_MAIN("decide_order", begin_unstopped, nothing_stops_a_call_without_a_reason, each_reason_stops_alone,
              of_two_reasons_the_first_stops, a_reload_decides_in_the_same_order)
