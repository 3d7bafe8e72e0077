/* stopwatch.c - the time that a call has taken, what is left of it, and how long its attempt has run. */
#include "engine/tree/stopwatch.h"

#include "engine/tree/flags.h"

/* From one instant to the next; 0 where the next comes first. Taken as signed, so that a clock may run over its end. */
static uint64_t between(uint64_t from_ns, uint64_t to_ns)
{
    uint64_t difference_ns = to_ns - from_ns;

    return difference_ns > INT64_MAX ? 0 : difference_ns;
}

/* The later of the clock and what the call has seen of it. */
static uint64_t forward(const retry_call *call, uint64_t now_ns)
{
    return call->seen_ns + between(call->seen_ns, now_ns);
}

void retry__stopwatch_start(retry_call *call, uint64_t now_ns)
{
    call->flags |= RETRY_CALL_TIMED;
    call->spent_ns = now_ns - call->spent_ns;
    call->seen_ns = now_ns;
}

void retry__stopwatch_go_back(retry_call *call, uint64_t now_ns)
{
    uint64_t back_ns = call->seen_ns - now_ns;

    call->spent_ns -= back_ns;
    call->deadline_ns -= back_ns;
}

void retry__stopwatch_renew(retry_call *call, uint64_t now_ns)
{
    call->spent_ns = now_ns;
}

uint64_t retry__stopwatch_elapsed_ns(const retry_call *call, uint64_t now_ns)
{
    return call->flags & RETRY_CALL_TIMED ? between(call->spent_ns, forward(call, now_ns)) : call->spent_ns;
}

uint64_t retry__stopwatch_left_ns(const retry_call *call, uint64_t now_ns)
{
    return between(forward(call, now_ns), call->deadline_ns);
}

uint64_t retry__stopwatch_ran_ns(const retry_call *call, uint64_t now_ns)
{
    uint64_t delay_ns = call->flags & RETRY_CALL_DECIDED ? call->delay_ns : 0;

    return between(call->seen_ns + delay_ns, now_ns);
}
