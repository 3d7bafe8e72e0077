/* test_retry_cxx.cc - the public header is C++ as well: every inline function, and a call from begin to end. */
#include "engine/retry.h"

#include <cerrno>

static retry_error broken(void *context, retry_call *call)
{
    ++*static_cast<unsigned *>(context);
    retry_call_hint(call, retry_hint_delay(1));
    return retry_also(retry_errno(ECONNRESET), retry_http(static_cast<int>(retry_call_last(call).attempts)));
}

static bool errors_are_what_they_say()
{
    return retry_is_ok(retry_ok()) && retry_is_ok(retry_http(204)) && !retry_is_ok(retry_http(503)) &&
           !retry_is_ok(retry_errno(EPIPE)) && !retry_is_ok(retry_grpc(14)) && !retry_is_ok(retry_exit(75)) &&
           !retry_is_ok(retry_signal(15)) && !retry_is_ok(retry_gai(-3)) && !retry_is_ok(retry_curl(7)) &&
           !retry_is_ok(retry_app("deadlock")) && !retry_is_ok(retry_sqlstate("40001")) &&
           retry_unprocessed(retry_errno(EPIPE)).marks == RETRY_MARK_UNPROCESSED &&
           retry_marked(retry_errno(EPIPE), RETRY_MARK_TIMEOUT).marks == RETRY_MARK_TIMEOUT &&
           retry_error_is(retry_marked(retry_exit(1), RETRY_MARK_THROTTLED), "throttled");
}

static bool hints_are_what_they_say()
{
    return retry_hint_delay(5).delay_ns == 5 && retry_hint_delay(UINT64_MAX).delay_ns == RETRY_FOREVER_NS &&
           retry_hint_delay(0).kind == RETRY_HINT_DELAY && retry_hint_stop().kind == RETRY_HINT_STOP &&
           retry_hint_retry_after("2", 0).delay_ns == 2000000000;
}

int main()
{
    retry_options options = {};
    options.size = sizeof(options);
    options.defaults = "version: 1\npolicies: {twice: {limits: {max_attempts: 2}, backoff: {immediate: {}}}}\n";
    retry_catalogue *catalogue = nullptr;
    if (retry_catalogue_open(&options, &catalogue, nullptr) != RETRY_OK)
        return 1;

    unsigned attempts = 0;
    retry_cancel cancel = RETRY_CANCEL_INIT;
    retry_decision outcome = {};
    retry_call_options call = {};
    call.size = sizeof(call);
    call.cancel = &cancel;
    call.outcome = &outcome;
    retry_error last = retry_run(retry_catalogue_get(catalogue, "twice"), &call, broken, &attempts);
    retry_catalogue_free(catalogue);
    return errors_are_what_they_say() && hints_are_what_they_say() && attempts == 2 && !retry_is_ok(last) &&
                   outcome.reason == RETRY_REASON_MAX_ATTEMPTS
               ? 0
               : 2;
}
