/* api.c - the public functions: what they take is checked here, what they mean is said in the rooms below. */
#include "engine/api.h"

#include "engine/call/ask.h"
#include "engine/call/call.h"
#include "engine/call/cancel.h"
#include "engine/call/reason.h"
#include "engine/call/run.h"
#include "engine/call/wait.h"
#include "engine/call/why.h"
#include "engine/errors/error.h"
#include "engine/errors/hint.h"
#include "engine/live/load.h"

/* ---- words ------------------------------------------------------------------------------------- */

const char *retry_reason_name(retry_reason reason)
{
    return retry__reason_name(reason);
}

const char *retry_status_text(retry_status status)
{
    static const char *const texts[] = {
        [RETRY_OK] = "ok",
        [RETRY_EINVAL] = "invalid argument",
        [RETRY_ENOMEM] = "out of memory",
        [RETRY_EIO] = "a file or directory could not be read",
        [RETRY_EPOLICY] = "a policy document is wrong",
        [RETRY_EBUSY] = "busy",
        [RETRY_ESYSTEM] = "the system refused a thread or a descriptor",
    };

    return (size_t)status < RETRY_COUNT(texts) ? texts[status] : "unknown";
}

const char *retry_version(void)
{
    return RETRY_VERSION;
}

/* ---- the catalogue ------------------------------------------------------------------------------- */

/* The process's own; made when first needed, never freed. */
static _Atomic(struct retry_catalogue *) own;

static struct retry_catalogue *own_catalogue(void)
{
    struct retry_catalogue *catalogue = atomic_load_explicit(&own, memory_order_acquire);
    if (catalogue)
        return catalogue;

    struct retry_catalogue *made = retry__catalogue_new();
    if (made)
        made->own = true;
    if (made &&
        !atomic_compare_exchange_strong_explicit(&own, &catalogue, made, memory_order_acq_rel, memory_order_acquire)) {
        retry__catalogue_free(made); /* another thread was faster */
        return catalogue;
    }
    return made;
}

struct retry_catalogue *retry__api_catalogue(struct retry_catalogue *given)
{
    return given ? given : own_catalogue();
}

struct retry_catalogue *retry__api_known(struct retry_catalogue *given)
{
    return given ? given : atomic_load_explicit(&own, memory_order_acquire);
}

static void no_report(retry_report **out_report)
{
    if (out_report)
        *out_report = NULL;
}

retry_status retry_init(const retry_options *options, retry_report **out_report)
{
    struct retry_catalogue *catalogue = own_catalogue();

    no_report(out_report);
    return catalogue ? retry__live_first_load(catalogue, options, out_report) : RETRY_ENOMEM;
}

retry_status retry_reload(retry_report **out_report)
{
    struct retry_catalogue *catalogue = own_catalogue();

    no_report(out_report);
    return catalogue ? retry__live_reload(catalogue, RETRY_TRIGGER_RELOAD, out_report) : RETRY_ENOMEM;
}

const retry_policy *retry_policy_get(const char *name)
{
    struct retry_catalogue *catalogue = own_catalogue();

    if (!catalogue || !name)
        return NULL;
    if (!atomic_load_explicit(&catalogue->loaded, memory_order_acquire)) {
        /* Inside a load or a decision, which is busy, the handle comes first: the next look-up tries again. */
        retry_status status = retry__live_first_load(catalogue, NULL, NULL);
        if (status == RETRY_ENOMEM && !atomic_load_explicit(&catalogue->loaded, memory_order_acquire))
            return NULL;
    }
    return retry__catalogue_get(catalogue, name);
}

retry_status retry_catalogue_open(const retry_options *options, retry_catalogue **out_catalogue,
                                  retry_report **out_report)
{
    struct retry_catalogue *catalogue;
    retry_status status;

    no_report(out_report);
    if (!out_catalogue)
        return RETRY_EINVAL;
    *out_catalogue = NULL;
    catalogue = retry__catalogue_new();
    if (!catalogue)
        return RETRY_ENOMEM;
    status = retry__live_first_load(catalogue, options, out_report);
    if (status == RETRY_OK || retry__catalogue_generation(catalogue) > 0)
        *out_catalogue = catalogue;
    else
        retry__live_free(catalogue);
    return status;
}

retry_status retry_catalogue_reload(retry_catalogue *catalogue, retry_report **out_report)
{
    no_report(out_report);
    return catalogue ? retry__live_reload(catalogue, RETRY_TRIGGER_RELOAD, out_report) : RETRY_EINVAL;
}

const retry_policy *retry_catalogue_get(retry_catalogue *catalogue, const char *name)
{
    return catalogue && name ? retry__catalogue_get(catalogue, name) : NULL;
}

void retry_catalogue_free(retry_catalogue *catalogue)
{
    retry__live_free(catalogue);
}

