/* call.c - one call's life: begun, its failures reported, ended. */
#include "engine/call/call.h"

#include "engine/call/cancel.h"
#include "engine/store/catalogue.h"
#include "engine/store/options.h"
#include "engine/tree/stopwatch.h"
#include "schema/duration.h"

#include <assert.h>

/* The members behind seen_ns are written by the first decision; RETRY_CALL_DECIDED says that they have been. */
static_assert(offsetof(retry_call, error) == 64, "begin touches the first 64 bytes only");
static_assert(sizeof(retry_call) == 128 && sizeof(retry_decision) == 16 && sizeof(retry_error) == 16,
              "these sizes are part of the binary interface");

static uint64_t least(uint64_t left, uint64_t right)
{
    return left < right ? left : right;
}

const struct retry_host *retry__call_host(const retry_call *call)
{
    static const struct retry_host usual;

    return call->policy ? &call->policy->catalogue->host : &usual;
}

/* ---- begin --------------------------------------------------------------------------------------- */

/* @return false: the options are not usable */
static bool apply_options(retry_call *call, const retry_call_options *options)
{
    retry_call_options known;

    if (!retry__options_read(options, &known, sizeof(known)))
        return false;
    call->cancel = known.cancel;
    call->target = known.target;
    call->failures = known.failures;
    call->spent_ns = least(known.elapsed_ns, RETRY_DURATION_MAX);
    if (known.not_idempotent)
        call->flags |= RETRY_CALL_NOT_IDEMPOTENT;
    if (known.deadline_ns > 0) {
        call->flags |= RETRY_CALL_DEADLINE;
        call->deadline_ns = least(known.deadline_ns, RETRY_DURATION_MAX);
    }
    return true;
}

static void start_clock(retry_call *call)
{
    uint64_t now_ns = retry__host_now(retry__call_host(call));

    retry__stopwatch_start(call, now_ns);
    if (call->flags & RETRY_CALL_DEADLINE)
        call->deadline_ns += now_ns;
}

bool retry__call_begin_limited(retry_call *call, const retry_call_options *options)
{
    const struct retry_policy *policy = call->policy;
    bool usable = !options || apply_options(call, options);

    if ((call->flags & RETRY_CALL_DEADLINE) || (policy && atomic_load_explicit(&policy->timed, memory_order_relaxed)))
        start_clock(call);
    if (!usable)
        retry__call_stop(call, RETRY_REASON_ENDED);
    else if (retry__cancel_fired(call->cancel))
        retry__call_stop(call, RETRY_REASON_CANCELLED);
    return !(call->flags & RETRY_CALL_FINISHED);
}

/* ---- decide -------------------------------------------------------------------------------------- */

/* No file can define what has no name: one attempt. */
static retry_decision decide_unnamed(retry_call *call)
{
    struct retry_ask ask;
    struct retry_scene scene = {.host = retry__call_host(call), .ask = &ask};
    retry_decision decision = retry__decide(call, &scene);

    RETRY_PROBE_DECISION(call, decision);
    RETRY_PROBE_END(call, decision.reason, decision.attempts);
    return decision;
}

/* A grant is a retry for good: what becomes of it in its wait is no other one. */
static inline void note_decision(const retry_call *call, retry_decision decision)
{
    struct retry_cells *cells = call->policy->cells;

    RETRY_PROBE_DECISION(call, decision);
    if (decision.again) {
        if (cells)
            retry__cells_grant(cells, decision.delay_ns);
        return;
    }
    RETRY_PROBE_END(call, decision.reason, decision.attempts);
    if (cells) {
        retry__cells_end(cells, (retry_reason)decision.reason);
        retry__cells_add(cells, RETRY_CELL_FAILED, 1);
    }
}

/* The turn is looked at before what is off, here and below: a switch thrown in between is then obeyed by the wait. */
static inline retry_decision decide_under(retry_call *call, const struct retry_view *view, const retry_hint *hint)
{
    const struct retry_policy *policy = call->policy;
    struct retry_ask ask;

    call->generation = (uint16_t)retry__view_turn(view);
    struct retry_scene scene = {.host = &policy->catalogue->host,
                                .plan = retry__policy_plan(policy, view),
                                .ask = &ask,
                                .hint = hint,
                                .off = retry__policy_off(policy)};

    retry__customs_ask(&policy->catalogue->customs, &ask);
    return retry__decide(call, &scene);
}

/* Apart, since what is shown needs room on the stack. */
__attribute__((noinline)) static retry_decision decide_observed(retry_call *call, const retry_hint *hint)
{
    const struct retry_view *view;
    struct retry_sight sight;
    struct retry_slot *slot = retry__catalogue_enter(call->policy->catalogue, &view);
    retry_decision decision = decide_under(call, view, hint);

    retry__observe_look(&sight, call, view);
    retry__thread_leave(slot);
    note_decision(call, decision);
    retry__observe(call, decision, &sight);
    return decision;
}

