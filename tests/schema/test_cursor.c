/* test_cursor.c - the source line of a place is found from wherever the cursor stands. */
#include "schema/cursor.h"

#include "tests/suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct retry_cursor cursor;
static struct retry_cursor_line found;

static bool go(const char *text, size_t size, uint32_t line, uint32_t column)
{
    struct retry_source source = {"a", text, size};

    return retry__cursor_line(&cursor, &source, "a", line, column, &found);
}

static void finds(const char *text, uint32_t line, uint32_t column, const char *expected)
{
    ck_assert(go(text, strlen(text), line, column));
    ck_assert_uint_eq(found.length, strlen(expected));
    ck_assert(memcmp(found.text, expected, found.length) == 0);
    ck_assert_uint_eq(found.column, 1);
    ck_assert(!found.cut);
}

START_TEST(lines_are_found_in_any_order)
{
    const char *text = "one\ntwo\n\nfour";

    finds(text, 4, 2, "four");
    finds(text, 1, 1, "one");
    finds(text, 3, 1, "");
    finds(text, 2, 4, "two");
    finds(text, 2, 1, "two");
    finds(text, 4, 5, "four");
}
END_TEST

START_TEST(all_line_ends_count_once)
{
    const char *text = "one\r\ntwo\rthree\n\r\nfive\r";

    finds(text, 5, 1, "five");
    finds(text, 4, 1, "");
    finds(text, 3, 6, "three");
    finds(text, 2, 1, "two");
    finds(text, 1, 1, "one");
    finds(text, 6, 1, "");
}
END_TEST

START_TEST(a_byte_order_mark_is_no_part_of_the_line)
{
    finds("\xEF\xBB\xBFone\ntwo", 2, 1, "two");
    finds("\xEF\xBB\xBFone\ntwo", 1, 1, "one");
}
END_TEST

START_TEST(there_is_no_line_before_the_first_or_behind_the_last)
{
    finds("one\ntwo", 2, 1, "two");
    ck_assert(!go("one\ntwo", 7, 3, 1));
    finds("one\ntwo", 2, 2, "two");
    ck_assert(!go("one\ntwo", 7, 0, 0));
    ck_assert(!go("", 0, 2, 1));
    ck_assert(go("", 0, 1, 1));
    ck_assert_uint_eq(found.length, 0);
}
END_TEST

START_TEST(another_source_starts_anew)
{
    finds("one\ntwo", 2, 1, "two");
    finds("eins\nzwei\ndrei", 2, 1, "zwei");
}
END_TEST

static char *long_line(const char *unit, size_t count)
{
    size_t size = strlen(unit);
    char *text = malloc(size * count + 1);

    ck_assert_ptr_nonnull(text);
    for (size_t i = 0; i < count; i++)
        memcpy(text + i * size, unit, size);
    text[size * count] = '\0';
    return text;
}

START_TEST(a_long_line_is_cut_around_the_place)
{
    char *text = long_line("0123456789", 1000);

    ck_assert(go(text, 10000, 1, 5001));
    ck_assert_uint_eq(found.length, RETRY_CURSOR_LINE);
    ck_assert_uint_eq(found.column, 5001 - RETRY_CURSOR_LINE / 2);
    ck_assert_int_eq(found.text[0], "0123456789"[(found.column - 1) % 10]);
    ck_assert(found.cut);
    ck_assert(go(text, 10000, 1, 3));
    ck_assert_uint_eq(found.column, 1);
    ck_assert(go(text, 10000, 1, 9999));
    ck_assert(!found.cut);
    free(text);
}
END_TEST

START_TEST(characters_are_never_cut_in_two)
{
    char *text = long_line("\xE6\x97\xA5", 1000);

    for (uint32_t column = 1; column <= 1001; column += 77) {
        ck_assert(go(text, 3000, 1, column));
        ck_assert_uint_le(found.length, RETRY_CURSOR_LINE);
        ck_assert_uint_eq(found.length % 3, 0);
        ck_assert_ptr_eq(found.text, text + (size_t)(found.column - 1) * 3);
    }
    free(text);
}
END_TEST

START_TEST(bytes_that_are_no_utf8_are_walked_over)
{
    static const char text[] = "\x80\x80z\n\xFF\x80\n\x80";

    for (uint32_t line = 3; line >= 1; line--)
        for (uint32_t column = 4; column >= 1; column--)
            ck_assert(go(text, sizeof text - 1, line, column));
}
END_TEST

/* However the cursor got there, the answer is that of a fresh one. */
START_TEST(random_walks_agree_with_counting_from_the_start)
{
    static const char text[] = "a: 1\nbb: \xC3\xA9\xC3\xA9\r\n\n\xE6\x97\xA5: x\r\rlast line";
    struct retry_source source = {"a", text, sizeof text - 1};
    unsigned state = 3;

    for (int i = 0; i < 5000; i++) {
        struct retry_cursor fresh = {0};
        struct retry_cursor_line expected;
        uint32_t line;
        uint32_t column;

        state = state * 1103515245u + 12345u;
        line = 1 + (state >> 16) % 7;
        column = 1 + (state >> 24) % 9;
        bool there = retry__cursor_line(&fresh, &source, "a", line, column, &expected);
        ck_assert_int_eq(go(text, sizeof text - 1, line, column), there);
        if (there)
            ck_assert(found.text == expected.text && found.length == expected.length);
        if (there)
            ck_assert(cursor.offset == fresh.offset && cursor.column == fresh.column);
    }
}
END_TEST

