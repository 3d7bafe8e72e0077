/* reason.c - the words for reasons. */
#include "engine/call/reason.h"

#include "schema/mem.h"

const char *retry__reason_name(retry_reason reason)
{
    static const char *const names[] = {
        [RETRY_REASON_NONE] = "none",
        [RETRY_REASON_RETRY] = "retry",
        [RETRY_REASON_SUCCESS] = "success",
        [RETRY_REASON_ENDED] = "ended",
        [RETRY_REASON_UNDEFINED_POLICY] = "undefined_policy",
        [RETRY_REASON_DISABLED] = "disabled",
        [RETRY_REASON_CANCELLED] = "cancelled",
        [RETRY_REASON_NOT_IDEMPOTENT] = "not_idempotent",
        [RETRY_REASON_MAX_ATTEMPTS] = "max_attempts",
        [RETRY_REASON_EXHAUSTED] = "exhausted",
        [RETRY_REASON_CUSTOM_MISSING] = "custom_missing",
        [RETRY_REASON_MAX_ELAPSED] = "max_elapsed",
        [RETRY_REASON_DEADLINE] = "deadline",
        [RETRY_REASON_NOT_RETRYABLE] = "not_retryable",
        [RETRY_REASON_RULE_MAX_RETRIES] = "rule_max_retries",
        [RETRY_REASON_HINT_STOP] = "hint_stop",
        [RETRY_REASON_HINT_OVER_MAX] = "hint_over_max",
    };

    return (size_t)reason < RETRY_COUNT(names) ? names[reason] : "unknown";
}
