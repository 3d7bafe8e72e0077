/* wait.c - waits for what a decision granted. */
#include "engine/call/wait.h"

#include "engine/call/call.h"
#include "engine/call/cancel.h"
#include "engine/store/catalogue.h"

/* Is there something to do before the time has come? */
static bool disturbed(void *context)
{
    const retry_call *call = context;

    return retry__cancel_fired(call->cancel) ||
           retry__catalogue_generation(call->policy->catalogue) != call->generation;
}

/* Sleeps until call->wake_ns by the host's clock. @return false: woken early */
static bool sleep_once(retry_call *call, uint64_t left_ns)
{
    static const struct retry_host system;
    const struct retry_host *host = retry__call_host(call);

    if (host->wait)
        return host->wait(host->context, call->wake_ns);
    return retry__thread_wait(call->cancel, call->policy->catalogue,
                              host->clock ? retry__host_now(&system) + left_ns : call->wake_ns, disturbed, call);
}

/* Signed, so that a clock that went backwards only lengthens the wait. */
static uint64_t left_until(uint64_t wake_ns, uint64_t now_ns)
{
    uint64_t left_ns = wake_ns - now_ns;

    return left_ns > INT64_MAX ? 0 : left_ns;
}

/* Takes over what a reload made of the wait; returns what is left of it. */
static uint64_t obey(retry_call *call, uint64_t left_ns)
{
    if (!retry__call_obey(call, left_ns))
        return left_ns;
    call->wake_ns = retry__host_now(retry__call_host(call)) + call->last.delay_ns;
    return call->last.delay_ns;
}

static bool stopped(retry_call *call)
{
    if (retry__cancel_fired(call->cancel))
        retry__call_stop(call, RETRY_REASON_CANCELLED);
    return call->flags & RETRY_CALL_FINISHED;
}

bool retry__call_wait(retry_call *call)
{
    uint64_t left_ns = retry__call_last(call).delay_ns;

    if (left_ns > 0) {
        call->wake_ns = retry__host_now(retry__call_host(call)) + left_ns;
        left_ns = obey(call, left_ns);
    }
    while (left_ns > 0 && !stopped(call)) {
        bool reached = sleep_once(call, left_ns);
        left_ns = reached ? 0 : left_until(call->wake_ns, retry__host_now(retry__call_host(call)));
        left_ns = obey(call, left_ns);
    }
    return !stopped(call);
}

bool retry__call_again(retry_call *call, retry_error error)
{
    return retry__call_failed(call, error).again && retry__call_wait(call);
}
