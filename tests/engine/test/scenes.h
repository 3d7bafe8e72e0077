/* scenes.h - for tests: a document's set, its tests, and what came of them. */
#ifndef TESTS_ENGINE_TEST_SCENES_H
#define TESTS_ENGINE_TEST_SCENES_H

#include "engine/store/load.h"
#include "engine/test/run.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define MS UINT64_C(1000000)

/* A policy of five attempts, 100 ms and then twice as long each time, fully jittered. */
#define POLICIES                                                                                                 \
    "version: 1\npolicies:\n"                                                                                    \
    "  db: {limits: {max_attempts: 5, max_elapsed: 30s, attempt_timeout: 2s}, backoff: "                         \
    "{jitter: {mode: full, over: {exponential: {initial_delay: 100ms}}}}}\n"                                     \
    "  loop: {limits: {max_attempts: unlimited}, backoff: {fixed: {delay: 1s}}}\n"                               \
    "  shut: {enabled: false, limits: {max_attempts: 5}, backoff: {fixed: {delay: 1s}}}\n"                       \
    "  year: {limits: {max_attempts: unlimited}, backoff: {fixed: {delay: 365d}}}\n"                             \
    "  wide: {limits: {max_attempts: 5}, backoff: {jitter: {mode: full, over: {fixed: {delay: 365d}}}}}\n"       \
    "  ruled: {limits: {max_attempts: 9, reset_after: 1m}, backoff: {fixed: {delay: 1s}}, hints: {spread: 0}, "  \
    "rules: [{when: [ECONNRESET], action: retry, max_retries: 2, "                                               \
    "backoff: {sequence: [{take: {retries: 1, over: {fixed: {delay: 1ms}}}}, {fixed: {delay: 2ms}}]}}, "         \
    "{when: [\"http:4xx\"], action: fail}, {when: [\"http:5xx\"], action: retry}, {when: [EIO], action: retry, " \
    "count: call, backoff: {sequence: [{take: {retries: 1, over: {fixed: {delay: 1ms}}}}, {fixed: {delay: "      \
    "2ms}}]}}]}\n"                                                                                               \
    "  tide: {limits: {max_attempts: 5}, backoff: {custom: {name: tide}}}\n"

/* The document under test. */
static struct scenes {
    struct retry_report *report;
    struct retry_load load;
    struct retry_loading loading;
    struct retry_set *set;
    struct retry_tests tests;
    char text[4096];
} scenes;

/* A symbol for every custom; none is registered. */
static inline bool scenes_symbol(void *context, const char *name, size_t length, uint32_t *out)
{
    (void)context;
    (void)name;
    *out = (uint32_t)length;
    return true;
}

/* Loads a document and reads its tests. @return were they right? */
static inline bool scenes_load(const char *text)
{
    scenes.load = (struct retry_load){.defaults = text, .symbol = scenes_symbol};
    scenes.report = retry__report_new();
    scenes.set = retry__load_open(&scenes.load, scenes.report, &scenes.loading);
    ck_assert_msg(scenes.loading.count == 1 && scenes.loading.texts[0].parsed, "not parsed: %s", text);
    return retry__tests_read(&scenes.tests, &scenes.loading.texts[0].document, scenes.set, NULL, scenes.report);
}

/* Loads POLICIES with tests in flow style behind them. */
static inline bool scenes_tests(const char *tests)
{
    char text[4096];

    snprintf(text, sizeof(text), POLICIES "tests: [%s]\n", tests);
    return scenes_load(text);
}

static inline void scenes_close(void)
{
    retry__tests_done(&scenes.tests);
    retry__set_free(scenes.set);
    retry__load_close(&scenes.loading);
    retry__report_free(scenes.report);
    scenes.set = NULL;
    scenes.report = NULL;
}

/* All findings as "slug 'path'", a line each. */
static inline const char *scenes_findings(void)
{
    size_t length = 0;

    scenes.text[0] = '\0';
    for (size_t i = 0; i < scenes.report->count && length < sizeof(scenes.text); i++)
        length +=
            (size_t)snprintf(scenes.text + length, sizeof(scenes.text) - length, "%s %s\n",
                             retry__finding_slug(scenes.report->findings[i].code), scenes.report->findings[i].path);
    return scenes.text;
}

/* The findings of tests in flow style. */
static inline const char *scenes_findings_of(const char *tests)
{
    bool good = scenes_tests(tests);
    const char *findings = scenes_findings();

    ck_assert_msg(good == (scenes.report->by_severity[RETRY_FINDING_ERROR] == 0), "%s", tests);
    scenes_close();
    return findings;
}

/* The test named t with the rest of its mapping: what its failures say, a line each; "" where it passed. */
static inline const char *scenes_failures(const char *rest)
{
    struct retry_test_run run;
    char test[2048];
    size_t length = 0;

    snprintf(test, sizeof(test), "{name: t, %s}", rest);
    ck_assert_msg(scenes_tests(test), "%s: %s", rest, scenes_findings());
    ck_assert(retry__test_run(&run, &scenes.tests, scenes.set, NULL, NULL));
    scenes.text[0] = '\0';
    for (size_t i = 0; i < run.verdict.count; i++)
        length += (size_t)snprintf(scenes.text + length, sizeof(scenes.text) - length, "%s\n",
                                   run.verdict.failures[i].message);
    ck_assert_uint_eq(run.failed, run.verdict.count > 0);
    retry__test_run_done(&run);
    scenes_close();
    return scenes.text;
}

static inline int scenes_run(const char *name, const TTest *const *tests, size_t count)
{
    Suite *suite = suite_create(name);
    TCase *tcase = tcase_create(name);

    tcase_set_timeout(tcase, 60);
    for (size_t i = 0; i < count; i++)
        tcase_add_test(tcase, tests[i]);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}

#define SCENES_MAIN(name, ...)                                          \
    int main(void)                                                      \
    {                                                                   \
        const TTest *const tests[] = {__VA_ARGS__};                     \
        return scenes_run(name, tests, sizeof(tests) / sizeof(*tests)); \
    }

#endif
