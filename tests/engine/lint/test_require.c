/* test_require.c - lists of names, and what a set lacks of them. */
#include "engine/lint/require.h"

#include "engine/store/load.h"

#include <check.h>
#include <stdlib.h>

#define SET                                  \
    "version: 1\n"                           \
    "policies:\n"                            \
    "  cache: {limits: {max_attempts: 1}}\n" \
    "  db: {limits: {max_attempts: 3}, backoff: {immediate: {}}}\n"

static struct retry_input input;

static void load(void)
{
    const struct retry_load load = {.defaults = SET};

    input = (struct retry_input){.report = retry__report_new()};
    input.set = retry__load(&load, input.report);
    ck_assert_ptr_nonnull(input.set);
}

static void unload(void)
{
    retry__input_end(&input);
}

START_TEST(lists_hold_names_and_nothing_else)
{
    ck_assert(retry__lint_is_require("db"));
    ck_assert(retry__lint_is_require("db,cache"));
    ck_assert(!retry__lint_is_require(""));
    ck_assert(!retry__lint_is_require("db,"));
    ck_assert(!retry__lint_is_require(",db"));
    ck_assert(!retry__lint_is_require("db, cache"));
    ck_assert(!retry__lint_is_require("DB"));
}
END_TEST

START_TEST(what_is_defined_is_not_lacking)
{
    retry__lint_require(&input, "db,cache");
    retry__lint_require(&input, NULL);
    ck_assert_uint_eq(input.report->count, 0);
}
END_TEST

START_TEST(each_name_that_is_not_defined_is_a_finding)
{
    retry__lint_require(&input, "mail,db,caches");
    ck_assert_uint_eq(input.report->count, 2);
    ck_assert_int_eq(input.report->findings[0].code, RETRY_FINDING_REQUIRED);
    ck_assert_str_eq(input.report->findings[0].message, "the policy 'mail' is required, and no file defines it");
    ck_assert_str_eq(input.report->findings[1].message, "the policy 'caches' is required, and no file defines it");
    ck_assert_str_eq(input.report->findings[1].help, "did you mean cache?");
    ck_assert_int_eq(retry__input_exit(&input, false), RETRY_EXIT_FINDINGS);
}
END_TEST

START_TEST(a_refused_set_lacks_nothing)
{
    retry__set_free(input.set);
    input.set = NULL;
    retry__lint_require(&input, "mail");
    ck_assert_uint_eq(input.report->count, 0);
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("require");
    Suite *suite = suite_create("require");
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(all, load, unload);
    tcase_add_test(all, lists_hold_names_and_nothing_else);
    tcase_add_test(all, what_is_defined_is_not_lacking);
    tcase_add_test(all, each_name_that_is_not_defined_is_a_finding);
    tcase_add_test(all, a_refused_set_lacks_nothing);
    suite_add_tcase(suite, all);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
