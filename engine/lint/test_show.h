/* test_show.h - what the printers of the command `test` share: what is shown, and attempts in words. */
#ifndef RETRY_LINT_TEST_SHOW_H
#define RETRY_LINT_TEST_SHOW_H

#include "engine/lint/input.h"
#include "engine/test/run.h"

/* What is shown; `run` is NULL where the set was refused and nothing was played. */
struct retry_test_show {
    const struct retry_input *input;
    const struct retry_tests *tests;
    struct retry_test_run *run;
    const char *filter; /* the pattern by which tests were chosen, or NULL */
    bool colour;
    FILE *out;
};

#define RETRY_SHOWN_NAME 1024 /* bytes of a name or a file as it is shown */

/** A text of the input as it may be shown, cut to the buffer. @return the buffer */
const char *retry__test_shown(const char *text, char buffer[RETRY_SHOWN_NAME]);
/** "http:429, hint 2s", "ETIMEDOUT, cut", "ok". @return the buffer */
const char *retry__test_outcome(const struct retry_step *step, char *buffer, size_t size);
/** The attempts of a play as a table, of many only the first, the last and those near a failure. */
void retry__test_trace(const struct retry_play *play, const struct retry_verdict *verdict, FILE *out);

/** The printers. @return false: no memory, or a write error */
bool retry__test_text(const struct retry_test_show *show);
bool retry__test_json(const struct retry_test_show *show);
bool retry__test_junit(const struct retry_test_show *show);

#endif
