/* run.c - runs an operation until it succeeds or its policy stops it. */
#include "engine/call/run.h"

#include "engine/call/call.h"
#include "engine/call/wait.h"
#include "engine/store/options.h"

#include <errno.h>

static void leave_outcome(const retry_call *call, const retry_call_options *options)
{
    retry_call_options known;

    if (retry__options_read(options, &known, sizeof(known)) && known.outcome)
        *known.outcome = retry__call_last(call);
}

retry_error retry__run(const retry_policy *policy, const retry_call_options *options, retry_operation operation,
                       void *context)
{
    retry_call call;
    retry_error error = retry_errno(ECANCELED);

    if (retry__call_begin(&call, policy, options)) {
        do
            error = operation(context, &call);
        while (!retry_is_ok(error) && retry__call_again(&call, error, NULL));
    }
    if (options) {
        if (retry_is_ok(error))
            retry__call_stop(&call, RETRY_REASON_SUCCESS);
        leave_outcome(&call, options);
    }
    return error;
}
