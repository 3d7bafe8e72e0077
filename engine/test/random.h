/* random.h - what a test draws from each window, in the place of chance. */
#ifndef RETRY_TEST_RANDOM_H
#define RETRY_TEST_RANDOM_H

#include "engine/retry.h"
#include "schema/fault.h"

enum retry_random_kind { RETRY_RANDOM_MIN, RETRY_RANDOM_MID, RETRY_RANDOM_MAX, RETRY_RANDOM_SEED, RETRY_RANDOM_SHARES };

/* The `random` of a test. */
struct retry_random {
    enum retry_random_kind kind;
    uint32_t seed;
    const uint64_t *shares; /* billionths, 0 to 10^9; in the arena of the tests */
    uint32_t count;         /* of shares, at least 1 */
};

/* Draws as they go on; zero bytes and a random are the start. */
struct retry_draws {
    const struct retry_random *random;
    uint64_t state; /* of splitmix64, a seed at the start */
    uint32_t next;  /* of the shares */
};

/** Reads a `random`; NULL is mid. @return false: the report has gained a finding */
bool retry__random_read(const struct retry_check *check, const struct retry_value *value, struct retry_arena *arena,
                        struct retry_random *out);
void retry__draws_begin(struct retry_draws *draws, const struct retry_random *random);
/** The next delay, from that window. A share u of a window of n delays is lo + floor(u * n), 1 is hi; a seed draws as a
 * program does. */
uint64_t retry__draws_next(struct retry_draws *draws, retry_window window);

#endif
