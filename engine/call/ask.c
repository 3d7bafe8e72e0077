/* ask.c - asks a policy without a call. */
#include "engine/call/ask.h"

#include "engine/store/catalogue.h"

/* A policy in the view that is current, held until done. */
struct held {
    struct retry_slot *slot;
    const struct retry_plan *plan; /* NULL: undefined */
};

static struct held hold(const retry_policy *policy)
{
    const struct retry_view *view;
    struct held held;

    held.slot = retry__catalogue_enter(policy->catalogue, &view);
    held.plan = retry__policy_plan(policy, view);
    return held;
}

static void done(const struct held *held)
{
    retry__thread_leave(held->slot);
}

retry_policy_state retry__ask_state(const retry_policy *policy)
{
    retry_policy_state state = RETRY_POLICY_UNDEFINED;

    if (!policy)
        return state;
    struct held held = hold(policy);
    if (held.plan)
        state = held.plan->orphaned ? RETRY_POLICY_ORPHANED : RETRY_POLICY_DEFINED;
    done(&held);
    return state;
}

uint32_t retry__ask_max_attempts(const retry_policy *policy)
{
    uint32_t attempts = 1;

    if (!policy)
        return attempts;
    struct held held = hold(policy);
    if (held.plan && held.plan->enabled)
        attempts = held.plan->max_attempts;
    done(&held);
    return attempts;
}

/* The window before a retry; before retry 0 there is none. */
static retry_answer window_under(const retry_policy *policy, const struct retry_plan *plan, uint32_t failures,
                                 retry_window *out_window)
{
    const struct retry_node *root = plan ? retry__plan_backoff(plan) : NULL;
    struct retry_ask ask;

    if (!root || failures == 0)
        return RETRY_ANSWER_EXHAUSTED;
    ask.question = (retry_question){.size = sizeof(ask.question), .failures = failures};
    ask.last = NULL;
    retry__customs_ask(&policy->catalogue->customs, &ask);
    return retry__node_window(root, &ask, out_window);
}

retry_answer retry__ask_window(const retry_policy *policy, uint32_t failures, retry_window *out_window)
{
    if (!policy)
        return RETRY_ANSWER_EXHAUSTED;
    struct held held = hold(policy);
    retry_answer answer = window_under(policy, held.plan, failures, out_window);
    done(&held);
    return answer;
}

bool retry__ask_should_retry(const retry_policy *policy, uint32_t failures, retry_error error)
{
    retry_window window;

    if (!policy || retry_is_ok(error))
        return false;
    struct held held = hold(policy);
    const struct retry_plan *plan = held.plan;
    bool again = plan && plan->enabled && (failures < plan->max_attempts || plan->max_attempts == RETRY_UNLIMITED) &&
                 window_under(policy, plan, failures, &window) == RETRY_ANSWER_WINDOW;
    done(&held);
    return again;
}
