/* test_date.c - dates of HTTP are read in their three forms, and nothing else is. */
#include "engine/errors/date.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NOW INT64_C(1700000000)    /* 2023-11-14 */
#define LAST INT64_C(253402300799) /* 9999-12-31T23:59:59Z */
#define NONE INT64_MIN

static int64_t read_at(const char *text, int64_t now_s)
{
    int64_t seconds;

    return retry__date_read(text, strlen(text), now_s, &seconds) ? seconds : NONE;
}

static int64_t read_date(const char *text)
{
    return read_at(text, NOW);
}

START_TEST(the_three_forms_of_the_rfc_are_one_time)
{
    ck_assert_int_eq(read_date("Sun, 06 Nov 1994 08:49:37 GMT"), 784111777);
    ck_assert_int_eq(read_date("Sunday, 06-Nov-94 08:49:37 GMT"), 784111777);
    ck_assert_int_eq(read_date("Sun Nov  6 08:49:37 1994"), 784111777);
    ck_assert_int_eq(read_date("Wed Nov 16 08:49:37 1994"), 784975777);
}
END_TEST

START_TEST(ends_of_time_are_read)
{
    ck_assert_int_eq(read_date("Thu, 01 Jan 1970 00:00:00 GMT"), 0);
    ck_assert_int_eq(read_date("Wed, 31 Dec 1969 23:59:59 GMT"), -1);
    ck_assert_int_eq(read_date("Fri, 31 Dec 9999 23:59:59 GMT"), LAST);
    ck_assert_int_eq(read_date("Mon, 01 Jan 0001 00:00:00 GMT"), INT64_C(-62135596800));
    ck_assert_int_eq(read_date("Sat, 01 Jan 0000 00:00:00 GMT"), INT64_C(-62167219200));
    ck_assert_int_eq(read_date("Tue, 29 Feb 2000 00:00:00 GMT"), 951782400);
}
END_TEST

START_TEST(a_leap_second_is_the_next_second)
{
    ck_assert_int_eq(read_date("Sat, 31 Dec 2016 23:59:60 GMT"), 1483228800);
    ck_assert_int_eq(read_date("Sun, 01 Jan 2017 00:00:00 GMT"), 1483228800);
    ck_assert_int_eq(read_date("Sat, 31 Dec 2016 23:59:61 GMT"), NONE);
}
END_TEST

START_TEST(what_is_no_date_is_none)
{
    static const char *const wrong[] = {
        "",
        "now",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 GMT ",
        "Sun, 06 Nov 1994 08:49:37 GMT, Sun",
        "sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 NOV 1994 08:49:37 GMT",
        "Son, 06 Nov 1994 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 94 08:49:37 GMT",
        "Sun, 06 Nov 1994 8:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 31 Nov 1994 08:49:37 GMT",
        "Wed, 29 Feb 1995 08:49:37 GMT",
        "Thu, 29 Feb 1900 08:49:37 GMT",
        "Sun, 32 Dec 1994 08:49:37 GMT",
        "Sun,  06 Nov 1994 08:49:37 GMT",
        "Sun, -6 Nov 1994 08:49:37 GMT",
        "Sun, 06-Nov-94 08:49:37 GMT",
        "Sunday, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-1994 08:49:37 GMT",
        "Sun Nov 6 08:49:37 1994",
        "Sun Nov  06 08:49:37 1994",
        "Sun Nov  6 08:49:37 1994 GMT",
        "Sun, 06 Nov 1994 08:49:37 GM\xD4",
        "S\xFCn, 06 Nov 1994 08:49:37 GMT",
    };

    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
        ck_assert_msg(read_date(wrong[i]) == NONE, "'%s'", wrong[i]);
}
END_TEST

START_TEST(nothing_is_read_beyond_the_length)
{
    const char *text = "Sun, 06 Nov 1994 08:49:37 GMT";
    int64_t seconds;

    for (size_t length = 0; length < strlen(text); length++) {
        char *copy = malloc(length + 1);
        ck_assert_ptr_nonnull(copy);
        memcpy(copy, text, length);
        ck_assert(!retry__date_read(copy, length, NOW, &seconds));
        free(copy);
    }
}
END_TEST

START_TEST(a_year_of_two_digits_is_at_most_fifty_years_ahead)
{
    /* Now is 2023-11-14T22:13:20Z. */
    ck_assert_int_eq(read_date("Tuesday, 14-Nov-73 22:13:20 GMT"), INT64_C(3277923200));  /* 2073 */
    ck_assert_int_eq(read_date("Wednesday, 14-Nov-73 22:13:21 GMT"), INT64_C(122163201)); /* 1973 */
    ck_assert_int_eq(read_date("Tuesday, 14-Nov-23 22:13:20 GMT"), NOW);
    ck_assert_int_eq(read_date("Sunday, 31-Dec-00 00:00:00 GMT"), 978220800);
    ck_assert_int_eq(read_date("Tuesday, 29-Feb-00 00:00:00 GMT"), 951782400);
    /* From the other side of a century. */
    ck_assert_int_eq(read_at("Saturday, 01-Jan-05 00:00:00 GMT", INT64_C(915148800)), 1104537600);
    ck_assert_int_eq(read_at("Thursday, 01-Jan-70 00:00:00 GMT", 0), 0);
    ck_assert_int_ne(read_at("Thursday, 01-Jan-70 00:00:00 GMT", INT64_MAX), NONE);
    ck_assert_int_ne(read_at("Thursday, 01-Jan-70 00:00:00 GMT", INT64_MIN), NONE);
}
END_TEST

START_TEST(what_the_c_library_writes_is_read_back)
{
    static const char *const forms[] = {"%a, %d %b %Y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"};

    for (int64_t seconds = 0; seconds <= LAST; seconds += INT64_C(1234567891)) {
        time_t time = (time_t)seconds;
        struct tm parts;
        char text[64];
        ck_assert_ptr_nonnull(gmtime_r(&time, &parts));
        for (size_t i = 0; i < 2; i++) {
            ck_assert_uint_gt(strftime(text, sizeof(text), forms[i], &parts), 0);
            ck_assert_int_eq(read_date(text), seconds);
        }
    }
    for (int64_t seconds = NOW; seconds < NOW + INT64_C(86400) * 365 * 49; seconds += 864013) {
        time_t time = (time_t)seconds;
        struct tm parts;
        char text[64];
        ck_assert_ptr_nonnull(gmtime_r(&time, &parts));
        ck_assert_uint_gt(strftime(text, sizeof(text), "%A, %d-%b-%y %H:%M:%S GMT", &parts), 0);
        ck_assert_int_eq(read_date(text), seconds);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("date");
    TCase *tests = tcase_create("date");
    SRunner *runner;
    int failed;

    tcase_add_test(tests, the_three_forms_of_the_rfc_are_one_time);
    tcase_add_test(tests, ends_of_time_are_read);
    tcase_add_test(tests, a_leap_second_is_the_next_second);
    tcase_add_test(tests, what_is_no_date_is_none);
    tcase_add_test(tests, nothing_is_read_beyond_the_length);
    tcase_add_test(tests, a_year_of_two_digits_is_at_most_fifty_years_ahead);
    tcase_add_test(tests, what_the_c_library_writes_is_read_back);
    suite_add_tcase(suite, tests);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
