/* test_duration.c - durations are read exactly, refused with the reason, and written in their shortest form. */
#include "schema/duration.h"

#include "schema/mem.h"
#include "tests/suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define SECOND UINT64_C(1000000000)
#define DAY (86400 * SECOND)

static const struct {
    const char *text;
    uint64_t ns;
} right[] = {
    {"0s", 0},
    {"0ms", 0},
    {"1ns", 1},
    {"1us", 1000},
    {"250ms", 250000000},
    {"1.5s", 1500000000},
    {"1.50s", 1500000000},
    {"1.0ns", 1},
    {"1m30s", 90 * SECOND},
    {"90s", 90 * SECOND},
    {"1h0m5s", 3605 * SECOND},
    {"1d2h3m4s5ms6us7ns", DAY + 7384 * SECOND + 5006007},
    {"1m1.5ms", 60 * SECOND + 1500000},
    {"0.5h", 1800 * SECOND},
    {"0.000000001s", 1},
    {"0.0000152587890625d", 1318359375},
    {"1.500000000000000000000000s", 1500000000},
    {"365d", RETRY_DURATION_MAX},
    {"8760h", RETRY_DURATION_MAX},
    {"364d23h59m59.999999999s", RETRY_DURATION_MAX - 1},
};

static const struct {
    const char *text;
    const char *problem;
} wrong[] = {
    {"", "is empty"},
    {"5", "has no unit"},
    {"0", "has no unit"},
    {"1m30", "has no unit"},
    {"1:30", "is written with colons"},
    {"1.5h30m", "has a fraction before its last part"},
    {"1s2s", "has a unit twice"},
    {"1s1m", "does not have its units in falling order"},
    {"0.1ns", "is not a whole number of nanoseconds"},
    {"1.0000000001s", "is not a whole number of nanoseconds"},
    {"0.0000000000000000001s", "is not a whole number of nanoseconds"},
    {"01s", "has a leading zero"},
    {"1m01s", "has a leading zero"},
    {".5s", "has no digit before the point"},
    {"5.s", "has no digit after the point"},
    {"1.2.3s", "has two points"},
    {"5 s", "has a space"},
    {" 5s", "has a space"},
    {"5s ", "has a space"},
    {"1m 30s", "has a space"},
    {"-5s", "has a sign"},
    {"+5s", "has a sign"},
    {"1_000ms", "has an underscore"},
    {"1,5s", "has a comma"},
    {"5S", "has an unknown unit"},
    {"5sec", "has an unknown unit"},
    {"5min", "has an unknown unit"},
    {"5w", "has an unknown unit"},
    {"1e3s", "has an unknown unit"},
    {"0x10s", "has an unknown unit"},
    {"5\xC2\xB5s", "has an unknown unit"},
    {"fast", "is not a duration"},
    {"PT5S", "is not a duration"},
    {"5sm", "has an unknown unit"},
    {"366d", "is longer than 365d"},
    {"365d1ns", "is longer than 365d"},
    {"99999999999999999999999999d", "is longer than 365d"},
    {"18446744073709551616ns", "is longer than 365d"},
};

/* runs for each row of right */
START_TEST(a_duration_is_read_exactly)
{
    uint64_t ns = 7;

    ck_assert_pstr_eq(retry__duration_parse(right[_i].text, strlen(right[_i].text), &ns), NULL);
    ck_assert_uint_eq(ns, right[_i].ns);
}
END_TEST

/* runs for each row of wrong */
START_TEST(anything_else_is_refused_with_the_reason)
{
    uint64_t ns = 7;

    ck_assert_pstr_eq(retry__duration_parse(wrong[_i].text, strlen(wrong[_i].text), &ns), wrong[_i].problem);
    ck_assert_uint_eq(ns, 7);
}
END_TEST

START_TEST(too_long_is_told_apart_by_its_pointer)
{
    uint64_t ns;

    ck_assert_ptr_eq(retry__duration_parse("366d", 4, &ns), retry__duration_too_long);
}
END_TEST

