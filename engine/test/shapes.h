/* shapes.h - what a test in a policy file may say, and what the checker makes of it. */
#ifndef RETRY_TEST_SHAPES_H
#define RETRY_TEST_SHAPES_H

#include "schema/shape.h"

/* Values are NULL where absent. */
struct retry_expect_section {
    const struct retry_value *elapsed; /* a duration or [lo, hi] */
    const struct retry_value *delays;  /* a list of those */
    const struct retry_value *windows; /* a list of [lo, hi] */
    const struct retry_value *rules;   /* a list of numbers and the word `otherwise` */
    uint32_t attempts;                 /* 0: not stated */
    uint8_t result;                    /* enum retry_expect_result; without meaning where not stated, as the next */
    uint8_t reason;                    /* the index in retry__expect_reasons */
    uint8_t spare[2];
};

struct retry_test_section {
    const struct retry_value *policy;   /* a checked name */
    const struct retry_value *random;   /* a word, {seed: N} or a list of numbers */
    const struct retry_value *outcomes; /* whatever stands there */
    uint64_t deadline_ns;               /* 0: none */
    struct retry_expect_section expect;
    bool not_idempotent;
};

struct retry_outcome_section {
    uint64_t took_ns;
    const struct retry_value *error; /* whatever stands there */
    const struct retry_value *hint;  /* a duration or the word `stop` */
    uint32_t times;
    uint32_t spare;
};

struct retry_seed_section {
    uint32_t seed;
    uint32_t spare;
};

enum retry_expect_result { RETRY_EXPECT_SUCCESS, RETRY_EXPECT_STOPPED };

/** The words of `result`, by enum retry_expect_result. */
extern const char *const retry__expect_results[];
/** The words of `reason`: how a call under a test can end, as retry_reason_name() says it. */
extern const char *const retry__expect_reasons[];

/** One of `tests`. */
extern const struct retry_shape retry__shape_test;
/** One of `outcomes`, where it is a mapping. */
extern const struct retry_shape retry__shape_outcome;
extern const struct retry_shape retry__shape_expect;
/** `random`, where it is a mapping. */
extern const struct retry_shape retry__shape_seed;

#endif
