/* test_scan.c - which bytes a text may hold. */
#include "schema/scan.h"

#include "tests/schema/reading.h"

struct row {
    const char *text;
    size_t size;
    const char *findings;
};

#define ROW(text, findings)              \
    {                                    \
        text, sizeof(text) - 1, findings \
    }

static void expect(bool yaml, const struct row *row)
{
    struct reading reading = {.source = {.name = "text", .size = row->size}, .report = retry__report_new()};
    char *copy = malloc(row->size + 1);
    ck_assert(copy != NULL && reading.report != NULL);
    memcpy(copy, row->text, row->size);
    reading.source.text = copy;
    reading.accepted = retry__scan(&reading.source, yaml, reading.report);
    reading_tell(&reading);
    ck_assert_msg(strcmp(reading.findings, row->findings) == 0, "for <%s>: <%s>, not <%s>", row->text, reading.findings,
                  row->findings);
    ck_assert(reading.accepted == (*row->findings == '\0'));
    retry__report_free(reading.report);
    free(copy);
}

static const struct row good[] = {
    ROW("", ""),
    ROW("a: 1\n", ""),
    ROW("a: =======\n========\n <<<<<<<\n", ""),
    ROW("a:\tb\r\nc: d\re: f", ""),
    ROW("\xEF\xBB\xBF", ""),
    ROW("\xEF\xBB\xBF# caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 \xF4\x8F\xBF\xBD\n", ""),
    ROW("\xC2\xA0\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBD\xF0\x90\x80\x80", ""),
    ROW("x\xE2\x80\x8B\xE2\x80\x8Dy", ""), /* zero width: refused only in keys, names and words */
    ROW("\"\\u0000\\u202e\"", ""),         /* escapes are the readers' affair */
};

START_TEST(plain_text_passes)
{
    expect(false, &good[_i]);
    expect(true, &good[_i]);
}
END_TEST

static const struct row bad[] = {
    ROW("a\n<<<<<<< HEAD\nb", "2:1 syntax"),
    ROW("<<<<<<< HEAD\nb", "1:1 syntax"),
    ROW("\xEF\xBB\xBF<<<<<<<\n", "1:1 syntax"),
    ROW("a: 1\r=======\rb: 2\r", "2:1 syntax"),
    ROW("a: \xC3\xA9\n>>>>>>> b\n", "2:1 syntax"),
    ROW("a\n=======\r\nb", "2:1 syntax"),
    ROW("a\n>>>>>>>", "2:1 syntax"),
    ROW("a\0b", "1:2 encoding"),
    ROW("\x01", "1:1 encoding"),
    ROW("abcdefgh\x1F", "1:9 encoding"),
    ROW("abc\ndef\n\x1B[31m", "3:1 encoding"),
    ROW("a\x7F", "1:2 encoding"),
    ROW("abcd\x7F"
        "fgh",
        "1:5 encoding"),
    ROW("a\r\nb\rc\x0B", "3:2 encoding"),
    ROW("\xC2\x80", "1:1 encoding"),
    ROW("\xC3\xA9\xC3\xA9\xC2\x85", "1:3 encoding"),
    ROW("\xC2\x9F", "1:1 encoding"),
    ROW("abcdefgh\xFF", "1:9 encoding"),
    ROW("abcdefgh\xC3", "1:9 encoding"),
    ROW("\x80", "1:1 encoding"),
    ROW("\xC0\x80", "1:1 encoding"),
    ROW("\xC1\xBF", "1:1 encoding"),
    ROW("\xE0\x9F\xBF", "1:1 encoding"),
    ROW("\xED\xA0\x80", "1:1 encoding"),
    ROW("\xED\xBF\xBF", "1:1 encoding"),
    ROW("\xF0\x8F\xBF\xBF", "1:1 encoding"),
    ROW("\xF4\x90\x80\x80", "1:1 encoding"),
    ROW("\xF5\x80\x80\x80", "1:1 encoding"),
    ROW("\xF0\x9F\x98", "1:1 encoding"),
    ROW("\xE2\x82\x41", "1:1 encoding"),
    ROW("ab\xEF\xBB\xBF", "1:3 encoding"),
    ROW("\xEF\xBB\xBF\xEF\xBB\xBF", "1:1 encoding"),
    ROW("\xD8\x9C", "1:1 encoding"),
    ROW("a\xE2\x80\x8E", "1:2 encoding"),
    ROW("a\xE2\x80\xAE", "1:2 encoding"),
    ROW("a\xE2\x81\xA6", "1:2 encoding"),
    ROW("a\xE2\x81\xA9", "1:2 encoding"),
    ROW("a\xE2\x80\xA8", "1:2 encoding"),
    ROW("a\xE2\x80\xA9", "1:2 encoding"),
    ROW("\xEF\xBF\xBE", "1:1 encoding"),
    ROW("\xEF\xBF\xBF", "1:1 encoding"),
    ROW("\xFF\xFE"
        "a\0:\0",
        "1:1 encoding"),
    ROW("\xFE\xFF\0a\0:", "1:1 encoding"),
};

