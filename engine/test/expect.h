/* expect.h - what must come about in a test. */
#ifndef RETRY_TEST_EXPECT_H
#define RETRY_TEST_EXPECT_H

#include "engine/retry.h"
#include "engine/test/shapes.h"
#include "schema/fault.h"

/* The keys of `expect`, in the order of its shape. */
enum retry_expect_key {
    RETRY_EXPECT_RESULT,
    RETRY_EXPECT_REASON,
    RETRY_EXPECT_ATTEMPTS,
    RETRY_EXPECT_ELAPSED,
    RETRY_EXPECT_DELAYS,
    RETRY_EXPECT_WINDOWS,
    RETRY_EXPECT_RULES,
    RETRY_EXPECT_COUNT
};

/* A list of ranges; of one duration both ends are equal. */
struct retry_expect_ranges {
    const retry_window *items;
    uint32_t count;
};

struct retry_expect {
    const struct retry_value *values[RETRY_EXPECT_COUNT]; /* where each stands; NULL: not expected */
    enum retry_expect_result result;
    const char *reason;
    uint32_t attempts;
    uint32_t rule_count;
    retry_window elapsed;
    struct retry_expect_ranges delays, windows;
    const uint8_t *rules; /* 0 = otherwise */
};

/**
 * Reads what passed the shape of `expect`.
 *
 * @param value  the mapping, for places
 * @return false: the report has gained a finding
 */
bool retry__expect_read(const struct retry_check *check, const struct retry_value *value,
                        const struct retry_expect_section *section, struct retry_arena *arena,
                        struct retry_expect *out);

#endif
