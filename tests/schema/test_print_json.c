/* test_print_json.c - a report as JSON has every member, and is valid whatever the bytes. */
#include "schema/print_json.h"

#include "tests/suite.h"

#include <check.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static struct retry_report *full(void)
{
    static const char text[] = "policies:\n  db:\n    limits: {max_atempts: 6}\n\n\n\n\n\n\n  db: 1\n";
    static const struct retry_source source = {"app.yaml", text, sizeof text - 1};
    struct retry_report *report = retry__report_new();
    struct retry_draft unknown = {
        .code = RETRY_FINDING_UNKNOWN_KEY,
        .source = &source,
        .span = {3, 14, 3, 25},
        .help = "did you mean max_attempts?",
    };
    struct retry_draft twice = {
        .code = RETRY_FINDING_DEFINED_TWICE,
        .source = &source,
        .span = {10, 3, 10, 5},
        .related = &source,
        .related_span = {2, 3, 2, 5},
        .related_note = "first defined here",
    };

    retry__report_add(report, &unknown, "unknown key 'max_atempts' in limits");
    retry__report_add(report, &twice, "'db' is defined twice");
    return report;
}

static struct retry_report *hostile(void)
{
    struct retry_report *report = retry__report_new();
    char text[300];
    struct retry_source source = {"\x1B[2J\xFF\n\xC2\x9B.yaml", text, sizeof text};
    struct retry_draft draft = {
        .code = RETRY_FINDING_ENCODING,
        .source = &source,
        .span = {1, 1, 1, 300},
        .help = "\x07 \xE2\x80\xAE \x80",
        .related = &source,
        .related_span = {1, 2, 1, 3},
        .related_note = "\x1B",
    };

    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i == '\n' || i == '\r' ? 'x' : i);
    retry__report_add(report, &draft, "\x1B]0;title\x07 %.*s", (int)sizeof text, text + 1);
    return report;
}

static json_t *parsed(const struct retry_report *report)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    json_t *array;

    ck_assert_ptr_nonnull(stream);
    ck_assert(retry__print_json(report, stream));
    fclose(stream);
    array = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    ck_assert(json_is_array(array));
    free(text);
    return array;
}

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static json_int_t number_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

START_TEST(json_has_every_member)
{
    struct retry_report *report = full();
    json_t *array = parsed(report);
    const json_t *unknown = json_array_get(array, 0);
    const json_t *twice = json_array_get(array, 1);
    const json_t *related = json_object_get(twice, "related");

    ck_assert_uint_eq(json_array_size(array), 2);
    ck_assert_str_eq(text_of(unknown, "file"), "app.yaml");
    ck_assert_int_eq(number_of(unknown, "line"), 3);
    ck_assert_int_eq(number_of(unknown, "column"), 14);
    ck_assert_int_eq(number_of(unknown, "end_line"), 3);
    ck_assert_int_eq(number_of(unknown, "end_column"), 25);
    ck_assert_str_eq(text_of(unknown, "severity"), "error");
    ck_assert_str_eq(text_of(unknown, "slug"), "unknown-key");
    ck_assert_str_eq(text_of(unknown, "path"), "");
    ck_assert_str_eq(text_of(unknown, "message"), "unknown key 'max_atempts' in limits");
    ck_assert_str_eq(text_of(unknown, "help"), "did you mean max_attempts?");
    ck_assert_ptr_null(json_object_get(unknown, "related"));
    ck_assert_ptr_null(json_object_get(twice, "help"));
    ck_assert_str_eq(text_of(related, "file"), "app.yaml");
    ck_assert_int_eq(number_of(related, "line"), 2);
    ck_assert_int_eq(number_of(related, "column"), 3);
    ck_assert_str_eq(text_of(related, "note"), "first defined here");
    json_decref(array);
    retry__report_free(report);
}
END_TEST

START_TEST(json_is_valid_whatever_the_bytes)
{
    struct retry_report *report = hostile();
    json_t *array = parsed(report);

    ck_assert_str_eq(text_of(json_array_get(array, 0), "file"), "\\x1B[2J\\xFF\\x0A\\u{009B}.yaml");
    json_decref(array);
    retry__report_free(report);
}
END_TEST

START_TEST(json_says_what_was_dropped_last)
{
    struct retry_report *report = full();
    json_t *array;

    report->dropped = 7;
    array = parsed(report);
    ck_assert_uint_eq(json_array_size(array), 3);
    ck_assert_str_eq(text_of(json_array_get(array, 2), "slug"), "more-findings");
    json_decref(array);
    retry__report_free(report);
}
END_TEST

static size_t allocations_left;

static void *failing_malloc(size_t size)
{
    if (allocations_left == 0)
        return NULL;
    allocations_left--;
    return malloc(size);
}

START_TEST(json_without_memory_is_an_error)
{
    struct retry_report *report = full();
    size_t failures = 0;
    bool good = false;

    json_set_alloc_funcs(failing_malloc, free);
    for (size_t allowed = 0; !good; allowed++) {
        FILE *stream = fopen("/dev/null", "w");

        allocations_left = allowed;
        good = retry__print_json(report, stream);
        failures += !good;
        fclose(stream);
    }
    json_set_alloc_funcs(malloc, free);
    ck_assert_uint_gt(failures, 50);
    retry__report_free(report);
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("print_json");
    Suite *suite = suite_create("print_json");

    tcase_add_test(all, json_has_every_member);
    tcase_add_test(all, json_is_valid_whatever_the_bytes);
    tcase_add_test(all, json_says_what_was_dropped_last);
    tcase_add_test(all, json_without_memory_is_an_error);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
