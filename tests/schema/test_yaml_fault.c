/* test_yaml_fault.c - broken YAML is refused at the place that helps, in words that help. */
#include "schema/yaml_fault.h"

#include "tests/schema/reading.h"

static const struct {
    const char *text, *finding, *message;
} rows[] = {
    {"a: \"x\nb: 1\n", "1:4 syntax", "this quote is never closed"},
    {"a: 1\nb: 'x\n", "2:4 syntax", "this quote is never closed"},
    {"a: 'x\n---\n", "1:4 syntax", "this quote is never closed"},
    {"a: 1\n\"b: 1\n", "2:1 syntax", "this quote is never closed"},
    {"a: [1, 2\n", "1:4 syntax", "this '[' is never closed"},
    {"a: {b: 1\n\n", "1:4 syntax", "this '{' is never closed"},
    {"a: {b: [1}\n", "1:10 syntax < 1:8", "expected ',' or ']' but found '}'"},
    {"a: {b: 1\nc: 2\n", "2:2 syntax < 1:4", "expected ',' or '}' but found ':'"},
    {"a: [\"b\" c]\n", "1:9 syntax < 1:4", "expected ',' or ']' but found 'c]'"},
    {"a: [b, }\n", "1:8 syntax", "expected a value but found '}'"},
    {"\ta: 1\n", "1:1 syntax", "a TAB stands where only spaces may indent"},
    {"a:\n\tb: 1\n", "2:1 syntax", "a TAB stands where only spaces may indent"},
    {"a: |\n\tb\n", "2:1 syntax", "a TAB stands where only spaces may indent"},
    {"a: 1\n  b: 2\n", "2:4 syntax", "a ':' stands where no key can be"},
    {"a: b: c\n", "1:5 syntax", "a ':' stands where no key can be"},
    {"a: - b\n", "1:4 syntax", "a '-' stands where no list can be"},
    {"a: ? b\n", "1:4 syntax", "a '?' stands where no key can be"},
    {"a: 1\nword\nb: 2\n", "2:1 syntax", "this line has no ':' behind its key"},
    {"a: 1\nword", "2:1 syntax", "this line has no ':' behind its key"},
    {"a:\n  b: 1\n c: 2\n", "3:2 syntax", "expected a key but found 'c:'"},
    {"a: 'x' 'y'\n", "1:8 syntax", "expected a key but found ''y''"},
    {"a:\n - b\n c: d\n", "3:2 syntax", "expected '-' but found 'c:'"},
    {"a: @x\n", "1:4 syntax", "plain text cannot start with '@x'"},
    {"a: `\xC3\xA9` b\n", "1:4 syntax", "plain text cannot start with '`\xC3\xA9`'"},
    {"a: | b\n", "1:6 syntax", "text stands on the line of the '|' or '>'"},
    {"a: >0\n b\n", "1:5 syntax", "the indentation of a block text cannot be 0"},
    {"{a: {b:,}}\n", "1:7 syntax", "a ':' stands inside plain text"},
    {"a: \"\xC3\xA9\\q\"\n", "1:6 syntax", "YAML has no such escape"},
    {"a: \"b\\u12g4\"\n", "1:6 syntax", "this escape needs more hexadecimal digits"},
    {"a: \"b\\ud800\"\n", "1:6 encoding", "the escape stands for no character"},
    {"a: *\n", "1:4 alias", "text that starts with '*' is an alias, and aliases are not part of the format"},
    {"a: *.log\n", "1:4 alias", "text that starts with '*' is an alias, and aliases are not part of the format"},
    {"a: & b\n", "1:4 anchor", "text that starts with '&' is an anchor, and anchors are not part of the format"},
    {"a: !<x\n", "1:4 tag", "text that starts with '!' is a tag, and tags are not part of the format"},
    {"a: !b!c d\n", "1:4 tag", "text that starts with '!' is a tag, and tags are not part of the format"},
    {"%YAML 1.2\na: 1\n", "2:1 syntax", "expected '---' but found 'a:'"},
    {"%YAML 1.2\n%YAML 1.2\n---\na: 1\n", "2:1 directive", "a second %YAML line stands here"},
    {"a:\n  b:1\n  c: 2\n", "2:3 syntax", "a space is missing behind ':'"},
    {"a: 1\nb:2\n", "2:1 syntax", "a space is missing behind ':'"},
    {" a: 1\nb: 2\n", "2:1 syntax < 1:2", "this line is indented less than the first key"},
    {"{a: 1}}\n", "1:7 syntax", "nothing is open here for '}'"},
    {"{a: 1} b\n", "1:8 several-documents", "text follows the end of the document"},
    {"\xEF\xBB\xBF\xC3\xA9: \"x", "1:4 syntax", "this quote is never closed"},
};

