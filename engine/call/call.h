/* call.h - one call's life: begun, its failures reported, ended. */
#ifndef RETRY_CALL_CALL_H
#define RETRY_CALL_CALL_H

#include "engine/call/observe.h"
#include "engine/call/probes.h"
#include "engine/tree/decide.h"

/** The part of a beginning that options and time limits need; @return as retry_call_begin() */
bool retry__call_begin_limited(retry_call *call, const retry_call_options *options);

/** As retry_call_begin(). An operation that succeeds at once pays for these stores, and no more. */
static inline bool retry__call_begin(retry_call *call, const retry_policy *policy, const retry_call_options *options)
{
    call->policy = policy;
    call->cancel = NULL;
    call->target = NULL;
    call->spent_ns = 0;
    call->failures = 0;
    call->flags = RETRY_CALL_BEGUN;
    call->generation = 0;
    RETRY_PROBE_BEGIN(call);
    if (!options && !(policy && atomic_load_explicit(&policy->timed, memory_order_relaxed)))
        return true;
    return retry__call_begin_limited(call, options);
}

/** As retry_call_failed(). */
retry_decision retry__call_failed(retry_call *call, retry_error error, const retry_hint *hint);
/**
 * Decides again for a call that has left_ns to wait, where a reload has come since the last decision.
 *
 * @param starts  the wait starts only now: stops the call where it would end too late
 * @return what there is to wait now, never more than left_ns; 0 where the call has stopped
 */
uint64_t retry__call_obey(retry_call *call, uint64_t left_ns, bool starts);
/** Ends the call, unless it has ended already. */
void retry__call_stop(retry_call *call, retry_reason reason);
/** Notes the success of a call that nobody will ask any more: what was left of it is not written. */
static inline void retry__call_drop(retry_call *call)
{
    const struct retry_policy *policy = call->policy;

    if (call->failures > 0 || (call->flags & RETRY_CALL_FINISHED) || retry__observed(call)) {
        retry__call_stop(call, RETRY_REASON_SUCCESS);
        return;
    }
    RETRY_PROBE_END(call, RETRY_REASON_SUCCESS, 1);
    if (policy && policy->cells)
        retry__cells_add(policy->cells, RETRY_CELL_AT_ONCE, 1);
}
/** As retry_call_last(). */
retry_decision retry__call_last(const retry_call *call);
/** As retry_call_timeout_ns(). */
uint64_t retry__call_timeout_ns(const retry_call *call);

/** Has nothing turned since the call was answered last? A call keeps the low bits: none sleeps through 65,536 turns. */
static inline bool retry__call_obeyed(const retry_call *call, uint64_t turn)
{
    return call->generation == (uint16_t)turn;
}

/** The host that the call takes its time from. */
const struct retry_host *retry__call_host(const retry_call *call);

#endif
