/* duration.h - delays in whole nanoseconds: reading, writing, and arithmetic that stops at 365 days. */
#ifndef RETRY_SCHEMA_DURATION_H
#define RETRY_SCHEMA_DURATION_H

#include "schema/decimal.h"

#define RETRY_DURATION_MAX UINT64_C(31536000000000000) /* 365d in ns */

/* The answer of the parser to a well-formed duration over 365d: compare the pointer. */
extern const char retry__duration_too_long[];

/**
 * Reads number and unit, units `d h m s ms us ns` in falling order, each once, a fraction only on the last part, whole
 * nanoseconds, at most 365d: "250ms", "1.5s", "1m30s".
 *
 * @return NULL, or what is wrong as the end of a sentence ("has no unit")
 */
const char *retry__duration_parse(const char *text, size_t length, uint64_t *out_ns);
/**
 * Reads what somebody may have meant by a text that is no duration ("1:30", "5 sec", "1h30"; a bare number counts
 * seconds).
 *
 * @return false where nothing sensible can be read
 */
bool retry__duration_guess(const char *text, size_t length, uint64_t *out_ns);
/** Writes the shortest spelling, "1m30s", "1.5s", "250ms", "0s"; returns its length. Size 48 always suffices. */
size_t retry__duration_text(uint64_t ns, char *buffer, size_t size);

static inline uint64_t retry__duration_add(uint64_t left_ns, uint64_t right_ns)
{
    uint64_t sum;
    return __builtin_add_overflow(left_ns, right_ns, &sum) || sum > RETRY_DURATION_MAX ? RETRY_DURATION_MAX : sum;
}

/** delay * factor, rounded half up. What needs more than 64 bits is taken apart into whole seconds and whole factors,
 * so that nothing wider is divided; all of it is exact. */
static inline uint64_t retry__duration_scale(uint64_t ns, struct retry_decimal factor)
{
    uint64_t product, rest = ns % RETRY_DECIMAL_ONE, part = factor.billionths % RETRY_DECIMAL_ONE;
    unsigned __int128 scaled;

    if (!__builtin_mul_overflow(ns, factor.billionths, &product) && product < UINT64_MAX - RETRY_DECIMAL_ONE)
        return (product + RETRY_DECIMAL_ONE / 2) / RETRY_DECIMAL_ONE;
    scaled = (unsigned __int128)(ns / RETRY_DECIMAL_ONE) * factor.billionths +
             (unsigned __int128)rest * (factor.billionths / RETRY_DECIMAL_ONE) +
             (rest * part + RETRY_DECIMAL_ONE / 2) / RETRY_DECIMAL_ONE;
    return scaled > RETRY_DURATION_MAX ? RETRY_DURATION_MAX : (uint64_t)scaled;
}

#endif
