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

/* Makes attempts until one succeeds or the call ends. @return how the last one ended */
static retry_error attempt_again(struct run *run, retry_error error, retry_operation operation, void *context)
{
    while (!retry_is_ok(error) && retry__call_again(&run->call, error, &run->hint)) {
        run->hint = (retry_hint){.kind = RETRY_HINT_NONE};
        error = operation(context, &run->call);
    }
    return error;
}

static void leave_outcome(const retry_call *call, const retry_call_options *options)
{
    retry_call_options known;

    if (retry__options_read(options, &known, sizeof(known)) && known.outcome)
        *known.outcome = retry__call_last(call);
}

/* Whatever takes more than one attempt without options. Apart, so that success at once pays for nothing of it. */
__attribute__((noinline)) static retry_error go_on(struct run *run, const retry_call_options *options,
                                                   retry_error error, retry_operation operation, void *context)
{
    error = attempt_again(run, error, operation, context);
    if (retry_is_ok(error))
        retry__call_stop(&run->call, RETRY_REASON_SUCCESS);
    if (options)
        leave_outcome(&run->call, options);
    return error;
}

retry_error retry__run(const retry_policy *policy, const retry_call_options *options, retry_operation operation,
                       void *context)
{
    struct run run;
    retry_error error;

    if (!retry__call_begin(&run.call, policy, options)) {
        if (options)
            leave_outcome(&run.call, options);
        return retry_errno(ECANCELED);
    }
    run.call.flags |= RETRY_CALL_RUN;
    run.hint = (retry_hint){.kind = RETRY_HINT_NONE};
    error = operation(context, &run.call);
    if (options || !retry_is_ok(error))
        return go_on(&run, options, error, operation, context);
    retry__call_drop(&run.call);
    return retry_ok();
}
