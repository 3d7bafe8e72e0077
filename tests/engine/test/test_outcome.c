/* test_outcome.c - outcomes are read, and what is no outcome is a finding. */
#include "engine/test/outcome.h"

#include "schema/limits.h"
#include "tests/engine/test/scenes.h"

#include <errno.h>

static const struct retry_test *read_outcomes(const char *outcomes)
{
    char text[1024];

    snprintf(text, sizeof(text), "{name: t, policy: db, outcomes: %s, expect: {attempts: 1}}", outcomes);
    ck_assert_msg(scenes_tests(text), "%s: %s", outcomes, scenes_findings());
    return &scenes.tests.items[0];
}

START_TEST(outcomes_are_ok_errors_and_mappings)
{
    const struct retry_test *test = read_outcomes(
        "[ok, ECONNRESET, {error: \"http:429\", took: 3s, hint: 2s, times: 7}, {error: \"app:dead.lock\", "
        "hint: stop}]");
    const struct retry_outcome *outcomes = test->outcomes;

    ck_assert_uint_eq(test->outcome_count, 4);
    ck_assert(retry_is_ok(outcomes[0].error));
    ck_assert_uint_eq(outcomes[0].times, 1);
    ck_assert_int_eq(outcomes[1].error.kind, RETRY_ERROR_ERRNO);
    ck_assert_int_eq(outcomes[1].error.code, ECONNRESET);
    ck_assert_uint_eq(outcomes[1].hint.kind, RETRY_HINT_NONE);
    ck_assert_int_eq(outcomes[2].error.kind, RETRY_ERROR_HTTP);
    ck_assert_int_eq(outcomes[2].error.code, 429);
    ck_assert_uint_eq(outcomes[2].took_ns, 3000 * MS);
    ck_assert_uint_eq(outcomes[2].hint.kind, RETRY_HINT_DELAY);
    ck_assert_uint_eq(outcomes[2].hint.delay_ns, 2000 * MS);
    ck_assert_uint_eq(outcomes[2].times, 7);
    ck_assert_str_eq(outcomes[3].error.word, "dead.lock");
    ck_assert_uint_eq(outcomes[3].hint.kind, RETRY_HINT_STOP);
    scenes_close();
}
END_TEST

START_TEST(as_many_attempts_as_the_limit_may_be_answered)
{
    const struct retry_test *test = read_outcomes("[{error: ECONNRESET, times: 99999}, ok]");

    ck_assert_uint_eq(test->outcomes[0].times + test->outcomes[1].times, RETRY_LIMIT_TEST_ATTEMPTS);
    scenes_close();
}
END_TEST

START_TEST(what_is_no_outcome_is_one_finding_at_its_place)
{
    static const struct {
        const char *outcomes, *findings;
    } rows[] = {
        {"ok", "wrong-type tests[0].outcomes\n"},
        {"[]", "wrong-type tests[0].outcomes\n"},
        {"[[ok]]", "wrong-type tests[0].outcomes[0]\n"},
        {"[7]", "needs-quotes tests[0].outcomes[0]\n"},
        {"[transient]", "bad-class tests[0].outcomes[0]\n"},
        {"[ok, \"http:5xx\"]", "bad-class tests[0].outcomes[1]\n"},
        {"[some-group]", "bad-class tests[0].outcomes[0]\n"},
        {"[ECONREFUSED]", "bad-class tests[0].outcomes[0]\n"},
        {"[{took: 1s}]", "missing-key tests[0].outcomes[0]\n"},
        {"[{error: ok, tok: 1s}]", "unknown-key tests[0].outcomes[0].tok\n"},
        {"[{error: ETIMEDOUT, hint: 5}]", "bad-duration tests[0].outcomes[0].hint\n"},
        {"[{error: ETIMEDOUT, times: 0}]", "out-of-range tests[0].outcomes[0].times\n"},
        {"[{error: ETIMEDOUT, times: 100000}, ok]", "too-many-values tests[0].outcomes\n"},
        {"[{error: ok, hint: 5s}]", "unused tests[0].outcomes[0].hint\n"},
        {"[{error: ETIMEDOUT, x-note: 5}]", ""},
    };
    char text[256];

    for (size_t i = 0; i < RETRY_COUNT(rows); i++) {
        snprintf(text, sizeof(text), "{name: t, policy: db, outcomes: %s, expect: {attempts: 1}}", rows[i].outcomes);
        ck_assert_msg(strcmp(scenes_findings_of(text), rows[i].findings) == 0, "%s: %s", rows[i].outcomes, scenes.text);
    }
}
END_TEST

SCENES_MAIN("outcome", outcomes_are_ok_errors_and_mappings, as_many_attempts_as_the_limit_may_be_answered,
            what_is_no_outcome_is_one_finding_at_its_place)
