/* run.h - plays the tests of a set, all of them or those that somebody chose. */
#ifndef RETRY_TEST_RUN_H
#define RETRY_TEST_RUN_H

#include "engine/test/verdict.h"

enum retry_test_state { RETRY_TEST_PASSED, RETRY_TEST_FAILED, RETRY_TEST_LEFT_OUT };

struct retry_test_run {
    const struct retry_tests *tests;
    struct retry_set *set;
    struct retry_stage stage;
    struct retry_play play;       /* of the test that was played last */
    struct retry_verdict verdict; /* on it */
    uint8_t *states;              /* enum retry_test_state of each test */
    size_t passed, failed, left_out;
};

/**
 * Plays all tests and keeps who passed. The run must not move until retry__test_run_done().
 *
 * @param chosen  which to play; NULL: all
 * @return false: no memory; nothing to free
 */
bool retry__test_run(struct retry_test_run *run, const struct retry_tests *tests, struct retry_set *set,
                     bool (*chosen)(const char *name, const char *pattern), const char *pattern);
/** Plays one test once more, which gives the same, and leaves it in `play` and `verdict`. @return false: no memory */
bool retry__test_run_again(struct retry_test_run *run, size_t index);
void retry__test_run_done(struct retry_test_run *run);

#endif
