/* run.c - runs an operation until it succeeds or its policy stops it. */
#include "engine/call/run.h"

#include "engine/call/call.h"
#include "engine/call/wait.h"
#include "engine/store/options.h"

#include <assert.h>
#include <errno.h>

/* A call has no room for a hint: it is kept behind the call, which RETRY_CALL_RUN says. */
struct run {
    retry_call call;
    retry_hint hint; /* what the server asked for in the attempt that is running */
};

static_assert(offsetof(struct run, call) == 0, "a call that is run is a run");

void retry__run_hint(retry_call *call, retry_hint hint)
{
    if (call->flags & RETRY_CALL_RUN)
        ((struct run *)call)->hint = hint;
}

static void leave_outcome(const retry_call *call, const retry_call_options *options)
{
    retry_call_options known;

    if (retry__options_read(options, &known, sizeof(known)) && known.outcome)
        *known.outcome = retry__call_last(call);
}

retry_error retry__run(const retry_policy *policy, const retry_call_options *options, retry_operation operation,
                       void *context)
{
    struct run run;
    retry_error error = retry_errno(ECANCELED);

    if (retry__call_begin(&run.call, policy, options)) {
        run.call.flags |= RETRY_CALL_RUN;
        do {
            run.hint = (retry_hint){.kind = RETRY_HINT_NONE};
            error = operation(context, &run.call);
        } while (!retry_is_ok(error) && retry__call_again(&run.call, error, &run.hint));
    }
    if (!options) {
        if (retry_is_ok(error))
            retry__call_drop(&run.call);
        return error;
    }
    if (retry_is_ok(error))
        retry__call_stop(&run.call, RETRY_REASON_SUCCESS);
    leave_outcome(&run.call, options);
    return error;
}
