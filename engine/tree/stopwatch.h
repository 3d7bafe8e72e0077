/* stopwatch.h - the time that a call has taken, what is left of it, and how long its attempt has run. */
#ifndef RETRY_TREE_STOPWATCH_H
#define RETRY_TREE_STOPWATCH_H

#include "engine/retry.h"

/* All of these take the clock as it was just read. A clock that is before what the call has seen went backwards: it has
 * not moved. */

/** Starts the call's clock: it began before, by the delays that it was granted and the time spent elsewhere. */
void retry__stopwatch_start(retry_call *call, uint64_t now_ns);
/** Moves the call's instants to where the clock has gone back to, so that it counts on from there. */
void retry__stopwatch_go_back(retry_call *call, uint64_t now_ns);
/** Remembers the clock, of a call whose clock was started. @return the time that the call has taken in all */
static inline uint64_t retry__stopwatch_see(retry_call *call, uint64_t now_ns)
{
    if (now_ns - call->seen_ns > INT64_MAX)
        retry__stopwatch_go_back(call, now_ns);
    call->seen_ns = now_ns;
    return now_ns - call->spent_ns;
}
/** Starts the counting of time anew, but for the caller's deadline. */
void retry__stopwatch_renew(retry_call *call, uint64_t now_ns);
/** The time that the call has taken in all; one whose clock was not started has taken what its delays say. */
uint64_t retry__stopwatch_elapsed_ns(const retry_call *call, uint64_t now_ns);
/** What is left until the caller's deadline, of a call that has one. */
uint64_t retry__stopwatch_left_ns(const retry_call *call, uint64_t now_ns);
/** Does the instant lie past the deadline, of a call that has one and has seen the clock? */
static inline bool retry__stopwatch_late(const retry_call *call, uint64_t instant_ns)
{
    return (int64_t)(instant_ns - call->deadline_ns) > 0;
}
/** The longest that the attempt can have run, of a call whose clock was started. */
uint64_t retry__stopwatch_ran_ns(const retry_call *call, uint64_t now_ns);

#endif
