/* decide.c - answers one failure from a policy tree. */
#include "engine/tree/decide.h"

#include "engine/errors/error.h"
#include "engine/tree/chance.h"
#include "schema/duration.h"

static bool cancelled(const retry_call *call)
{
    return call->cancel != NULL && __atomic_load_n(&call->cancel->fired, __ATOMIC_ACQUIRE) != 0;
}

/* The steps that need neither the backoff nor the time; RETRY_REASON_NONE: go on. */
static retry_reason refusal(const retry_call *call, const struct retry_plan *plan)
{
    if (plan == NULL)
        return RETRY_REASON_UNDEFINED_POLICY;
    if (!plan->enabled)
        return RETRY_REASON_DISABLED;
    if (cancelled(call))
        return RETRY_REASON_CANCELLED;
    if ((call->flags & RETRY_CALL_NOT_IDEMPOTENT) && !retry__error_not_sent(call->error))
        return RETRY_REASON_NOT_IDEMPOTENT;
    if (call->failures >= plan->max_attempts && plan->max_attempts != RETRY_UNLIMITED)
        return RETRY_REASON_MAX_ATTEMPTS;
    return RETRY_REASON_NONE;
}

/* Copied member by member: it has just been stored in halves, and one load across both would have to wait for them. */
static inline retry_error by_members(const retry_error *error)
{
    return (retry_error){error->kind, error->also_kind, error->marks, error->code, {error->also_code}};
}

/* Asks the backoff; where it has no window, *node is the number of the node that said so. */
static retry_reason ask_backoff(retry_call *call, struct retry_scene *scene, uint16_t *node)
{
    const struct retry_node *root = retry__plan_backoff(scene->plan);
    struct retry_ask *ask = scene->ask;
    enum retry_answer answer;

    if (root == NULL)
        return RETRY_REASON_EXHAUSTED;
    ask->question = (retry_question){
        .size = sizeof(retry_question),
        .failures = call->failures,
        .in_call = true,
        .previous_ns = call->previous_ns,
        .error = by_members(&call->error),
        .target = call->target,
    };
    answer = retry__node_window(root, ask, &call->window);
    if (answer == RETRY_ANSWER_WINDOW)
        return RETRY_REASON_NONE;
    *node = retry__node_number(root, ask->last);
    return answer == RETRY_ANSWER_EXHAUSTED ? RETRY_REASON_EXHAUSTED : RETRY_REASON_CUSTOM_MISSING;
}

/* The call's own state goes in, so that calls differ even where the generator was seeded badly. */
static uint64_t draw(const retry_call *call, const struct retry_scene *scene)
{
    return retry__chance_draw(scene->host, (uintptr_t)call + call->granted_ns + call->failures, call->window);
}

/* Would the wait end too late? The clock is read only where that matters. */
static retry_reason lateness(retry_call *call, const struct retry_scene *scene, uint64_t delay_ns)
{
    uint64_t now_ns;

    if (!retry__plan_timed(scene->plan) && !(call->flags & RETRY_CALL_DEADLINE))
        return RETRY_REASON_NONE;
    now_ns = retry__host_now(scene->host);
    if (!(call->flags & RETRY_CALL_TIMED) ||
        now_ns - call->started_ns > INT64_MAX) { /* not started, or went backwards */
        call->started_ns = now_ns;
        call->flags |= RETRY_CALL_TIMED;
    }
    if (retry__decide_elapsed_ns(call, now_ns) + delay_ns > scene->plan->max_elapsed_ns)
        return RETRY_REASON_MAX_ELAPSED;
    if ((call->flags & RETRY_CALL_DEADLINE) && retry__decide_since_ns(call, now_ns) + delay_ns > call->deadline_ns)
        return RETRY_REASON_DEADLINE;
    return RETRY_REASON_NONE;
}

/* Returned as well as stored: reading back at once what was stored in parts would make the processor wait. */
static retry_decision grant(retry_call *call, uint64_t delay_ns)
{
    retry_decision decision = {delay_ns, call->failures, 0, RETRY_REASON_RETRY, true};

    if (!(call->flags & RETRY_CALL_TIMED))
        call->granted_ns = retry__duration_add(call->granted_ns, delay_ns);
    call->flags = (uint16_t)((call->flags | RETRY_CALL_DECIDED) & ~RETRY_CALL_WAITED);
    call->last = decision;
    return decision;
}

static retry_decision stop(retry_call *call, retry_reason reason, uint16_t node)
{
    retry_decision decision = {0, call->failures, node, (uint8_t)reason, false};

    call->flags |= RETRY_CALL_DECIDED | RETRY_CALL_FINISHED;
    call->last = decision;
    return decision;
}

/*
 * All steps. left_ns is what is left of a wait that a first decision granted, UINT64_MAX for a first decision. What was
 * drawn is kept beside what is left of it, so that a new set is compared with the one and no custom sees the other.
 */
static retry_decision decide(retry_call *call, struct retry_scene *scene, uint64_t left_ns)
{
    uint64_t delay_ns = left_ns;
    uint16_t node = 0;
    retry_reason reason = refusal(call, scene->plan);

    call->window = (retry_window){0, 0};
    if (reason == RETRY_REASON_NONE)
        reason = ask_backoff(call, scene, &node);
    if (reason == RETRY_REASON_NONE) {
        if (left_ns == UINT64_MAX || call->delay_ns > call->window.hi_ns)
            delay_ns = call->delay_ns = draw(call, scene);
        if (delay_ns > left_ns)
            delay_ns = left_ns;
        reason = lateness(call, scene, delay_ns);
    }
    if (reason == RETRY_REASON_NONE)
        return grant(call, delay_ns);
    return stop(call, reason, node);
}

retry_decision retry__decide(retry_call *call, struct retry_scene *scene)
{
    if (call->flags & RETRY_CALL_FINISHED)
        return call->last;
    call->previous_ns = call->flags & RETRY_CALL_DECIDED ? call->delay_ns : 0;
    return decide(call, scene, UINT64_MAX);
}

void retry__decide_again(retry_call *call, struct retry_scene *scene, uint64_t left_ns)
{
    if (call->flags & RETRY_CALL_FINISHED)
        return;
    if (!(call->flags & RETRY_CALL_TIMED)) /* not waited; granted anew below */
        call->granted_ns -= left_ns < call->granted_ns ? left_ns : call->granted_ns;
    decide(call, scene, left_ns);
}

void retry__decide_start(retry_call *call, const struct retry_scene *scene, uint64_t left_ns)
{
    retry_reason reason = lateness(call, scene, left_ns);

    if (reason != RETRY_REASON_NONE)
        stop(call, reason, 0);
}

/* The difference is taken as signed, so that a clock that goes backwards, or past its own end, does not wrap. */
uint64_t retry__decide_since_ns(const retry_call *call, uint64_t now_ns)
{
    uint64_t since_ns = call->flags & RETRY_CALL_TIMED ? now_ns - call->started_ns : 0;

    return since_ns > INT64_MAX ? 0 : since_ns;
}

uint64_t retry__decide_elapsed_ns(const retry_call *call, uint64_t now_ns)
{
    return call->granted_ns + retry__decide_since_ns(call, now_ns);
}
