/* verdict.h - holds what came about in a test against what was expected. */
#ifndef RETRY_TEST_VERDICT_H
#define RETRY_TEST_VERDICT_H

#include "engine/test/play.h"

#define RETRY_FAILURE_TEXT 200
#define RETRY_FAILURE_NO_STEP SIZE_MAX

/* One expectation that was not met, or that the outcomes ran out. */
struct retry_failure {
    const char *key;                  /* of `expect`, or "outcomes" */
    const struct retry_value *place;  /* what was not met; of a list the item, the list where that has none */
    size_t step;                      /* the decision that differs, or RETRY_FAILURE_NO_STEP */
    bool list;                        /* more is to be seen in `expected` and `got` than the message says */
    char message[RETRY_FAILURE_TEXT]; /* "delays: the 2nd is 400ms, expected 200ms" */
    char expected[RETRY_FAILURE_TEXT], got[RETRY_FAILURE_TEXT];
};

struct retry_verdict {
    struct retry_failure failures[RETRY_EXPECT_COUNT + 1];
    size_t count; /* 0: passed */
};

void retry__verdict(const struct retry_test *test, const struct retry_play *play, struct retry_verdict *out);

#endif
