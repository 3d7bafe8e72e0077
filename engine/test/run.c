/* run.c - plays the tests of a set, all of them or those that somebody chose. */
#include "engine/test/run.h"

bool retry__test_run_again(struct retry_test_run *run, size_t index)
{
    const struct retry_test *test = &run->tests->items[index];

    if (!retry__play(&run->play, &run->stage, run->set, test))
        return false;
    retry__verdict(test, &run->play, &run->verdict);
    return true;
}

static bool play_all(struct retry_test_run *run, bool (*chosen)(const char *name, const char *pattern),
                     const char *pattern)
{
    for (size_t i = 0; i < run->tests->count; i++) {
        if (chosen && !chosen(run->tests->items[i].name, pattern)) {
            run->states[i] = RETRY_TEST_LEFT_OUT;
            run->left_out++;
            continue;
        }
        if (!retry__test_run_again(run, i))
            return false;
        run->states[i] = run->verdict.count > 0 ? RETRY_TEST_FAILED : RETRY_TEST_PASSED;
        run->failed += run->verdict.count > 0;
        run->passed += run->verdict.count == 0;
    }
    return true;
}

bool retry__test_run(struct retry_test_run *run, const struct retry_tests *tests, struct retry_set *set,
                     bool (*chosen)(const char *name, const char *pattern), const char *pattern)
{
    *run = (struct retry_test_run){.tests = tests, .set = set};
    if (!retry__stage_open(&run->stage, set))
        return false;
    run->states = retry__mem_new(tests->count + 1, sizeof(*run->states));
    if (run->states && play_all(run, chosen, pattern))
        return true;
    retry__test_run_done(run);
    return false;
}

void retry__test_run_done(struct retry_test_run *run)
{
    retry__play_done(&run->play);
    retry__stage_close(&run->stage);
    retry__mem_free(run->states);
    run->states = NULL;
}
