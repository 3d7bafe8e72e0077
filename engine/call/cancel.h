/* cancel.h - the program's object that stops calls. */
#ifndef RETRY_CALL_CANCEL_H
#define RETRY_CALL_CANCEL_H

#include "engine/retry.h"

/** Fired? NULL never is. The public header has no atomics, hence the compiler's own. */
static inline bool retry__cancel_fired(const retry_cancel *cancel)
{
    return cancel && __atomic_load_n(&cancel->fired, __ATOMIC_ACQUIRE) != 0;
}

/** Stops the calls that have it, also those that wait. Safe in signal handlers. */
void retry__cancel_fire(retry_cancel *cancel);
void retry__cancel_reset(retry_cancel *cancel);

#endif
