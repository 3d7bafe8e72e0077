/* hint.h - what a server asks for, and what a policy makes of it. */
#ifndef RETRY_ERRORS_HINT_H
#define RETRY_ERRORS_HINT_H

#include "engine/retry.h"
#include "schema/decimal.h"

enum retry_hint_use { RETRY_HINT_AT_LEAST, RETRY_HINT_REPLACE, RETRY_HINT_IGNORE };
enum retry_hint_over { RETRY_HINT_OVER_FAIL, RETRY_HINT_OVER_CLAMP, RETRY_HINT_OVER_IGNORE };

/* The `hints` of a policy. */
struct retry_hint_terms {
    uint64_t max_ns;
    uint64_t max_extra_ns; /* UINT64_MAX: no limit */
    struct retry_decimal spread;
    uint8_t use;      /* enum retry_hint_use */
    uint8_t over_max; /* enum retry_hint_over */
    uint8_t spare[6];
};

/** The terms of a policy that states none. */
extern const struct retry_hint_terms retry__hint_usual;

/**
 * Step 7 of a decision: moves the window that the backoff answered to where the hint wants it.
 *
 * @param hint  NULL or of kind NONE: none
 * @return RETRY_REASON_NONE, RETRY_REASON_HINT_STOP or RETRY_REASON_HINT_OVER_MAX
 */
retry_reason retry__hint_apply(const struct retry_hint_terms *terms, const retry_hint *hint, retry_window *window);

/* The wire forms: see retry.h. */
retry_hint retry__hint_retry_after(const char *value, int64_t now_s);
retry_hint retry__hint_rate_limit_reset(const char *value, int64_t now_s);
retry_hint retry__hint_grpc_pushback(const char *value);
retry_hint retry__hint_amz_retry_after(const char *value);
/** Seconds since 1970 of an HTTP date (RFC 9110, 5.6.7: all three forms); -1 for what is none. */
int64_t retry__hint_http_date(const char *value, int64_t now_s);

#endif
