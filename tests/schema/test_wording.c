/* test_wording.c - what a field may hold, in words. */
#include "schema/wording.h"

#include "tests/schema/tables.h"

#include <check.h>
#include <stdlib.h>

static const char *said(const struct retry_shape *shape, size_t index)
{
    static char buffer[RETRY_WORDING_BYTES];

    return retry__wording_field(&shape->fields[index], buffer);
}

static const char *group(const struct retry_shape *shape)
{
    static char buffer[RETRY_WORDING_BYTES];

    return retry__wording_group(shape, buffer);
}

START_TEST(bounds_digits_and_presets_are_said)
{
    ck_assert_str_eq(said(&leaf, 0), "A duration.");
    ck_assert_str_eq(said(&leaf, 1), "A decimal from 0.5 to 2 with at most 3 digits after the point, by default 1.5.");
    ck_assert_str_eq(said(&leaf, 2), "A list of at least one duration of at least 1ns.");
    ck_assert_str_eq(
        said(&wrapper, 1),
        "A list of two decimals from 0 to 10 with at most 9 digits after the point, the smaller one first.");
    ck_assert_str_eq(said(&part, 0), "A whole number from 1 to 100, or unlimited.");
    ck_assert_str_eq(said(&part, 1), "A duration of at least 1ns, or unlimited.");
    ck_assert_str_eq(said(&part, 2), "A boolean, true or false, by default true.");
}
END_TEST

START_TEST(every_type_has_its_words)
{
    ck_assert_str_eq(said(&wrapper, 0), "The word calm or wild.");
    ck_assert_str_eq(said(&root, 0), "The whole number 1.");
    ck_assert_str_eq(said(&root, 1), "Text.");
    ck_assert_str_eq(said(&root, 2), "A name.");
    ck_assert_str_eq(said(&root, 3), "A name.");
    ck_assert_str_eq(said(&root, 4), "A mapping, see part.");
    ck_assert_str_eq(said(&root, 5), "A list with at least one item, see part.");
    ck_assert_str_eq(said(&root, 6), "A node.");
    ck_assert_str_eq(said(&root, 7), "A mapping of names, below each a node.");
    ck_assert_str_eq(said(&root, 8), "A mapping of names, below each a list of texts.");
    ck_assert_str_eq(said(&root, 9), "A mapping of names, below each a part.");
    ck_assert_str_eq(said(&root, 10), "A list of at least one text.");
    ck_assert_str_eq(said(&root, 11), "");
}
END_TEST

START_TEST(groups_of_fields_say_how_many_must_be_given)
{
    ck_assert_str_eq(group(&wrapper), "Exactly one of mood and range must be given.");
    ck_assert_str_eq(group(&either), "At least one of mood and range must be given.");
    ck_assert_str_eq(group(&leaf), "");
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("wording");
    Suite *suite = suite_create("wording");
    SRunner *runner;
    int failed;

    tcase_add_test(all, bounds_digits_and_presets_are_said);
    tcase_add_test(all, every_type_has_its_words);
    tcase_add_test(all, groups_of_fields_say_how_many_must_be_given);
    suite_add_tcase(suite, all);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
