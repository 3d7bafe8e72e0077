/* outcome.h - how the attempts of a test end. */
#ifndef RETRY_TEST_OUTCOME_H
#define RETRY_TEST_OUTCOME_H

#include "engine/retry.h"
#include "schema/fault.h"

/* One of `outcomes`. */
struct retry_outcome {
    retry_error error; /* success for `ok`; a word lives in the arena of the tests */
    retry_hint hint;
    uint64_t took_ns;
    uint32_t times; /* attempts in a row that end this way, at least 1 */
};

/**
 * Reads `outcomes`. Together they answer at most RETRY_LIMIT_TEST_ATTEMPTS attempts.
 *
 * @return false: the report has gained a finding
 */
bool retry__outcomes_read(const struct retry_check *check, const struct retry_value *value, struct retry_arena *arena,
                          struct retry_outcome **out, uint32_t *out_count);

#endif
