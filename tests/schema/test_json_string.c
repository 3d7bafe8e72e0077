/* test_json_string.c - where a string in JSON ends, and what its escapes stand for. */
#include "schema/json_string.h"

#include "tests/schema/reading.h"

static const struct retry_json_fault *find(const char *text, struct retry_json_string *out)
{
    return retry__json_string_find(text, strlen(text), 0, out);
}

START_TEST(the_end_is_just_past_the_closing_quote)
{
    struct retry_json_string string;
    ck_assert_ptr_null(find("\"\"x", &string));
    ck_assert_uint_eq(string.end, 2);
    ck_assert(!string.escaped);
    ck_assert_ptr_null(find("\"a\\\"b\\\\\" \"", &string));
    ck_assert_uint_eq(string.end, 8);
    ck_assert(string.escaped);
}
END_TEST

START_TEST(bytes_that_columns_leave_out_are_counted)
{
    struct retry_json_string string;
    ck_assert_ptr_null(find("\"a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"", &string));
    ck_assert_uint_eq(string.continuations, 6);
}
END_TEST

START_TEST(a_string_that_is_not_closed_is_shown_at_its_start)
{
    static const char *const texts[] = {"\"", "\"a", "\"a\\\"", "\"a\n\"", "\"a\r\"", "\"a\\"};
    struct retry_json_string string;
    const struct retry_json_fault *fault = find(texts[_i], &string);
    ck_assert_ptr_nonnull(fault);
    ck_assert(fault->opening);
}
END_TEST

START_TEST(a_raw_tab_is_shown_where_it_stands)
{
    struct retry_json_string string;
    const struct retry_json_fault *fault = find("\"ab\tc\"", &string);
    ck_assert_ptr_nonnull(fault);
    ck_assert(!fault->opening);
    ck_assert_uint_eq(string.end, 3);
}
END_TEST

static const char *const decoded[][2] = {
    {"", ""},
    {"plain", "plain"},
    {"\\n", "\n"},
    {"a\\\\b\\/c", "a\\b/c"},
    {"\\u0041\\u007f\\u0080\\u07FF", "A\x7F\xC2\x80\xDF\xBF"},
    {"\\u0800\\ud7ff\\ue000\\uffff", "\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF"},
    {"\\ud800\\udc00\\uDBFF\\uDFFF", "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"},
    {"\xC3\xA9\\t\xC3\xA9", "\xC3\xA9\t\xC3\xA9"},
};

START_TEST(escapes_are_undone)
{
    const char *raw = decoded[_i][0];
    char out[64];
    size_t length, fault_at;
    ck_assert_ptr_null(retry__json_string_decode(raw, strlen(raw), out, &length, &fault_at));
    ck_assert_uint_le(length, strlen(raw));
    ck_assert_uint_eq(length, strlen(decoded[_i][1]));
    ck_assert_mem_eq(out, decoded[_i][1], length);
}
END_TEST

static const struct {
    const char *raw;
    size_t fault_at;
    enum retry_finding_code code;
} faults[] = {
    {"ab\\q", 2, RETRY_FINDING_SYNTAX},
    {"\\n\\x41", 2, RETRY_FINDING_SYNTAX},
    {"a\\u", 1, RETRY_FINDING_SYNTAX},
    {"a\\u123", 1, RETRY_FINDING_SYNTAX},
    {"a\\u12 4", 1, RETRY_FINDING_SYNTAX},
    {"abc\\u0000", 3, RETRY_FINDING_ENCODING},
    {"\\ud83d", 0, RETRY_FINDING_ENCODING},
    {"\\ud83d\\n", 0, RETRY_FINDING_ENCODING},
    {"\\ud83d\\u0041", 0, RETRY_FINDING_ENCODING},
    {"\\ud83d\\u00", 0, RETRY_FINDING_ENCODING},
    {"x\\ude00", 1, RETRY_FINDING_ENCODING},
    {"\\ud83d\\ue000", 0, RETRY_FINDING_ENCODING},
};

START_TEST(a_bad_escape_is_found_where_it_starts)
{
    char out[64];
    size_t length, fault_at = 99;
    const char *raw = faults[_i].raw;
    const struct retry_json_fault *fault = retry__json_string_decode(raw, strlen(raw), out, &length, &fault_at);
    ck_assert_ptr_nonnull(fault);
    ck_assert_int_eq(fault->code, faults[_i].code);
    ck_assert_uint_eq(fault_at, faults[_i].fault_at);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("json_string");
    TCase *tests = tcase_create("json_string");
    tcase_add_test(tests, the_end_is_just_past_the_closing_quote);
    tcase_add_test(tests, bytes_that_columns_leave_out_are_counted);
    tcase_add_loop_test(tests, a_string_that_is_not_closed_is_shown_at_its_start, 0, 6);
    tcase_add_test(tests, a_raw_tab_is_shown_where_it_stands);
    tcase_add_loop_test(tests, escapes_are_undone, 0, RETRY_COUNT(decoded));
    tcase_add_loop_test(tests, a_bad_escape_is_found_where_it_starts, 0, RETRY_COUNT(faults));
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
