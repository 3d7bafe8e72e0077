/* test_snippet.c - the caret stands under the span, whatever the width of the characters and the length of the line. */
#include "schema/snippet.h"

#include "tests/suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct retry_palette plain = {"", "", {"", "", ""}, "", ""};

/* The snippet of line 1 with a span that starts there. */
static char *shown(const char *text, uint32_t column, uint32_t end_line, uint32_t end_column)
{
    struct retry_report *report = retry__report_new();
    struct retry_source source = {"a.yaml", text, strlen(text)};
    struct retry_draft draft = {
        .code = RETRY_FINDING_WRONG_TYPE, .source = &source, .span = {1, column, end_line, end_column}};
    char *snippet = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&snippet, &size);

    ck_assert_ptr_nonnull(stream);
    retry__report_add(report, &draft, "wrong");
    retry__snippet_print(&retry__report_at(report, 0)->place, 1, &plain, stream);
    fclose(stream);
    retry__report_free(report);
    return snippet;
}

static const struct {
    const char *text;
    uint32_t column, end_line, end_column;
    const char *snippet;
} carets[] = {
    {"a: b", 4, 1, 4, "  1 | a: b\n    |    ^\n"},
    {"a:", 3, 1, 3, "  1 | a:\n    |   ^\n"},
    {"a: {b: c\n}", 4, 2, 2, "  1 | a: {b: c\n    |    ^~~~~\n"},
    {"\ta: bc", 5, 1, 7, "  1 |  a: bc\n    |     ^~\n"},
    {"\xE6\x97\xA5\xE6\x9C\xAC: bc", 5, 1, 7, "  1 | \xE6\x97\xA5\xE6\x9C\xAC: bc\n    |       ^~\n"},
    {"\xE6\x97\xA5\xE6\x9C\xAC: bc", 1, 1, 3, "  1 | \xE6\x97\xA5\xE6\x9C\xAC: bc\n    | ^~~~\n"},
    {"e\xCC\x81: bc", 5, 1, 7, "  1 | e\xCC\x81: bc\n    |    ^~\n"},
    {"a\x1B: bc", 5, 1, 7, "  1 | a\\x1B: bc\n    |        ^~\n"},
    {"a\xE2\x80\x8B: bc", 2, 1, 3, "  1 | a\\u{200B}: bc\n    |  ^~~~~~~~\n"},
    {"\xFF: bc", 4, 1, 6, "  1 | \\xFF: bc\n    |       ^~\n"},
    {"\xEF\xBB\xBFversion: 2", 10, 1, 11, "  1 | version: 2\n    |          ^\n"},
};

/* runs for each row of carets */
START_TEST(the_caret_stands_under_the_span)
{
    char *snippet = shown(carets[_i].text, carets[_i].column, carets[_i].end_line, carets[_i].end_column);

    ck_assert_str_eq(snippet, carets[_i].snippet);
    free(snippet);
}
END_TEST

/* Of a long line, what the caret points at must be what the span held. */
START_TEST(the_caret_follows_a_line_that_is_cut)
{
    char line[4001];

    for (size_t i = 0; i < sizeof line - 1; i++)
        line[i] = (char)('a' + i % 26);
    line[sizeof line - 1] = '\0';
    for (uint32_t column = 1; column <= 4000; column += 123) {
        char *snippet = shown(line, column, 1, column + 3);
        char *below = strchr(snippet, '\n') + 1;
        size_t caret = strcspn(below, "^");

        ck_assert_int_eq(snippet[caret], line[column - 1]);
        ck_assert_uint_lt((size_t)(below - snippet), 130);
        ck_assert_uint_eq(strspn(below + caret, "^~"), column > 3998 ? 4001 - column : 3);
        free(snippet);
    }
}
END_TEST

START_TEST(wide_characters_of_a_cut_line_keep_the_caret_in_step)
{
    char line[3001];

    for (size_t i = 0; i < 3000; i += 3)
        memcpy(line + i, "\xE6\x97\xA5", 3);
    line[3000] = '\0';
    memcpy(line + 3 * 500, "abc", 3);
    char *snippet = shown(line, 501, 1, 504);
    char *below = strchr(snippet, '\n') + 1;
    size_t before = (size_t)(strstr(snippet, "abc") - snippet);
    size_t narrow = strlen("  1 | ...");

    ck_assert_uint_eq(strcspn(below, "^"), narrow + (before - narrow) / 3 * 2);
    ck_assert_uint_eq(strspn(strchr(below, '^'), "^~"), 3);
    free(snippet);
}
END_TEST

START_TEST(a_span_longer_than_the_window_is_marked_as_far_as_it_is_shown)
{
    char line[301];
    char *snippet;

    memset(line, 'a', 300);
    line[300] = '\0';
    snippet = shown(line, 1, 1, 301);
    ck_assert_ptr_nonnull(strstr(snippet, "aaa...\n"));
    ck_assert_uint_eq(strspn(strchr(snippet, '^'), "^~"), 110);
    free(snippet);
}
END_TEST

START_TEST(a_span_that_ends_before_it_starts_has_one_caret)
{
    char *snippet = shown("a: b", 4, 1, 2);

    ck_assert_str_eq(snippet, "  1 | a: b\n    |    ^\n");
    free(snippet);
}
END_TEST

START_TEST(without_a_line_there_is_no_snippet)
{
    char *snippet = shown("a: b", 0, 0, 0);

    ck_assert_str_eq(snippet, "");
    free(snippet);
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("snippet");
    Suite *suite = suite_create("snippet");

    tcase_add_loop_test(all, the_caret_stands_under_the_span, 0, (int)RETRY_COUNT(carets));
    tcase_add_test(all, the_caret_follows_a_line_that_is_cut);
    tcase_add_test(all, wide_characters_of_a_cut_line_keep_the_caret_in_step);
    tcase_add_test(all, a_span_longer_than_the_window_is_marked_as_far_as_it_is_shown);
    tcase_add_test(all, a_span_that_ends_before_it_starts_has_one_caret);
    tcase_add_test(all, without_a_line_there_is_no_snippet);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
