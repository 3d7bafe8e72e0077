/* wait.h - waits for what a decision granted. */
#ifndef RETRY_CALL_WAIT_H
#define RETRY_CALL_WAIT_H

#include "engine/retry.h"

/** As retry_call_wait(). */
bool retry__call_wait(retry_call *call);
/** As retry_call_recheck(). */
retry_decision retry__call_recheck(retry_call *call, uint64_t left_ns);
/** As retry_call_again(). */
bool retry__call_again(retry_call *call, retry_error error, const retry_hint *hint);

#endif
