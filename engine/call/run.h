/* run.h - runs an operation until it succeeds or its policy stops it. */
#ifndef RETRY_CALL_RUN_H
#define RETRY_CALL_RUN_H

#include "engine/retry.h"

/** As retry_run(). */
retry_error retry__run(const retry_policy *policy, const retry_call_options *options, retry_operation operation,
                       void *context);
/** As retry_call_hint(). */
void retry__run_hint(retry_call *call, retry_hint hint);

#endif
