/* test_path.c - a search path is taken apart in order, the built-in one where an element is empty. */
#include "engine/store/path.h"

#include "tests/suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The elements, joined by blanks, those of the built-in path in brackets. */
static const char *spelled(const char *text, const char *program)
{
    static char line[1024];
    struct retry_path path;
    size_t length = 0;

    ck_assert(retry__path_read(&path, text, program));
    line[0] = '\0';
    for (size_t i = 0; i < path.count; i++)
        length += (size_t)snprintf(line + length, sizeof(line) - length, path.elements[i].built_in ? "%s[%s]" : "%s%s",
                                   i ? " " : "", path.elements[i].path);
    retry__path_done(&path);
    return line;
}

START_TEST(elements_stand_in_order)
{
    ck_assert_str_eq(spelled("/a:b/c.yaml", NULL), "/a b/c.yaml");
    ck_assert_str_eq(spelled("/a", "billing"), "/a");
}
END_TEST

START_TEST(an_empty_element_is_the_built_in_path_once)
{
    const char *line = spelled("/a::", NULL);

    ck_assert_ptr_eq(strstr(line, "/a ["), line);
    ck_assert_ptr_nonnull(strstr(line, "[/run/retry/policies.d]"));
    ck_assert_ptr_null(strstr(strstr(line, "/run/") + 1, "/run/"));
}
END_TEST

START_TEST(a_program_has_a_directory_of_its_own)
{
    const char *line = spelled("", "billing");

    ck_assert_ptr_nonnull(strstr(line, "[/run/retry/billing.d] [/run/retry/policies.d]"));
}
END_TEST

START_TEST(the_variable_serves_where_no_path_is_given)
{
    setenv("RETRY_POLICY_PATH", "/from/variable", 1);
    ck_assert_str_eq(spelled(NULL, NULL), "/from/variable");
    ck_assert_str_eq(spelled("/given", NULL), "/given");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("path");
    TCase *cases = tcase_create("path");

    tcase_add_test(cases, elements_stand_in_order);
    tcase_add_test(cases, an_empty_element_is_the_built_in_path_once);
    tcase_add_test(cases, a_program_has_a_directory_of_its_own);
    tcase_add_test(cases, the_variable_serves_where_no_path_is_given);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
