/* wait.c - waits for what a decision granted. */
#include "engine/call/wait.h"

#include "engine/call/call.h"
#include "engine/call/cancel.h"
#include "engine/store/catalogue.h"
#include "engine/tree/bell.h"

#include <pthread.h>

/* Is there something to do before the time has come? */
static bool disturbed(void *context)
{
    const retry_call *call = context;

    return retry__cancel_fired(call->cancel) ||
           !retry__call_obeyed(call, retry__catalogue_turn(call->policy->catalogue));
}

/* Sleeps until that instant of the host's clock, left_ns from now. @return false: woken early */
static bool sleep_until(retry_call *call, uint64_t until_ns, uint64_t left_ns)
{
    static const struct retry_host system;
    const struct retry_host *host = retry__call_host(call);

    if (host->wait)
        return host->wait(host->context, until_ns);
    return retry__bell_wait(call->cancel, call->policy->catalogue,
                            host->clock ? retry__host_now(&system) + left_ns : until_ns, disturbed, call);
}

/* What is left of a wait that had left_ns to go. The difference is taken as signed; a clock that went backwards makes
 * no wait longer. */
static uint64_t left_at(uint64_t now_ns, uint64_t until_ns, uint64_t left_ns)
{
    uint64_t difference_ns = until_ns - now_ns;

    if (difference_ns > INT64_MAX)
        return 0;
    return difference_ns < left_ns ? difference_ns : left_ns;
}

static bool stopped(retry_call *call)
{
    if (retry__cancel_fired(call->cancel))
        retry__call_stop(call, RETRY_REASON_CANCELLED);
    return call->flags & RETRY_CALL_FINISHED;
}

/* Waits to an instant, so that being woken for nothing does not add up. */
static void wait_for(retry_call *call, uint64_t left_ns)
{
    const struct retry_host *host = retry__call_host(call);
    uint64_t now_ns;

    left_ns = retry__call_obey(call, left_ns, true);
    now_ns = retry__host_now(host);
    while (left_ns > 0 && !stopped(call)) {
        uint64_t until_ns = now_ns + left_ns;
        if (sleep_until(call, until_ns, left_ns)) {
            left_ns = 0;
        } else {
            now_ns = retry__host_now(host);
            left_ns = left_at(now_ns, until_ns, left_ns);
        }
        left_ns = retry__call_obey(call, left_ns, false);
    }
}

/* Somebody who is counted while he waits. */
struct waiter {
    struct retry_cells *cells;
    uint64_t process;
};

/* A child that was forked meanwhile counts from zero, and without him. */
static void uncount(void *context)
{
    const struct waiter *waiter = context;

    if (retry__thread_process() == waiter->process)
        retry__cells_add(waiter->cells, RETRY_CELL_WAITING, UINT64_MAX);
}

/* The host's own wait may be where its thread is cancelled. */
static void wait_counted(retry_call *call, uint64_t left_ns)
{
    struct waiter waiter = {.cells = call->policy->cells};

    if (!waiter.cells) {
        wait_for(call, left_ns);
        return;
    }
    waiter.process = retry__thread_process();
    retry__cells_add(waiter.cells, RETRY_CELL_WAITING, 1);
    pthread_cleanup_push(uncount, &waiter);
    wait_for(call, left_ns);
    pthread_cleanup_pop(1);
}

bool retry__call_wait(retry_call *call)
{
    uint64_t left_ns = call->flags & RETRY_CALL_WAITED ? 0 : retry__call_last(call).delay_ns;

    if (left_ns > 0)
        wait_counted(call, left_ns);
    call->flags |= RETRY_CALL_WAITED;
    return !stopped(call);
}

/* A finished call repeats its answer; one that was never decided on has nothing to wait for. */
retry_decision retry__call_recheck(retry_call *call, uint64_t left_ns)
{
    retry_decision last = retry__call_last(call);

    if (!last.again)
        return last;
    if (left_ns > last.delay_ns)
        left_ns = last.delay_ns;
    if (!stopped(call))
        left_ns = retry__call_obey(call, left_ns, false);
    last = retry__call_last(call);
    if (last.again)
        last.delay_ns = left_ns;
    return last;
}

bool retry__call_again(retry_call *call, retry_error error, const retry_hint *hint)
{
    return retry__call_failed(call, error, hint).again && retry__call_wait(call);
}
