/* test_limits.c - documents over a limit that would be too large to keep as files, in both spellings. */
#include "engine/store/load.h"
#include "schema/limits.h"
#include "tests/suite.h"

#include <check.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* A text that grows as one writes to it. */
static char *text;
static size_t size;
static FILE *out;

static void begin_text(void)
{
    out = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(out);
}

static void end_text(void)
{
    fclose(out);
    free(text);
}

static bool number(void *context, const char *name, size_t length, uint32_t *out_number)
{
    (void)context;
    (void)name;
    (void)length;
    *out_number = 0;
    return true;
}

/* Loads the text; one finding is expected, at the place and with the words in its message. */
static void expect(enum retry_finding_code code, uint32_t line, uint32_t column, const char *words)
{
    struct retry_report *report = retry__report_new();
    fflush(out);
    struct retry_load load = {.defaults = text, .symbol = number};
    struct retry_set *set = retry__load(&load, report);

    ck_assert_ptr_null(set);
    ck_assert_uint_eq(report->count, 1);
    ck_assert_str_eq(retry__finding_slug(report->findings[0].code), retry__finding_slug(code));
    ck_assert_uint_eq(report->findings[0].place.span.line, line);
    ck_assert_uint_eq(report->findings[0].place.span.column, column);
    ck_assert_msg(strstr(report->findings[0].message, words) != NULL, "%s", report->findings[0].message);
    retry__report_free(report);
    end_text();
}

static void expect_accepted(uint32_t policies)
{
    struct retry_report *report = retry__report_new();
    fflush(out);
    struct retry_load load = {.defaults = text, .symbol = number};
    struct retry_set *set = retry__load(&load, report);

    ck_assert_ptr_nonnull(set);
    ck_assert_uint_eq(report->count, 0);
    ck_assert_uint_eq(set->plan_count, policies);
    retry__set_free(set);
    retry__report_free(report);
    end_text();
}

static void repeat(const char *part, size_t times)
{
    for (size_t i = 0; i < times; i++)
        fputs(part, out);
}

START_TEST(file_over_its_bytes_is_refused_at_its_start)
{
    begin_text();
    fputs("version: 1\n#", out);
    repeat("0123456789abcdef", RETRY_LIMIT_FILE_BYTES / 16);
    expect(RETRY_FINDING_TOO_LARGE, 1, 1, "4194304");
    begin_text();
    fputs("{\"version\": 1", out);
    repeat("                ", RETRY_LIMIT_FILE_BYTES / 16);
    fputs("}", out);
    expect(RETRY_FINDING_TOO_LARGE, 1, 1, "4194304");
}
END_TEST

/* The mapping, a key and a number come first, then the key and the list: five values. */
START_TEST(value_over_their_number_is_refused_where_it_stands)
{
    begin_text();
    fputs("version: 1\nx-a: [0", out);
    repeat(",0", RETRY_LIMIT_VALUES - 5);
    fputs("]\n", out);
    expect(RETRY_FINDING_TOO_MANY, 2, 7 + 2 * (RETRY_LIMIT_VALUES - 5), "500000");
    begin_text();
    fputs("{\"version\": 1,\n\"x-a\":[0", out);
    repeat(",0", RETRY_LIMIT_VALUES - 5);
    fputs("]}", out);
    expect(RETRY_FINDING_TOO_MANY, 2, 8 + 2 * (RETRY_LIMIT_VALUES - 5), "500000");
}
END_TEST

START_TEST(as_many_values_as_allowed_are_accepted)
{
    begin_text();
    fputs("version: 1\nx-a: [0", out);
    repeat(",0", RETRY_LIMIT_VALUES - 6);
    fputs("]\n", out);
    expect_accepted(0);
}
END_TEST

START_TEST(text_over_its_bytes_is_refused_where_it_begins)
{
    begin_text();
    fputs("version: 1\nx-a:  ", out);
    repeat("a", RETRY_LIMIT_SCALAR_BYTES + 1);
    expect(RETRY_FINDING_TOO_LONG, 2, 7, "65537");
    begin_text();
    fputs("{\"version\": 1,\n \"x-a\": \"", out);
    repeat("a", RETRY_LIMIT_SCALAR_BYTES + 1);
    fputs("\"}", out);
    expect(RETRY_FINDING_TOO_LONG, 2, 9, "65537");
}
END_TEST

START_TEST(text_of_all_bytes_allowed_is_accepted)
{
    begin_text();
    fputs("version: 1\nx-a: ", out);
    repeat("a", RETRY_LIMIT_SCALAR_BYTES);
    expect_accepted(0);
    begin_text();
    fputs("{\"version\": 1, \"x-a\": \"", out);
    repeat("a", RETRY_LIMIT_SCALAR_BYTES);
    fputs("\"}", out);
    expect_accepted(0);
}
END_TEST

START_TEST(nesting_of_a_megabyte_is_refused_at_the_level_that_passed_the_limit)
{
    begin_text();
    fputs("version: 1\nx-a: ", out);
    repeat("[", 1u << 20);
    expect(RETRY_FINDING_TOO_DEEP, 2, 6 + RETRY_LIMIT_DEPTH - 1, "32");
    begin_text();
    fputs("{\"version\":1,\"x-a\":", out);
    repeat("{\"a\":", (1u << 20) / 5);
    expect(RETRY_FINDING_TOO_DEEP, 1, 20 + 5 * (RETRY_LIMIT_DEPTH - 1), "32");
}
END_TEST

START_TEST(many_policies_of_one_file_are_accepted)
{
    begin_text();
    fputs("version: 1\npolicies:\n", out);
    for (unsigned i = 0; i < 30000; i++)
        fprintf(out, "  p%u: {limits: {max_attempts: 2}, backoff: {fixed: {delay: 1s}}}\n", i);
    expect_accepted(30000);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("limits");
    TCase *cases = tcase_create("limits");

    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, file_over_its_bytes_is_refused_at_its_start);
    tcase_add_test(cases, value_over_their_number_is_refused_where_it_stands);
    tcase_add_test(cases, as_many_values_as_allowed_are_accepted);
    tcase_add_test(cases, text_over_its_bytes_is_refused_where_it_begins);
    tcase_add_test(cases, text_of_all_bytes_allowed_is_accepted);
    tcase_add_test(cases, nesting_of_a_megabyte_is_refused_at_the_level_that_passed_the_limit);
    tcase_add_test(cases, many_policies_of_one_file_are_accepted);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