static const struct {
    const char *text;
    const char *meant; /* NULL: nothing can be guessed */
} guesses[] = {
    {"1:30", "1m30s"},
    {"1:02:03", "1h2m3s"},
    {"0:00:01.5", "1.5s"},
    {"1:2:3:4", NULL},
    {"1:", NULL},
    {":30", NULL},
    {"1:30 ", NULL},
    {"5", "5s"},
    {"1m30", "1m30s"},
    {"1.5h30m", "2h"},
    {"1s1m", "1m1s"},
    {"1s2s", "3s"},
    {".5s", "500ms"},
    {"5.s", "5s"},
    {"01s", "1s"},
    {"5 s", "5s"},
    {" 5 seconds ", "5s"},
    {"5S", "5s"},
    {"5sec", "5s"},
    {"5min", "5m"},
    {"1 hour 30 minutes", "1h30m"},
    {"250 millis", "250ms"},
    {"5\xC2\xB5s", "5us"},
    {"2Days", "2d"},
    {"366d", NULL},
    {"0.1ns", NULL},
    {"5w", NULL},
    {"5,", NULL},
    {"-5s", NULL},
    {"fast", NULL},
    {"", NULL},
    {".", NULL},
    {"5 5s", NULL},
    {"5averyverylongunitindeed", NULL},
};

/* runs for each row of guesses */
START_TEST(what_was_meant_is_guessed_where_it_can_be)
{
    uint64_t ns = 7;
    char text[48];
    bool guessed = retry__duration_guess(guesses[_i].text, strlen(guesses[_i].text), &ns);

    ck_assert_int_eq(guessed, guesses[_i].meant != NULL);
    if (!guessed)
        return;
    retry__duration_text(ns, text, sizeof text);
    ck_assert_str_eq(text, guesses[_i].meant);
}
END_TEST

static void spells(uint64_t ns, const char *expected)
{
    char text[48];
    size_t length = retry__duration_text(ns, text, sizeof text);

    ck_assert_str_eq(text, expected);
    ck_assert_uint_eq(length, strlen(expected));
}

START_TEST(the_shortest_spelling_is_written)
{
    spells(0, "0s");
    spells(1, "1ns");
    spells(1500, "1.5us");
    spells(250000000, "250ms");
    spells(1500000000, "1.5s");
    spells(90 * SECOND, "1m30s");
    spells(60 * SECOND, "1m");
    spells(3600 * SECOND + 250000000, "1h250ms");
    spells(RETRY_DURATION_MAX, "365d");
    spells(RETRY_DURATION_MAX - 1, "364d23h59m59.999999999s");
}
END_TEST

START_TEST(what_is_written_reads_back_the_same)
{
    uint64_t state = 7;

    for (int i = 0; i < 20000; i++) {
        char text[48];
        uint64_t back;

        state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
        uint64_t ns = (state >> (i % 60)) % (RETRY_DURATION_MAX + 1);
        if (i % 3 == 0)
            ns -= ns % 1000000;
        size_t length = retry__duration_text(ns, text, sizeof text);
        ck_assert_uint_lt(length, sizeof text);
        ck_assert_pstr_eq(retry__duration_parse(text, length, &back), NULL);
        ck_assert_uint_eq(back, ns);
    }
}
END_TEST

START_TEST(sums_and_products_stop_at_365_days)
{
    struct retry_decimal half = {RETRY_DECIMAL_ONE / 2};
    struct retry_decimal large = {100 * RETRY_DECIMAL_ONE};

    ck_assert_uint_eq(retry__duration_add(1, 2), 3);
    ck_assert_uint_eq(retry__duration_add(RETRY_DURATION_MAX, 1), RETRY_DURATION_MAX);
    ck_assert_uint_eq(retry__duration_add(UINT64_MAX, UINT64_MAX), RETRY_DURATION_MAX);
    ck_assert_uint_eq(retry__duration_scale(3, half), 2);
    ck_assert_uint_eq(retry__duration_scale(1, half), 1);
    ck_assert_uint_eq(retry__duration_scale(RETRY_DURATION_MAX, large), RETRY_DURATION_MAX);
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("duration");
    Suite *suite = suite_create("duration");

    tcase_add_loop_test(all, a_duration_is_read_exactly, 0, (int)RETRY_COUNT(right));
    tcase_add_loop_test(all, anything_else_is_refused_with_the_reason, 0, (int)RETRY_COUNT(wrong));
    tcase_add_test(all, too_long_is_told_apart_by_its_pointer);
    tcase_add_loop_test(all, what_was_meant_is_guessed_where_it_can_be, 0, (int)RETRY_COUNT(guesses));
    tcase_add_test(all, the_shortest_spelling_is_written);
    tcase_add_test(all, what_is_written_reads_back_the_same);
    tcase_add_test(all, sums_and_products_stop_at_365_days);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
