/* observe.c - shows the host's observer each decision, and the end of each call. */
#include "engine/call/observe.h"

#include "engine/tree/decide.h"

/* Was the backoff asked before this was the answer? */
static bool asked(retry_reason reason)
{
    switch (reason) {
    case RETRY_REASON_RETRY:
    case RETRY_REASON_EXHAUSTED:
    case RETRY_REASON_CUSTOM_MISSING:
    case RETRY_REASON_MAX_ELAPSED:
    case RETRY_REASON_DEADLINE:
    case RETRY_REASON_HINT_STOP:
    case RETRY_REASON_HINT_OVER_MAX:
        return true;
    default:
        return false;
    }
}

void retry__observe_look(struct retry_sight *sight, const retry_call *call, const struct retry_view *view)
{
    const struct retry_plan *plan = retry__policy_plan(call->policy, view);

    sight->generation = view->generation;
    sight->path[0] = '\0';
    if (plan && asked((retry_reason)call->reason))
        retry__path_spell(call, plan, sight->path, sizeof(sight->path));
}

void retry__observe(const retry_call *call, retry_decision decision, const struct retry_sight *sight)
{
    const struct retry_host *host = &call->policy->catalogue->host;
    const retry_observation observation = {
        .size = sizeof(observation),
        .policy = call->policy,
        .decision = decision,
        .error = decision.reason == RETRY_REASON_SUCCESS ? retry_ok() : call->error,
        .window = decision.again ? call->window : (retry_window){0, 0},
        .rule = call->rule,
        .generation = sight->generation,
        .path = sight->path,
        .target = call->target,
    };

    host->observe(host->context, &observation);
}

void retry__observe_end(const retry_call *call)
{
    struct retry_sight sight = {.generation = retry__catalogue_generation(call->policy->catalogue)};

    retry__observe(call, retry__decide_last(call), &sight);
}