retry_decision retry__call_failed(retry_call *call, retry_error error, const retry_hint *hint)
{
    const struct retry_view *view;

    if (retry_is_ok(error))
        retry__call_stop(call, RETRY_REASON_SUCCESS);
    if (call->flags & RETRY_CALL_FINISHED)
        return retry__decide_last(call);
    call->error = error;
    if (call->failures < UINT32_MAX)
        call->failures++;
    if (!call->policy)
        return decide_unnamed(call);
    if (retry__observed(call))
        return decide_observed(call, hint);

    struct retry_slot *slot = retry__catalogue_enter(call->policy->catalogue, &view);
    retry_decision decision = decide_under(call, view, hint);
    retry__thread_leave(slot);
    note_decision(call, decision);
    return decision;
}

/* Notes what has become of a wait that was looked at again; that it goes on as it was is no news. */
static void note_again(const retry_call *call, bool shortened, const struct retry_sight *sight)
{
    bool stopped = call->flags & RETRY_CALL_FINISHED;
    retry_decision decision = retry__decide_last(call);

    if (stopped) {
        RETRY_PROBE_END(call, decision.reason, decision.attempts);
        if (call->policy->cells)
            retry__cells_end(call->policy->cells, (retry_reason)decision.reason);
    }
    if (retry__observed(call) && (stopped || shortened))
        retry__observe(call, decision, sight);
}

uint64_t retry__call_obey(retry_call *call, uint64_t left_ns, bool starts)
{
    const struct retry_policy *policy = call->policy;
    const struct retry_view *view;
    struct retry_ask ask;
    struct retry_sight sight;
    uint64_t before_ns = left_ns;

    if (call->flags & RETRY_CALL_FINISHED)
        return 0;
    struct retry_slot *slot = retry__catalogue_enter(policy->catalogue, &view);
    uint64_t turn = retry__view_turn(view);
    struct retry_scene scene = {.host = &policy->catalogue->host,
                                .plan = retry__policy_plan(policy, view),
                                .ask = &ask,
                                .off = retry__policy_off(policy)};

    if (!retry__call_obeyed(call, turn)) {
        retry__customs_ask(&policy->catalogue->customs, &ask);
        call->generation = (uint16_t)turn;
        left_ns = retry__decide_again(call, &scene, left_ns);
    } else if (starts) {
        retry__decide_start(call, &scene);
    }
    if (retry__observed(call))
        retry__observe_look(&sight, call, view);
    retry__thread_leave(slot);
    note_again(call, left_ns < before_ns, &sight);
    return call->flags & RETRY_CALL_FINISHED ? 0 : left_ns;
}

/* ---- end ----------------------------------------------------------------------------------------- */

/* A call that somebody else has begun to retry, elsewhere, succeeds by a retry as well. */
static void note_end(const retry_call *call)
{
    struct retry_cells *cells = call->policy ? call->policy->cells : NULL;

    RETRY_PROBE_END(call, call->reason, retry__decide_last(call).attempts);
    if (cells && call->reason == RETRY_REASON_SUCCESS && call->failures == 0)
        retry__cells_add(cells, RETRY_CELL_AT_ONCE, 1);
    else if (cells)
        retry__cells_end(cells, (retry_reason)call->reason);
    if (retry__observed(call))
        retry__observe_end(call);
}

void retry__call_stop(retry_call *call, retry_reason reason)
{
    if (call->flags & RETRY_CALL_FINISHED)
        return;
    if (!(call->flags & RETRY_CALL_DECIDED))
        call->error = retry_ok();
    call->flags |= RETRY_CALL_DECIDED | RETRY_CALL_FINISHED;
    call->node = 0;
    call->reason = (uint8_t)reason;
    call->rule = 0;
    note_end(call);
}

retry_decision retry__call_last(const retry_call *call)
{
    if (call->flags & RETRY_CALL_DECIDED)
        return retry__decide_last(call);
    return (retry_decision){.attempts = call->failures, .reason = RETRY_REASON_NONE};
}

/* ---- what the next attempt may take -------------------------------------------------------------- */

static uint64_t left_of(uint64_t limit_ns, uint64_t spent_ns)
{
    return limit_ns > spent_ns ? limit_ns - spent_ns : 0;
}

/* Asking does not start a clock that the call has not started. */
static uint64_t timeout_under(const retry_call *call, const struct retry_plan *plan)
{
    uint64_t timeout_ns = plan ? least(plan->attempt_timeout_ns, RETRY_FOREVER_NS) : RETRY_FOREVER_NS;
    bool limited = plan && retry__plan_timed(plan), deadline = call->flags & RETRY_CALL_DEADLINE;

    if (!limited && !deadline)
        return timeout_ns;
    uint64_t now_ns = retry__host_now(retry__call_host(call));
    if (limited)
        timeout_ns = least(timeout_ns, left_of(plan->max_elapsed_ns, retry__stopwatch_elapsed_ns(call, now_ns)));
    return deadline ? least(timeout_ns, retry__stopwatch_left_ns(call, now_ns)) : timeout_ns;
}

uint64_t retry__call_timeout_ns(const retry_call *call)
{
    const struct retry_policy *policy = call->policy;
    const struct retry_view *view;

    if (call->flags & RETRY_CALL_FINISHED)
        return 0;
    if (!policy)
        return timeout_under(call, NULL);
    struct retry_slot *slot = retry__catalogue_enter(policy->catalogue, &view);
    uint64_t timeout_ns = timeout_under(call, retry__policy_plan(policy, view));
    retry__thread_leave(slot);
    return timeout_ns;
}
