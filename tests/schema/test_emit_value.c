/* test_emit_value.c - texts in the documents' notation as values of JSON. */
#include "schema/emit_value.h"

#include <check.h>
#include <stdlib.h>

static void expect(const char *text, const char *json)
{
    json_t *value = retry__emit_value(text);
    char *written = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(15));

    ck_assert_ptr_nonnull(written);
    ck_assert_str_eq(written, json);
    json_decref(value);
    free(written);
}

START_TEST(plain_numbers_and_booleans_are_such_and_the_rest_is_text)
{
    expect("2", "2");
    expect("0.3", "0.3");
    expect("true", "true");
    expect("false", "false");
    expect("100ms", "\"100ms\"");
    expect("\"2\"", "\"2\"");
    expect("02", "\"02\"");
}
END_TEST

START_TEST(collections_hold_values)
{
    expect("[0.5, 1s, [true]]", "[0.5,\"1s\",[true]]");
    expect("{fixed: {delay: 1s}}", "{\"fixed\":{\"delay\":\"1s\"}}");
}
END_TEST

START_TEST(what_is_no_document_is_no_value)
{
    ck_assert_ptr_null(retry__emit_value("{a: 1"));
    ck_assert_ptr_null(retry__emit_value("*alias"));
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("emit_value");
    Suite *suite = suite_create("emit_value");
    SRunner *runner;
    int failed;

    tcase_add_test(all, plain_numbers_and_booleans_are_such_and_the_rest_is_text);
    tcase_add_test(all, collections_hold_values);
    tcase_add_test(all, what_is_no_document_is_no_value);
    suite_add_tcase(suite, all);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