static void spans(struct retry_cursor *from, const char *text, uint32_t start, uint32_t end, const char *expected)
{
    struct retry_source source = {"a", text, strlen(text)};
    struct retry_span span = retry__cursor_span(from, &source, "a", &(struct retry_range){start, end});
    char told[64];

    snprintf(told, sizeof told, "%u:%u-%u:%u", span.line, span.column, span.end_line, span.end_column);
    ck_assert_msg(strcmp(told, expected) == 0, "for <%s> %u-%u: %s, not %s", text, start, end, told, expected);
    ck_assert_uint_eq(from->offset, start);
}

START_TEST(bytes_have_a_line_and_a_column_in_code_points)
{
    static const char text[] = "\xEF\xBB\xBF\xC3\xA9: \xE6\x97\xA5\r\nb:\r\n\rlast";

    spans(&cursor, text, 3, 5, "1:1-1:2");
    spans(&cursor, text, 7, 10, "1:4-1:5");
    spans(&cursor, text, 12, 13, "2:1-2:2");
    spans(&cursor, text, 17, 21, "4:1-4:5");
    spans(&cursor, text, 14, 14, "2:3-2:3");
    spans(&cursor, text, 7, 18, "1:4-4:2");
    spans(&cursor, text, 21, 21, "4:5-4:5");
    spans(&cursor, "a\n", 0, 2, "1:1-2:1");
    spans(&cursor, "", 0, 0, "1:1-1:1");
}
END_TEST

/* A cursor that comes from anywhere counts as one that comes from the start, and line and column lead back. */
START_TEST(bytes_and_lines_agree_from_wherever_the_cursor_stands)
{
    static const char text[] = "a: 1\nbb: \xC3\xA9\xC3\xA9\r\n\n\xE6\x97\xA5: x\r\rlast line\n";
    struct retry_source source = {"a", text, sizeof text - 1};

    for (uint32_t i = 0; i < 5000; i++) {
        struct retry_range range = {i * 7919 % sizeof text, i * 7919 % sizeof text};
        struct retry_cursor fresh = {0}, back = {0};
        struct retry_span span, expected;

        if (((unsigned char)text[range.start] & 0xC0) == 0x80)
            continue;
        span = retry__cursor_span(&cursor, &source, "a", &range);
        expected = retry__cursor_span(&fresh, &source, "a", &range);
        ck_assert(memcmp(&span, &expected, sizeof span) == 0);
        ck_assert(retry__cursor_line(&cursor, &source, "a", span.line, span.column, &found));
        if (text[range.start] == '\n' && range.start > 0 && text[range.start - 1] == '\r')
            continue; /* no place of anything */
        ck_assert(retry__cursor_line(&back, &source, "a", span.line, span.column, &found));
        ck_assert_uint_eq(back.offset, range.start);
    }
}
END_TEST

START_TEST(breaks_between_two_bytes_are_those_of_their_lines)
{
    const char *text = "one\r\ntwo\rthree\n\nfive\r\n";
    struct retry_source source = {"a", text, strlen(text)};

    for (uint32_t to = 0; to < source.size; to++) {
        struct retry_cursor fresh = {0};
        struct retry_range range = {to, to};
        struct retry_span span = retry__cursor_span(&fresh, &source, "a", &range);
        if (text[to] == '\n' && to > 0 && text[to - 1] == '\r')
            continue; /* no place of anything */
        ck_assert_uint_eq(1 + retry__cursor_breaks(&source, 0, to), span.line);
        ck_assert_uint_eq(1 + retry__cursor_breaks(&source, 0, 5) + retry__cursor_breaks(&source, 5, to),
                          to < 5 ? 2 : span.line);
    }
    ck_assert_uint_eq(retry__cursor_breaks(&source, 9, 9), 0);
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("cursor");
    Suite *suite = suite_create("cursor");

    tcase_add_test(all, lines_are_found_in_any_order);
    tcase_add_test(all, all_line_ends_count_once);
    tcase_add_test(all, a_byte_order_mark_is_no_part_of_the_line);
    tcase_add_test(all, there_is_no_line_before_the_first_or_behind_the_last);
    tcase_add_test(all, another_source_starts_anew);
    tcase_add_test(all, a_long_line_is_cut_around_the_place);
    tcase_add_test(all, characters_are_never_cut_in_two);
    tcase_add_test(all, bytes_that_are_no_utf8_are_walked_over);
    tcase_add_test(all, random_walks_agree_with_counting_from_the_start);
    tcase_add_test(all, bytes_have_a_line_and_a_column_in_code_points);
    tcase_add_test(all, bytes_and_lines_agree_from_wherever_the_cursor_stands);
    tcase_add_test(all, breaks_between_two_bytes_are_those_of_their_lines);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