START_TEST(a_bad_byte_is_refused_where_it_stands)
{
    expect(false, &bad[_i]);
    expect(true, &bad[_i]);
}
END_TEST

START_TEST(each_kind_of_fault_is_told_once)
{
    static const struct row row = ROW("\x01\x02\n\0\n\0\xFF\xFF\n\xE2\x80\xAE\xE2\x80\xAE",
                                      "1:1 encoding; 2:1 encoding; 3:2 encoding; 4:1 encoding");
    expect(true, &row);
}
END_TEST

static const struct row directives[] = {
    ROW("%YAML 1.1\n---\n", ""),
    ROW("%YAML \t1.2 # comment\r\n---\n", ""),
    ROW("\xEF\xBB\xBF%YAML 1.2", ""),
    ROW("a: 5%\n %TAG\n", ""),
    ROW("%YAML 1.3\n", "1:1 directive"),
    ROW("%YAML 1.10\n", "1:1 directive"),
    ROW("%YAML 1.2x\n", "1:1 directive"),
    ROW("%YAML1.2\n", "1:1 directive"),
    ROW("%YAML\n", "1:1 directive"),
    ROW("%", "1:1 directive"),
    ROW("%YAML 1.2\n%TAG ! x\n%TAG ! y\n", "2:1 directive"),
    ROW("a: 1\r%x", "2:1 directive"),
    ROW("\xEF\xBB\xBF%x", "1:1 directive"),
};

START_TEST(only_known_directives_may_start_a_line_of_yaml)
{
    expect(true, &directives[_i]);
    expect(false, &(struct row){directives[_i].text, directives[_i].size, ""});
}
END_TEST

START_TEST(the_message_names_the_code_point)
{
    struct reading *reading = reading_bytes(RETRY_FORMAT_YAML, "a: \xE2\x80\xAE", 6);
    ck_assert_ptr_nonnull(strstr(reading->report->findings[0].message, "U+202E"));
    reading_free(reading);
    reading = reading_bytes(RETRY_FORMAT_YAML, "a: \xE9", 4);
    ck_assert_ptr_nonnull(strstr(reading->report->findings[0].message, "0xE9"));
    ck_assert_uint_eq(reading->report->findings[0].place.span.end_column, 5);
    reading_free(reading);
}
END_TEST

START_TEST(a_code_point_is_read_and_passed)
{
    static const char text[] = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80";
    static const uint32_t points[] = {'a', 0xE9, 0x20AC, 0x1F600};
    size_t at = 0;
    for (size_t count = 0; count < RETRY_COUNT(points); count++)
        ck_assert_uint_eq(retry__scan_point(text, sizeof text - 1, &at), points[count]);
    ck_assert_uint_eq(at, sizeof text - 1);
    ck_assert_uint_eq(retry__scan_width(text, sizeof text - 1), 4);
}
END_TEST

START_TEST(a_cut_tears_no_code_point)
{
    static const char text[] = "a\xE2\x82\xAC"
                               "b";
    ck_assert_uint_eq(retry__scan_cut(text, 5, 5), 5);
    ck_assert_uint_eq(retry__scan_cut(text, 5, 4), 4);
    ck_assert_uint_eq(retry__scan_cut(text, 5, 3), 1);
    ck_assert_uint_eq(retry__scan_cut(text, 5, 2), 1);
    ck_assert_uint_eq(retry__scan_cut(text, 5, 0), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scan");
    TCase *tests = tcase_create("scan");
    tcase_add_loop_test(tests, plain_text_passes, 0, RETRY_COUNT(good));
    tcase_add_loop_test(tests, a_bad_byte_is_refused_where_it_stands, 0, RETRY_COUNT(bad));
    tcase_add_test(tests, each_kind_of_fault_is_told_once);
    tcase_add_loop_test(tests, only_known_directives_may_start_a_line_of_yaml, 0, RETRY_COUNT(directives));
    tcase_add_test(tests, the_message_names_the_code_point);
    tcase_add_test(tests, a_code_point_is_read_and_passed);
    tcase_add_test(tests, a_cut_tears_no_code_point);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
