/* test_tables.c - every section is found, once, from wherever it hangs. */
#include "tests/schema/tables.h"

#include <check.h>
#include <stdlib.h>

START_TEST(each_section_comes_once_and_the_document_first)
{
    struct retry_sections sections;

    retry__tables_sections(&tables, &sections);
    ck_assert_uint_eq(sections.count, 4);
    ck_assert_ptr_eq(sections.shapes[0], &root);
    ck_assert_ptr_eq(sections.shapes[1], &part);
    ck_assert_ptr_eq(sections.shapes[2], &namesake);
    ck_assert_ptr_eq(sections.shapes[3], &guest);
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("tables");
    Suite *suite = suite_create("tables");
    SRunner *runner;
    int failed;

    tcase_add_test(all, each_section_comes_once_and_the_document_first);
    suite_add_tcase(suite, all);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
