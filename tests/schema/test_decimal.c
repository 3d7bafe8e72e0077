/* test_decimal.c - decimals are read exactly or refused with the reason. */
#include "schema/decimal.h"

#include "schema/mem.h"
#include "tests/suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *text;
    uint64_t billionths;
} right[] = {
    {"0", 0},           {"1", 1000000000},   {"10", 10000000000}, {"1.5", 1500000000},
    {"0.3", 300000000}, {"2.0", 2000000000}, {"0.000000001", 1},  {"18446744073.709551615", UINT64_MAX},
};

static const struct {
    const char *text;
    const char *problem;
} wrong[] = {
    {"", "is empty"},
    {"-1", "has a sign"},
    {"+1", "has a sign"},
    {"-", "is not a number"},
    {".5", "has no digit before the point"},
    {"5.", "has no digit after the point"},
    {".", "is not a number"},
    {".inf", "is not a number"},
    {".nan", "is not a number"},
    {"nan", "is not a number"},
    {"lots", "is not a number"},
    {"1x", "is not a number"},
    {"1.5x", "is not a number"},
    {"01", "has a leading zero"},
    {"00", "has a leading zero"},
    {"010", "has a leading zero"},
    {"00.5", "has a leading zero"},
    {"0x1F", "is hexadecimal"},
    {"0o17", "is octal"},
    {"1e9", "has an exponent"},
    {"1.5E3", "has an exponent"},
    {"1_000", "has an underscore"},
    {"1.0_0", "has an underscore"},
    {"1,5", "has a comma"},
    {"1 000", "has a space"},
    {" 1", "has a space"},
    {"\t1", "has a space"},
    {"30%", "has a percent sign"},
    {"1.2.3", "has two points"},
    {"1.0000000001", "has too many digits after the point"},
    {"18446744073.709551616", "is too large"},
    {"18446744074", "is too large"},
    {"99999999999999999999999999", "is too large"},
};

/* runs for each row of right */
START_TEST(a_decimal_is_read_exactly)
{
    struct retry_decimal out = {7};

    ck_assert_ptr_null(retry__decimal_parse(right[_i].text, strlen(right[_i].text), 9, &out));
    ck_assert_uint_eq(out.billionths, right[_i].billionths);
}
END_TEST

/* runs for each row of wrong */
START_TEST(anything_else_is_refused_with_the_reason)
{
    struct retry_decimal out = {7};
    const char *problem = retry__decimal_parse(wrong[_i].text, strlen(wrong[_i].text), 9, &out);

    ck_assert_pstr_eq(problem, wrong[_i].problem);
    ck_assert_uint_eq(out.billionths, 7);
}
END_TEST

START_TEST(three_digits_are_the_limit_where_three_are_asked_for)
{
    struct retry_decimal out;

    ck_assert_ptr_null(retry__decimal_parse("1.125", 5, 3, &out));
    ck_assert_uint_eq(out.billionths, 1125000000);
    ck_assert_str_eq(retry__decimal_parse("1.1250", 6, 3, &out), "has too many digits after the point");
}
END_TEST

START_TEST(the_text_ends_where_its_length_says)
{
    struct retry_decimal out;
    uint64_t whole;

    ck_assert_ptr_null(retry__decimal_parse("1.59", 3, 9, &out));
    ck_assert_uint_eq(out.billionths, 1500000000);
    ck_assert_ptr_null(retry__whole_parse("127", 2, &whole));
    ck_assert_uint_eq(whole, 12);
}
END_TEST

START_TEST(a_whole_number_is_read_exactly)
{
    uint64_t out;

    ck_assert_ptr_null(retry__whole_parse("0", 1, &out));
    ck_assert_uint_eq(out, 0);
    ck_assert_ptr_null(retry__whole_parse("18446744073709551615", 20, &out));
    ck_assert_uint_eq(out, UINT64_MAX);
}
END_TEST

START_TEST(a_whole_number_has_no_point)
{
    uint64_t out = 7;

    ck_assert_str_eq(retry__whole_parse("1.0", 3, &out), "has a point");
    ck_assert_str_eq(retry__whole_parse("5.", 2, &out), "has a point");
    ck_assert_str_eq(retry__whole_parse("-3", 2, &out), "has a sign");
    ck_assert_str_eq(retry__whole_parse("", 0, &out), "is empty");
    ck_assert_uint_eq(out, 7);
}
END_TEST

START_TEST(too_large_is_told_apart_by_its_pointer)
{
    struct retry_decimal decimal;
    uint64_t whole;

    ck_assert_ptr_eq(retry__whole_parse("18446744073709551616", 20, &whole), retry__decimal_too_large);
    ck_assert_ptr_eq(retry__decimal_parse("18446744074", 11, 9, &decimal), retry__decimal_too_large);
}
END_TEST

static void spells(uint64_t billionths, const char *expected)
{
    char text[32];
    size_t length = retry__decimal_text((struct retry_decimal){billionths}, text, sizeof text);

    ck_assert_str_eq(text, expected);
    ck_assert_uint_eq(length, strlen(expected));
}

START_TEST(the_shortest_spelling_is_written)
{
    spells(0, "0");
    spells(1500000000, "1.5");
    spells(300000000, "0.3");
    spells(1, "0.000000001");
    spells(10000000000, "10");
    spells(1010000000, "1.01");
    spells(UINT64_MAX, "18446744073.709551615");
}
END_TEST

START_TEST(what_is_written_reads_back_the_same)
{
    uint64_t state = 42;

    for (int i = 0; i < 20000; i++) {
        struct retry_decimal out;
        char text[32];

        state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
        struct retry_decimal decimal = {state >> (i % 64)};
        size_t length = retry__decimal_text(decimal, text, sizeof text);
        ck_assert_ptr_null(retry__decimal_parse(text, length, 9, &out));
        ck_assert_uint_eq(out.billionths, decimal.billionths);
    }
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("decimal");
    Suite *suite = suite_create("decimal");

    tcase_add_loop_test(all, a_decimal_is_read_exactly, 0, (int)RETRY_COUNT(right));
    tcase_add_loop_test(all, anything_else_is_refused_with_the_reason, 0, (int)RETRY_COUNT(wrong));
    tcase_add_test(all, three_digits_are_the_limit_where_three_are_asked_for);
    tcase_add_test(all, the_text_ends_where_its_length_says);
    tcase_add_test(all, a_whole_number_is_read_exactly);
    tcase_add_test(all, a_whole_number_has_no_point);
    tcase_add_test(all, too_large_is_told_apart_by_its_pointer);
    tcase_add_test(all, the_shortest_spelling_is_written);
    tcase_add_test(all, what_is_written_reads_back_the_same);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