START_TEST(a_fault_is_told_at_its_place_in_our_words)
{
    struct reading *reading = reading_yaml(rows[_i].text);
    ck_assert_msg(strcmp(reading->findings, rows[_i].finding) == 0, "for <%s>: <%s>, not <%s>", rows[_i].text,
                  reading->findings, rows[_i].finding);
    ck_assert_str_eq(reading->report->findings[0].message, rows[_i].message);
    ck_assert_ptr_nonnull(reading->report->findings[0].help);
    reading_free(reading);
}
END_TEST

START_TEST(a_key_that_libyaml_does_not_read_to_its_end_is_too_long)
{
    char text[1300] = "a: 1\n";
    struct reading *reading;
    memset(text + 5, 'k', 1100);
    memcpy(text + 1105, ": 2\n", 5);
    reading = reading_yaml(text);
    ck_assert_str_eq(reading->findings, "2:1 too-long");
    reading_free(reading);
}
END_TEST

static struct retry_report *report_of(yaml_error_type_t error, const char *problem, const char *rest)
{
    yaml_parser_t parser = {.error = error, .problem = problem};
    struct retry_source source = {.name = "text", .text = rest, .size = strlen(rest)};
    struct retry_yaml_fault fault = {.parser = &parser, .source = &source, .rest = rest, .rest_length = strlen(rest)};
    struct retry_report *report = retry__report_new();
    ck_assert_ptr_nonnull(report);
    ck_assert(!retry__yaml_fault_report(&fault, report));
    return report;
}

START_TEST(a_failure_without_a_problem_is_lack_of_memory)
{
    static const yaml_error_type_t errors[] = {YAML_NO_ERROR, YAML_MEMORY_ERROR};
    for (size_t at = 0; at < RETRY_COUNT(errors); at++) {
        struct retry_report *report = report_of(errors[at], NULL, "");
        ck_assert(report->out_of_memory);
        ck_assert_uint_eq(report->count, 0);
        retry__report_free(report);
    }
}
END_TEST

START_TEST(a_problem_of_an_unknown_name_is_a_syntax_error_too)
{
    struct retry_report *report = report_of(YAML_SCANNER_ERROR, "a problem of a later libyaml", "x y");
    ck_assert_uint_eq(report->count, 1);
    ck_assert_int_eq(report->findings[0].code, RETRY_FINDING_SYNTAX);
    ck_assert_str_eq(report->findings[0].message, "YAML has no place for 'x'");
    retry__report_free(report);
    report = report_of(YAML_SCANNER_ERROR, "a problem of a later libyaml", "");
    ck_assert_str_eq(report->findings[0].message, "YAML has no place for the end of the line");
    retry__report_free(report);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("yaml_fault");
    TCase *tests = tcase_create("yaml_fault");
    tcase_add_loop_test(tests, a_fault_is_told_at_its_place_in_our_words, 0, RETRY_COUNT(rows));
    tcase_add_test(tests, a_key_that_libyaml_does_not_read_to_its_end_is_too_long);
    tcase_add_test(tests, a_failure_without_a_problem_is_lack_of_memory);
    tcase_add_test(tests, a_problem_of_an_unknown_name_is_a_syntax_error_too);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
