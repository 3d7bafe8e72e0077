/* play.c - one test on a virtual clock: a call as a program makes it, and what came about. */
#include "engine/test/play.h"

#include <errno.h>
#include <string.h>

/* One test while it is played. */
struct scene {
    struct retry_play *play;
    struct retry_stage *stage;
    const struct retry_test *test;
    retry_call call;
};

static struct retry_step *add_step(struct retry_play *play)
{
    size_t capacity = play->capacity ? 2 * play->capacity : 32;

    if (play->count == play->capacity) {
        struct retry_step *steps = retry__mem_resize(play->steps, capacity, sizeof(*steps));
        if (!steps)
            return NULL;
        play->steps = steps;
        play->capacity = capacity;
    }
    play->steps[play->count] = (struct retry_step){0};
    return &play->steps[play->count++];
}

/* Was a delay drawn, granted or not? */
static bool drawn(const retry_decision *decision)
{
    return decision->again || decision->reason == RETRY_REASON_MAX_ELAPSED || decision->reason == RETRY_REASON_DEADLINE;
}

/* Notes which rule holds the error, and what its backoff was asked with. */
static void note_rule(const struct retry_plan *plan, const retry_call *call, struct retry_step *step)
{
    const struct retry_rules *rules = retry__plan_rules(plan);
    const struct retry_rule *rule;

    step->failures = call->failures;
    step->rule = rules ? retry__rules_find(rules, &step->error) : 0;
    if (step->rule == 0)
        return;
    rule = retry__rules_at(rules, step->rule - 1u);
    if (retry__rule_backoff(rule) && !rule->by_call && rule->counter != RETRY_RULE_UNCOUNTED)
        step->failures = call->counts[rule->counter];
}

/* What the attempt ends with, and when. A program cuts an attempt that takes too long, and hears of no hint then. */
static void attempt(struct scene *scene, const struct retry_outcome *outcome, struct retry_step *step)
{
    uint64_t timeout_ns = scene->play->plan->attempt_timeout_ns;

    step->cut = outcome->took_ns > timeout_ns;
    step->took_ns = step->cut ? timeout_ns : outcome->took_ns;
    step->error = step->cut ? retry_errno(ETIMEDOUT) : outcome->error;
    if (!step->cut)
        step->hint = outcome->hint;
    retry__stage_pass(scene->stage, step->took_ns);
    step->elapsed_ns = scene->stage->now_ns - RETRY_STAGE_START_NS;
}

/* Reports how the attempt ended, and waits where a delay is granted. @return false: the call has ended */
static bool report(struct scene *scene, struct retry_step *step)
{
    if (retry_is_ok(step->error)) {
        retry_call_succeeded(&scene->call);
        step->decision = retry_call_last(&scene->call);
        return false;
    }
    step->decision = retry_call_failed(&scene->call, step->error, step->hint.kind ? &step->hint : NULL);
    step->drawn = drawn(&step->decision);
    step->window = scene->call.window;
    note_rule(scene->play->plan, &scene->call, step);
    if (!step->decision.again)
        return false;
    scene->play->granted++;
    return retry_call_wait(&scene->call);
}

/* Makes attempts until the call ends or no outcome is left. @return false: no memory */
static bool make_attempts(struct scene *scene)
{
    const struct retry_test *test = scene->test;

    for (uint32_t i = 0; i < test->outcome_count; i++) {
        for (uint32_t times = test->outcomes[i].times; times > 0; times--) {
            struct retry_step *step = add_step(scene->play);
            if (!step)
                return false;
            attempt(scene, &test->outcomes[i], step);
            if (!report(scene, step))
                return true;
            if (retry__stage_over(scene->stage)) {
                scene->play->end = RETRY_PLAY_TOO_LONG;
                return true;
            }
        }
    }
    scene->play->end = RETRY_PLAY_RAN_OUT;
    return true;
}

bool retry__play(struct retry_play *play, struct retry_stage *stage, const struct retry_set *set,
                 const struct retry_test *test)
{
    const retry_call_options options = {
        .size = sizeof(options), .deadline_ns = test->deadline_ns, .not_idempotent = test->not_idempotent};
    const struct retry_policy *policy = retry__catalogue_get(stage->catalogue, test->policy);
    struct scene scene = {.play = play, .stage = stage, .test = test};

    play->count = play->granted = 0;
    play->end = RETRY_PLAY_ENDED;
    play->plan = retry__set_find(set, test->policy, strlen(test->policy));
    if (!policy || !play->plan)
        return false;
    retry__stage_reset(stage, &scene.call, &test->random);
    bool good = !retry_call_begin(&scene.call, policy, &options) || make_attempts(&scene);
    play->last = retry_call_last(&scene.call);
    play->elapsed_ns = stage->now_ns - RETRY_STAGE_START_NS;
    retry_call_end(&scene.call);
    return good;
}

void retry__play_done(struct retry_play *play)
{
    retry__mem_free(play->steps);
    *play = (struct retry_play){0};
}

const char *retry__play_path(const struct retry_play *play, const struct retry_step *step, char *buffer, size_t size)
{
    const struct retry_rules *rules = retry__plan_rules(play->plan);
    const struct retry_rule *rule = rules && step->rule ? retry__rules_at(rules, step->rule - 1u) : NULL;
    const struct retry_node *root = rule ? retry__rule_backoff(rule) : NULL;
    bool fails = rule ? !rule->retry : !play->plan->otherwise_retry;
    size_t length = 0;

    buffer[0] = '\0';
    if (rule)
        length = (size_t)snprintf(buffer, size, "rule %u: ", (unsigned)step->rule);
    else if (rules)
        length = (size_t)snprintf(buffer, size, "otherwise: ");
    if (!root)
        root = retry__plan_backoff(play->plan);
    if (fails)
        snprintf(buffer + length, size - length, "fail");
    else if (root)
        retry__node_path(root, step->failures, buffer + length, size - length);
    else
        snprintf(buffer + length, size - length, "no backoff");
    return buffer;
}
