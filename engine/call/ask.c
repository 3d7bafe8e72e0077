/* ask.c - asks a policy without a call. */
#include "engine/call/ask.h"

#include "engine/errors/error.h"
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

static bool disabled(const retry_policy *policy, const struct retry_plan *plan)
{
    return !plan->enabled || (!plan->keeps && retry__policy_off(policy));
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

bool retry__ask_disabled(const retry_policy *policy)
{
    struct held held = hold(policy);
    bool off = held.plan ? disabled(policy, held.plan) : retry__policy_off(policy);

    done(&held);
    return off;
}

uint32_t retry__ask_max_attempts(const retry_policy *policy)
{
    uint32_t attempts = 1;

    if (!policy)
        return attempts;
    struct held held = hold(policy);
    if (held.plan && !disabled(policy, held.plan))
        attempts = held.plan->max_attempts;
    done(&held);
    return attempts;
}

/* What a question without a call is about. */
struct matter {
    const struct retry_rule *rule; /* that holds the error; NULL: none does, or no error was asked about */
    retry_error error;
    uint32_t failures;
};

/* Does the plan retry such an error at all? */
static bool retries(const struct retry_plan *plan, struct matter *matter)
{
    const struct retry_rules *rules = retry__plan_rules(plan);
    uint8_t number = rules ? retry__rules_find(rules, &matter->error) : 0;

    if (number > 0)
        matter->rule = retry__rules_at(rules, number - 1u);
    if (!(matter->rule ? matter->rule->retry : plan->otherwise_retry))
        return false;
    return !plan->not_idempotent || retry__error_not_sent(matter->error);
}

/* The window before a retry; before retry 0 there is none. */
static retry_answer window_under(const retry_policy *policy, const struct retry_plan *plan, const struct matter *matter,
                                 retry_window *out_window)
{
    const struct retry_node *own = matter->rule ? retry__rule_backoff(matter->rule) : NULL;
    const struct retry_node *root = own ? own : retry__plan_backoff(plan);
    struct retry_ask ask;

    if (!root || matter->failures == 0)
        return RETRY_ANSWER_EXHAUSTED;
    ask.question = (retry_question){
        .size = sizeof(ask.question),
        .failures = matter->failures,
        .error = matter->error,
    };
    ask.last = NULL;
    retry__customs_ask(&policy->catalogue->customs, &ask);
    return retry__node_window(root, &ask, out_window);
}

retry_answer retry__ask_window(const retry_policy *policy, uint32_t failures, retry_window *out_window)
{
    const struct matter matter = {.failures = failures};
    retry_answer answer = RETRY_ANSWER_EXHAUSTED;

    if (!policy)
        return answer;
    struct held held = hold(policy);
    if (held.plan)
        answer = window_under(policy, held.plan, &matter, out_window);
    done(&held);
    return answer;
}

retry_answer retry__ask_window_for(const retry_policy *policy, uint32_t failures, retry_error error,
                                   retry_window *out_window)
{
    struct matter matter = {.failures = failures, .error = error};
    retry_answer answer = RETRY_ANSWER_EXHAUSTED;

    if (!policy || retry_is_ok(error))
        return answer;
    struct held held = hold(policy);
    if (held.plan && retries(held.plan, &matter))
        answer = window_under(policy, held.plan, &matter, out_window);
    done(&held);
    return answer;
}

/* Is failure number `failures` below what the policy and the rule allow? */
static bool within_limits(const struct retry_plan *plan, const struct matter *matter)
{
    if (matter->failures >= plan->max_attempts && plan->max_attempts != RETRY_UNLIMITED)
        return false;
    return !matter->rule || matter->rule->max_retries == RETRY_RULE_UNLIMITED ||
           matter->failures <= matter->rule->max_retries;
}

bool retry__ask_should_retry(const retry_policy *policy, uint32_t failures, retry_error error)
{
    struct matter matter = {.failures = failures, .error = error};
    retry_window window;

    if (!policy || retry_is_ok(error))
        return false;
    struct held held = hold(policy);
    bool again = held.plan && !disabled(policy, held.plan) && retries(held.plan, &matter) &&
                 within_limits(held.plan, &matter) &&
                 window_under(policy, held.plan, &matter, &window) == RETRY_ANSWER_WINDOW;
    done(&held);
    return again;
}
