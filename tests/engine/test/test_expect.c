/* test_expect.c - expectations are read, and what is none is a finding. */
#include "engine/test/expect.h"

#include "tests/engine/test/scenes.h"

START_TEST(every_expectation_is_read)
{
    ck_assert(
        scenes_tests("{name: t, policy: db, outcomes: [ok], expect: {result: stopped, reason: exhausted, attempts: "
                     "3, elapsed: [1s, 2s], delays: [1s, [2s, 3s]], windows: [[0s, 1s]], rules: [2, otherwise]}}"));
    const struct retry_expect *expect = &scenes.tests.items[0].expect;

    ck_assert_int_eq(expect->result, RETRY_EXPECT_STOPPED);
    ck_assert_str_eq(expect->reason, "exhausted");
    ck_assert_uint_eq(expect->attempts, 3);
    ck_assert_uint_eq(expect->elapsed.lo_ns, 1000 * MS);
    ck_assert_uint_eq(expect->elapsed.hi_ns, 2000 * MS);
    ck_assert_uint_eq(expect->delays.count, 2);
    ck_assert_uint_eq(expect->delays.items[0].lo_ns, 1000 * MS);
    ck_assert_uint_eq(expect->delays.items[0].hi_ns, 1000 * MS);
    ck_assert_uint_eq(expect->delays.items[1].hi_ns, 3000 * MS);
    ck_assert_uint_eq(expect->windows.count, 1);
    ck_assert_uint_eq(expect->rule_count, 2);
    ck_assert_uint_eq(expect->rules[0], 2);
    ck_assert_uint_eq(expect->rules[1], 0);
    for (size_t i = 0; i < RETRY_EXPECT_COUNT; i++)
        ck_assert_ptr_nonnull(expect->values[i]);
    scenes_close();
}
END_TEST

START_TEST(what_is_not_stated_is_not_expected)
{
    ck_assert(scenes_tests("{name: t, policy: db, outcomes: [ok], expect: {delays: []}}"));
    const struct retry_expect *expect = &scenes.tests.items[0].expect;

    for (size_t i = 0; i < RETRY_EXPECT_COUNT; i++)
        ck_assert((expect->values[i] != NULL) == (i == RETRY_EXPECT_DELAYS));
    scenes_close();
}
END_TEST

START_TEST(what_is_no_expectation_is_one_finding_at_its_place)
{
    static const struct {
        const char *expect, *findings;
    } rows[] = {
        {"{}", "missing-key tests[0].expect\n"},
        {"{x-note: 1}", "missing-key tests[0].expect\n"},
        {"{reslt: success}", "unknown-key tests[0].expect.reslt\n"},
        {"[]", "wrong-type tests[0].expect\n"},
        {"{result: failure}", "bad-word tests[0].expect.result\n"},
        {"{reason: cancelled}", "bad-word tests[0].expect.reason\n"},
        {"{attempts: 0}", "out-of-range tests[0].expect.attempts\n"},
        {"{elapsed: 5}", "bad-duration tests[0].expect.elapsed\n"},
        {"{elapsed: [1s]}", "wrong-type tests[0].expect.elapsed\n"},
        {"{elapsed: [2s, 1s]}", "bad-order tests[0].expect.elapsed[1]\n"},
        {"{delays: 1s}", "wrong-type tests[0].expect.delays\n"},
        {"{delays: [1]}", "bad-duration tests[0].expect.delays[0]\n"},
        {"{delays: [1s, [2s, x]]}", "bad-duration tests[0].expect.delays[1][1]\n"},
        {"{windows: [1s]}", "wrong-type tests[0].expect.windows[0]\n"},
        {"{windows: [[1s, 2s, 3s]]}", "wrong-type tests[0].expect.windows[0]\n"},
        {"{rules: 1}", "wrong-type tests[0].expect.rules\n"},
        {"{rules: [0]}", "out-of-range tests[0].expect.rules[0]\n"},
        {"{rules: [101]}", "out-of-range tests[0].expect.rules[0]\n"},
        {"{rules: [other]}", "bad-word tests[0].expect.rules[0]\n"},
        {"{rules: [{}]}", "wrong-type tests[0].expect.rules[0]\n"},
        {"{rules: [~]}", "wrong-type tests[0].expect.rules[0]\n"},
        {"{rules: [otherwise, 100], windows: [], delays: []}", ""},
    };
    char text[256];

    for (size_t i = 0; i < RETRY_COUNT(rows); i++) {
        snprintf(text, sizeof(text), "{name: t, policy: db, outcomes: [ok], expect: %s}", rows[i].expect);
        ck_assert_msg(strcmp(scenes_findings_of(text), rows[i].findings) == 0, "%s: %s", rows[i].expect, scenes.text);
    }
}
END_TEST

SCENES_MAIN("expect", every_expectation_is_read, what_is_not_stated_is_not_expected,
            what_is_no_expectation_is_one_finding_at_its_place)
