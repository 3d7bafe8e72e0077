/* test_name.c - names are told from what only looks like one, text from what YAML reads as something else. */
#include "schema/name.h"

#include "schema/mem.h"
#include "tests/suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define NAME_OF_63 "a23456789012345678901234567890123456789012345678901234567890123"

static const char *const names[] = {"a", "db", "std.http-client", "a_b.c-9", "x", "xx-", "nope", "yes1", NAME_OF_63};

/* runs for each row of names */
START_TEST(a_name_is_a_name)
{
    ck_assert(retry__check_is_name(names[_i], strlen(names[_i])));
    ck_assert_ptr_null(retry__name_problem(names[_i], strlen(names[_i])));
}
END_TEST

static const struct {
    const char *text;
    const char *problem;
    const char *mended; /* NULL: no name comes of it */
} others[] = {
    {"", "is empty", NULL},
    {NAME_OF_63 "4", "is longer than 63 characters", NULL},
    {"5db", "starts with a digit", NULL},
    {"Db", "has an upper-case letter", "db"},
    {"my db", "has a space", "my-db"},
    {"a/b", "has a character that names do not have", "a-b"},
    {"caf\xC3\xA9", "has a character that names do not have", NULL},
    {".a", "does not start with a letter", NULL},
    {"_a", "does not start with a letter", NULL},
    {"x-own", "starts with x-", NULL},
    {"y", "is a word that YAML may read as something else", NULL},
    {"n", "is a word that YAML may read as something else", NULL},
    {"yes", "is a word that YAML may read as something else", NULL},
    {"no", "is a word that YAML may read as something else", NULL},
    {"on", "is a word that YAML may read as something else", NULL},
    {"off", "is a word that YAML may read as something else", NULL},
    {"true", "is a word that YAML may read as something else", NULL},
    {"false", "is a word that YAML may read as something else", NULL},
    {"null", "is a word that YAML may read as something else", NULL},
    {"NO", "has an upper-case letter", NULL},
};

/* runs for each row of others */
START_TEST(anything_else_is_refused_with_the_reason)
{
    char mended[RETRY_NAME_BYTES + 1];
    size_t length = strlen(others[_i].text);

    ck_assert(!retry__check_is_name(others[_i].text, length));
    ck_assert_pstr_eq(retry__name_problem(others[_i].text, length), others[_i].problem);
    ck_assert_int_eq(retry__name_mend(others[_i].text, length, mended), others[_i].mended != NULL);
    if (others[_i].mended)
        ck_assert_str_eq(mended, others[_i].mended);
}
END_TEST

static const char *const core[] = {
    "",    "~",      "null", "Null", "NULL", "true", "True",  "TRUE",  "false", "False", "FALSE",
    "0",   "5",      "-1",   "+7",   "010",  "0o17", "0x1F",  "0xff",  "1.5",   ".5",    "5.",
    "1e9", "1.5E-3", "-0.0", ".inf", ".Inf", ".INF", "-.inf", "+.INF", ".nan",  ".NaN",  ".NAN",
};

/* runs for each row of core */
START_TEST(what_yaml_reads_as_something_else_is_no_text)
{
    ck_assert(retry__name_is_core(core[_i], strlen(core[_i])));
}
END_TEST

static const char *const texts[] = {"no",    "yes",   "on",    "y",     "NO",    "nULL", "tRUE", "1:30",
                                    "1_000", "0o8",   "0o",    "0x",    "0xG",   "1e",   "+1e+", "-",
                                    "+",     ".",     "..",    "1.2.3", "-.nan", "inf",  "nan",  "5s",
                                    "e5",    "-0x1F", "true ", " 5",    "0b1",   "-inf", "+~",   "1e5.0"};

/* runs for each row of texts */
START_TEST(everything_else_is_text)
{
    ck_assert(!retry__name_is_core(texts[_i], strlen(texts[_i])));
}
END_TEST

START_TEST(only_nothing_tilde_and_null_are_null)
{
    ck_assert(retry__name_is_null("", 0));
    ck_assert(retry__name_is_null("~", 1));
    ck_assert(retry__name_is_null("NULL", 4));
    ck_assert(!retry__name_is_null("nUll", 4));
    ck_assert(!retry__name_is_null("false", 5));
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("name");
    Suite *suite = suite_create("name");

    tcase_add_loop_test(all, a_name_is_a_name, 0, (int)RETRY_COUNT(names));
    tcase_add_loop_test(all, anything_else_is_refused_with_the_reason, 0, (int)RETRY_COUNT(others));
    tcase_add_loop_test(all, what_yaml_reads_as_something_else_is_no_text, 0, (int)RETRY_COUNT(core));
    tcase_add_loop_test(all, everything_else_is_text, 0, (int)RETRY_COUNT(texts));
    tcase_add_test(all, only_nothing_tilde_and_null_are_null);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
