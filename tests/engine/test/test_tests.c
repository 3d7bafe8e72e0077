/* test_tests.c - the tests of a document are found, and all that is wrong with them at once. */
#include "engine/test/tests.h"

#include "tests/engine/test/scenes.h"

#define GOOD "{name: good, policy: db, outcomes: [ok], expect: {attempts: 1}}"

START_TEST(tests_are_read_in_their_order)
{
    ck_assert(scenes_tests(GOOD ", {name: second, policy: loop, outcomes: [ok], expect: {attempts: 1}, deadline: 3s, "
                                "not_idempotent: true, random: max}"));
    const struct retry_test *tests = scenes.tests.items;

    ck_assert_uint_eq(scenes.tests.count, 2);
    ck_assert_str_eq(tests[0].name, "good");
    ck_assert_uint_eq(tests[0].deadline_ns, 0);
    ck_assert(!tests[0].not_idempotent);
    ck_assert_int_eq(tests[0].random.kind, RETRY_RANDOM_MID);
    ck_assert_str_eq(tests[1].policy, "loop");
    ck_assert_uint_eq(tests[1].deadline_ns, 3000 * MS);
    ck_assert(tests[1].not_idempotent);
    ck_assert_int_eq(tests[1].random.kind, RETRY_RANDOM_MAX);
    scenes_close();
}
END_TEST

START_TEST(a_document_without_tests_has_none)
{
    ck_assert(scenes_load(POLICIES));
    ck_assert_uint_eq(scenes.tests.count + scenes.tests.wrong, 0);
    scenes_close();
}
END_TEST

START_TEST(a_wrong_test_leaves_the_others)
{
    ck_assert(!scenes_tests("{}, " GOOD ", 7"));
    ck_assert_uint_eq(scenes.tests.count, 1);
    ck_assert_uint_eq(scenes.tests.wrong, 2);
    scenes_close();
}
END_TEST

START_TEST(an_unknown_policy_is_a_finding_with_the_nearest)
{
    ck_assert(!scenes_tests("{name: t, policy: lop, outcomes: [ok], expect: {attempts: 1}}"));
    ck_assert_str_eq(scenes_findings(), "unknown-reference tests[0].policy\n");
    ck_assert_str_eq(scenes.report->findings[0].help, "did you mean loop?");
    scenes_close();
}
END_TEST

START_TEST(what_is_wrong_in_several_parts_is_found_at_once)
{
    ck_assert_str_eq(scenes_findings_of("{name: t, policy: lop, outcomes: [x-], expect: {attempts: 0}, random: x}"),
                     "out-of-range tests[0].expect.attempts\nunknown-reference tests[0].policy\n"
                     "bad-class tests[0].outcomes[0]\nbad-word tests[0].random\n");
}
END_TEST

START_TEST(tests_that_are_no_list_are_a_finding)
{
    ck_assert(!scenes_load(POLICIES "tests: {}\n"));
    ck_assert_str_eq(scenes_findings(), "wrong-type tests\n");
    scenes_close();
    ck_assert(!scenes_load(POLICIES "tests:\n"));
    ck_assert_str_eq(scenes_findings(), "wrong-type tests\n");
    scenes_close();
}
END_TEST

START_TEST(nothing_in_tests_refuses_a_set)
{
    static const char *const tests[] = {"tests: {}\n", "tests: 7\n", "tests: [{name: []}, ~]\n", "tests:\n"};
    char text[2048];

    for (size_t i = 0; i < RETRY_COUNT(tests); i++) {
        snprintf(text, sizeof(text), "%s%s", POLICIES, tests[i]);
        struct retry_load load = {.defaults = text, .symbol = scenes_symbol};
        struct retry_report *report = retry__report_new();
        struct retry_set *set = retry__load(&load, report);
        ck_assert_ptr_nonnull(set);
        ck_assert_uint_eq(report->count, 0);
        retry__set_free(set);
        retry__report_free(report);
    }
}
END_TEST

START_TEST(a_refused_set_does_not_make_its_policies_unknown)
{
    ck_assert(!scenes_load("version: 1\npolicies: {bad: 7}\ntests: [{name: t, policy: bad, outcomes: [ok], expect: "
                           "{attempts: 0}}]\n"));
    ck_assert_ptr_null(scenes.set);
    ck_assert_str_eq(scenes_findings(), "wrong-type policies.bad\nout-of-range tests[0].expect.attempts\n");
    scenes_close();
}
END_TEST

START_TEST(a_set_may_not_keep_a_machine_busy)
{
    size_t tests = 1001, size = 200 + tests * 100, length = sizeof(POLICIES "tests:\n") - 1;
    char *text = malloc(size + sizeof(POLICIES));

    memcpy(text, POLICIES "tests:\n", length);
    for (size_t i = 0; i < tests; i++)
        length +=
            (size_t)sprintf(text + length, " - {name: t, policy: loop, outcomes: [{error: ETIMEDOUT, times: 100000}], "
                                           "expect: {attempts: 1}}\n");
    ck_assert(!scenes_load(text));
    ck_assert_str_eq(scenes_findings(), "too-many-values tests[1000].outcomes\n");
    ck_assert_uint_eq(scenes.tests.count, 1000);
    scenes_close();
    free(text);
}
END_TEST

SCENES_MAIN("tests", tests_are_read_in_their_order, a_document_without_tests_has_none, a_wrong_test_leaves_the_others,
            an_unknown_policy_is_a_finding_with_the_nearest, what_is_wrong_in_several_parts_is_found_at_once,
            tests_that_are_no_list_are_a_finding, nothing_in_tests_refuses_a_set,
            a_refused_set_does_not_make_its_policies_unknown, a_set_may_not_keep_a_machine_busy)