uint64_t retry_catalogue_generation(const retry_catalogue *catalogue)
{
    if (!catalogue)
        catalogue = atomic_load_explicit(&own, memory_order_acquire);
    return catalogue ? retry__catalogue_generation(catalogue) : 0;
}

retry_status retry_custom_set(retry_catalogue *catalogue, const char *name, retry_custom_fn function, void *context)
{
    if (!name)
        return RETRY_EINVAL;
    if (!catalogue)
        catalogue = own_catalogue();
    return catalogue ? retry__catalogue_set_custom(catalogue, name, function, context) : RETRY_ENOMEM;
}

/* ---- a policy, asked without a call -------------------------------------------------------------- */

const char *retry_policy_name(const retry_policy *policy)
{
    return policy ? policy->name : "";
}

retry_policy_state retry_policy_state_get(const retry_policy *policy)
{
    return retry__ask_state(policy);
}

uint32_t retry_policy_max_attempts(const retry_policy *policy)
{
    return retry__ask_max_attempts(policy);
}

bool retry_policy_should_retry(const retry_policy *policy, uint32_t failures, retry_error error)
{
    return retry__ask_should_retry(policy, failures, error);
}

retry_answer retry_policy_window(const retry_policy *policy, uint32_t failures, retry_window *out_window)
{
    return retry__ask_window(policy, failures, out_window);
}

retry_answer retry_policy_window_for(const retry_policy *policy, uint32_t failures, retry_error error,
                                     retry_window *out_window)
{
    return retry__ask_window_for(policy, failures, error, out_window);
}

/* ---- cancel -------------------------------------------------------------------------------------- */

void retry_cancel_fire(retry_cancel *cancel)
{
    if (cancel)
        retry__cancel_fire(cancel);
}

bool retry_cancel_fired(const retry_cancel *cancel)
{
    return retry__cancel_fired(cancel);
}

void retry_cancel_reset(retry_cancel *cancel)
{
    if (cancel)
        retry__cancel_reset(cancel);
}

/* ---- calls --------------------------------------------------------------------------------------- */

bool retry_call_begin(retry_call *call, const retry_policy *policy, const retry_call_options *options)
{
    return retry__call_begin(call, policy, options);
}

bool retry_call_again(retry_call *call, retry_error error, const retry_hint *hint)
{
    return retry__call_again(call, error, hint);
}

retry_decision retry_call_failed(retry_call *call, retry_error error, const retry_hint *hint)
{
    return retry__call_failed(call, error, hint);
}

void retry_call_succeeded(retry_call *call)
{
    retry__call_stop(call, RETRY_REASON_SUCCESS);
}

bool retry_call_wait(retry_call *call)
{
    return retry__call_wait(call);
}

retry_decision retry_call_recheck(retry_call *call, uint64_t left_ns)
{
    return retry__call_recheck(call, left_ns);
}

void retry_call_end(retry_call *call)
{
    retry__call_stop(call, RETRY_REASON_ENDED);
}

retry_decision retry_call_last(const retry_call *call)
{
    return retry__call_last(call);
}

uint64_t retry_call_timeout_ns(const retry_call *call)
{
    return retry__call_timeout_ns(call);
}

size_t retry_call_why(const retry_call *call, char *buffer, size_t size)
{
    return retry__call_why(call, buffer, size);
}

retry_error retry_run(const retry_policy *policy, const retry_call_options *options, retry_operation operation,
                      void *context)
{
    return retry__run(policy, options, operation, context);
}

void retry_call_hint(retry_call *call, retry_hint hint)
{
    retry__run_hint(call, hint);
}

/* ---- errors -------------------------------------------------------------------------------------- */

retry_error retry_sqlstate(const char *state)
{
    return retry__error_sqlstate(state);
}

retry_error retry_also(retry_error first, retry_error second)
{
    return retry__error_also(first, second);
}

size_t retry_error_text(retry_error error, char *buffer, size_t size)
{
    return retry__error_text(error, buffer, size);
}

bool retry_error_is(retry_error error, const char *group)
{
    return retry__error_is(error, group);
}

/* ---- hints --------------------------------------------------------------------------------------- */

retry_hint retry_hint_retry_after(const char *value, int64_t now_s)
{
    return retry__hint_retry_after(value, now_s);
}

retry_hint retry_hint_rate_limit_reset(const char *value, int64_t now_s)
{
    return retry__hint_rate_limit_reset(value, now_s);
}

retry_hint retry_hint_grpc_pushback(const char *value)
{
    return retry__hint_grpc_pushback(value);
}

retry_hint retry_hint_amz_retry_after(const char *value)
{
    return retry__hint_amz_retry_after(value);
}

int64_t retry_http_date(const char *value, int64_t now_s)
{
    return retry__hint_http_date(value, now_s);
}
