/* fuzz_test.c - plays the tests of anything that loads: each ends, and gives the same a second time. */
#include "engine/store/load.h"
#include "engine/test/run.h"

#include <stdlib.h>
#include <string.h>

#define ATTEMPTS 100000 /* played of one input, so that no input is slow for its numbers alone */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool number_symbol(void *context, const char *name, size_t length, uint32_t *out)
{
    (void)context, (void)name;
    *out = (uint32_t)length;
    return true;
}

/* Every call ends by success, by a stop or because no outcome is left; delays lie in their windows. */
static void check_play(const struct retry_play *play)
{
    if (play->count == 0 || play->granted > play->count)
        abort();
    for (size_t i = 0; i < play->granted; i++) {
        const struct retry_step *step = &play->steps[i];
        if (!step->decision.again || step->decision.delay_ns < step->window.lo_ns ||
            step->decision.delay_ns > step->window.hi_ns)
            abort();
    }
}

static void play(const struct retry_tests *tests, struct retry_set *set)
{
    struct retry_test_run run;

    if (!retry__test_run(&run, tests, set, NULL, NULL) || run.passed + run.failed != tests->count)
        abort();
    for (size_t i = 0; i < tests->count; i++) {
        if (!retry__test_run_again(&run, i) || (run.verdict.count > 0) != (run.states[i] == RETRY_TEST_FAILED))
            abort();
        check_play(&run.play);
    }
    retry__test_run_done(&run);
}

static void load_text(const char *text)
{
    struct retry_report *report = retry__report_new();
    struct retry_load load = {.defaults = text, .symbol = number_symbol};
    struct retry_loading loading = {0};
    struct retry_tests tests = {0};
    struct retry_set *set = retry__load_open(&load, report, &loading);
    size_t errors = report->by_severity[RETRY_FINDING_ERROR];

    for (size_t i = 0; i < loading.count; i++)
        if (loading.texts[i].parsed)
            retry__tests_read(&tests, &loading.texts[i].document, set, NULL, report);
    if (tests.wrong > 0 && report->by_severity[RETRY_FINDING_ERROR] == errors)
        abort();
    if (set && tests.attempts <= ATTEMPTS)
        play(&tests, set);
    retry__tests_done(&tests);
    retry__load_close(&loading);
    retry__set_free(set);
    retry__report_free(report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);

    if (!text)
        abort();
    memcpy(text, data, size);
    text[size] = '\0';
    load_text(text);
    free(text);
    return 0;
}
