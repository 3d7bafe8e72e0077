/* test_escape.c - nothing that a terminal obeys gets through, and everything else does. */
#include "schema/escape.h"

#include "schema/mem.h"
#include "tests/suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *text;
    const char *shown;
} rows[] = {
    {"plain", "plain"},
    {"a\tb", "a\\x09b"},
    {"a\nb\r", "a\\x0Ab\\x0D"},
    {"\x1B[31m", "\\x1B[31m"},
    {"\x7F", "\\x7F"},
    {"\xC2\x85", "\\u{0085}"},
    {"\xC2\x9B", "\\u{009B}"},
    {"\xE2\x80\xAE", "\\u{202E}"},
    {"\xE2\x81\xA6", "\\u{2066}"},
    {"\xE2\x80\x8B", "\\u{200B}"},
    {"\xE2\x80\xA8", "\\u{2028}"},
    {"\xEF\xBB\xBF", "\\u{FEFF}"},
    {"\xF3\xA0\x80\x81", "\\u{E0001}"},
    {"a\xEF\xB8\x8F", "a\\u{FE0F}"},
    {"\xE3\x85\xA4", "\\u{3164}"},
    {"\xE1\x85\x9F", "\\u{115F}"},
    {"\xF0\x9D\x85\xB3", "\\u{1D173}"},
    {"\xF3\xA0\x84\x80", "\\u{E0100}"},
    {"caf\xC3\xA9", "caf\xC3\xA9"},
    {"\xE6\x97\xA5", "\xE6\x97\xA5"},
    {"\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80"},
    {"\xFF", "\\xFF"},
    {"\x80z", "\\x80z"},
    {"\xC3", "\\xC3"},
    {"\xC3z", "\\xC3z"},
    {"\xC0\xAF", "\\xC0\\xAF"},
    {"\xE0\x80\x80", "\\xE0\\x80\\x80"},
    {"\xED\xA0\x80", "\\xED\\xA0\\x80"},
    {"\xF4\x90\x80\x80", "\\xF4\\x90\\x80\\x80"},
    {"\xF5\x80\x80\x80", "\\xF5\\x80\\x80\\x80"},
};

/* runs for each row of rows */
START_TEST(a_text_is_shown_as_it_should_be)
{
    char buffer[64];
    size_t length = retry__escape(rows[_i].text, strlen(rows[_i].text), buffer, sizeof buffer);

    ck_assert_str_eq(buffer, rows[_i].shown);
    ck_assert_uint_eq(length, strlen(rows[_i].shown));
}
END_TEST

START_TEST(a_nul_is_shown_and_not_the_end)
{
    char buffer[16];

    retry__escape("a\0b", 3, buffer, sizeof buffer);
    ck_assert_str_eq(buffer, "a\\x00b");
}
END_TEST

START_TEST(a_long_text_is_cut_at_a_whole_character)
{
    char buffer[8];

    ck_assert_uint_eq(retry__escape("abcdefg", 7, buffer, 8), 7);
    ck_assert_str_eq(buffer, "abcdefg");
    ck_assert_uint_eq(retry__escape("abcdefgh", 8, buffer, 8), 7);
    ck_assert_str_eq(buffer, "abcd...");
    retry__escape("abc\xE6\x97\xA5zz", 8, buffer, 8);
    ck_assert_str_eq(buffer, "abc...");
    retry__escape("abc\x1Bz", 5, buffer, 8);
    ck_assert_str_eq(buffer, "abc...");
}
END_TEST

START_TEST(small_buffers_are_never_overrun)
{
    char buffer[8];

    memset(buffer, '#', sizeof buffer);
    ck_assert_uint_eq(retry__escape("abc", 3, buffer, 0), 0);
    ck_assert_int_eq(buffer[0], '#');
    for (size_t size = 1; size < sizeof buffer; size++) {
        memset(buffer, '#', sizeof buffer);
        ck_assert_uint_eq(retry__escape("\x1B\x1B\x1B\x1B", 4, buffer, size), strlen(buffer));
        ck_assert_uint_lt(strlen(buffer), size);
        ck_assert_int_eq(buffer[size], '#');
    }
}
END_TEST

START_TEST(whatever_the_bytes_the_result_is_free_of_control_characters)
{
    unsigned state = 1;

    for (int round = 0; round < 5000; round++) {
        char text[24];
        char buffer[128];

        for (size_t i = 0; i < sizeof text; i++) {
            state = state * 1103515245u + 12345u;
            text[i] = (char)(state >> 16);
        }
        retry__escape(text, sizeof text, buffer, sizeof buffer);
        for (const char *at = buffer; *at != '\0'; at++)
            ck_assert((unsigned char)*at >= ' ' && *at != 0x7F);
        ck_assert_ptr_null(strstr(buffer, "\xE2\x80\xAE"));
    }
}
END_TEST

START_TEST(escaping_twice_changes_nothing)
{
    char once[64];
    char twice[64];

    retry__escape("\x1B[0m\xFF\xE2\x80\x8B", 8, once, sizeof once);
    retry__escape(once, strlen(once), twice, sizeof twice);
    ck_assert_str_eq(once, twice);
}
END_TEST

static unsigned cells(const char *text)
{
    size_t at = 0;

    return retry__escape_next(text, strlen(text), &at).cells;
}

START_TEST(cells_are_those_of_a_terminal)
{
    ck_assert_uint_eq(cells("a"), 1);
    ck_assert_uint_eq(cells("\t"), 1);
    ck_assert_uint_eq(cells("\xC3\xA9"), 1);
    ck_assert_uint_eq(cells("\xE6\x97\xA5"), 2);
    ck_assert_uint_eq(cells("\xED\x95\x9C"), 2);
    ck_assert_uint_eq(cells("\xEF\xBC\xA1"), 2);
    ck_assert_uint_eq(cells("\xF0\x9F\x98\x80"), 2);
    ck_assert_uint_eq(cells("\xCC\x81"), 0);
    ck_assert_uint_eq(cells("\x1B"), 4);
    ck_assert_uint_eq(cells("\xE2\x80\x8B"), 8);
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("escape");
    Suite *suite = suite_create("escape");

    tcase_add_loop_test(all, a_text_is_shown_as_it_should_be, 0, (int)RETRY_COUNT(rows));
    tcase_add_test(all, a_nul_is_shown_and_not_the_end);
    tcase_add_test(all, a_long_text_is_cut_at_a_whole_character);
    tcase_add_test(all, small_buffers_are_never_overrun);
    tcase_add_test(all, whatever_the_bytes_the_result_is_free_of_control_characters);
    tcase_add_test(all, escaping_twice_changes_nothing);
    tcase_add_test(all, cells_are_those_of_a_terminal);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
