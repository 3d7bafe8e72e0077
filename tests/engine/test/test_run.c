/* test_run.c - all tests of a set are played, or those that somebody chose. */
#include "engine/test/run.h"

#include "tests/engine/test/scenes.h"

#define THREE                                                                       \
    "{name: one, policy: db, outcomes: [ok], expect: {attempts: 1}}, "              \
    "{name: two, policy: loop, outcomes: [ETIMEDOUT, ok], expect: {attempts: 1}}, " \
    "{name: three, policy: db, outcomes: [ETIMEDOUT, ok], expect: {attempts: 2}}"

static bool is_not(const char *name, const char *pattern)
{
    return strcmp(name, pattern) != 0;
}

START_TEST(all_tests_are_played)
{
    struct retry_test_run run;

    ck_assert(scenes_tests(THREE));
    ck_assert(retry__test_run(&run, &scenes.tests, scenes.set, NULL, NULL));
    ck_assert_uint_eq(run.passed, 2);
    ck_assert_uint_eq(run.failed, 1);
    ck_assert_uint_eq(run.left_out, 0);
    ck_assert_uint_eq(run.states[0], RETRY_TEST_PASSED);
    ck_assert_uint_eq(run.states[1], RETRY_TEST_FAILED);
    ck_assert_uint_eq(run.states[2], RETRY_TEST_PASSED);
    retry__test_run_done(&run);
    scenes_close();
}
END_TEST

START_TEST(only_the_chosen_are_played)
{
    struct retry_test_run run;

    ck_assert(scenes_tests(THREE));
    ck_assert(retry__test_run(&run, &scenes.tests, scenes.set, is_not, "two"));
    ck_assert_uint_eq(run.passed, 2);
    ck_assert_uint_eq(run.failed, 0);
    ck_assert_uint_eq(run.left_out, 1);
    ck_assert_uint_eq(run.states[1], RETRY_TEST_LEFT_OUT);
    retry__test_run_done(&run);
    scenes_close();
}
END_TEST

START_TEST(a_test_played_again_gives_the_same)
{
    struct retry_test_run run;

    ck_assert(scenes_tests(THREE));
    ck_assert(retry__test_run(&run, &scenes.tests, scenes.set, NULL, NULL));
    ck_assert(retry__test_run_again(&run, 1));
    ck_assert_uint_eq(run.verdict.count, 1);
    ck_assert(retry__test_run_again(&run, 0));
    ck_assert_uint_eq(run.verdict.count, 0);
    ck_assert_uint_eq(run.failed, 1);
    retry__test_run_done(&run);
    scenes_close();
}
END_TEST

START_TEST(no_tests_are_no_trouble)
{
    struct retry_test_run run;

    ck_assert(scenes_load(POLICIES));
    ck_assert(retry__test_run(&run, &scenes.tests, scenes.set, NULL, NULL));
    ck_assert_uint_eq(run.passed + run.failed, 0);
    retry__test_run_done(&run);
    scenes_close();
}
END_TEST

SCENES_MAIN("run", all_tests_are_played, only_the_chosen_are_played, a_test_played_again_gives_the_same,
            no_tests_are_no_trouble)
