/* test_moment.c - instants are written as RFC 3339 has them, and only what was written so is read. */
#include "engine/store/moment.h"

#include "tests/suite.h"

#include <check.h>

START_TEST(an_instant_is_written_in_utc_with_nine_digits)
{
    char text[RETRY_MOMENT_BYTES];

    setenv("TZ", "Asia/Tokyo", 1);
    retry__moment_text(UINT64_C(1795862345123456789), text);
    ck_assert_str_eq(text, "2026-11-28T10:39:05.123456789Z");
    retry__moment_text(0, text);
    ck_assert_str_eq(text, "1970-01-01T00:00:00.000000000Z");
    retry__moment_text(UINT64_MAX, text);
    ck_assert_str_eq(text, "2554-07-21T23:34:33.709551615Z");
}
END_TEST

START_TEST(what_was_written_is_read)
{
    static const uint64_t moments[] = {0, 1, UINT64_C(951782400000000000), UINT64_C(1795862345123456789)};
    char text[RETRY_MOMENT_BYTES];

    for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
        uint64_t read = 7;
        retry__moment_text(moments[i], text);
        ck_assert(retry__moment_read(text, &read));
        ck_assert_uint_eq(read, moments[i]);
    }
}
END_TEST

START_TEST(every_day_is_the_one_after_the_day_before)
{
    char text[RETRY_MOMENT_BYTES], expected[RETRY_MOMENT_BYTES];

    for (uint64_t day = 0; day < 194000; day++) { /* 531 years */
        time_t seconds = (time_t)day * 86400;
        struct tm parts;
        uint64_t read;
        ck_assert_ptr_nonnull(gmtime_r(&seconds, &parts));
        strftime(expected, sizeof(expected), "%Y-%m-%dT%H:%M:%S.000000000Z", &parts);
        retry__moment_text(day * UINT64_C(86400000000000), text);
        ck_assert_str_eq(text, expected);
        ck_assert(retry__moment_read(text, &read) == (parts.tm_year <= 600));
    }
}
END_TEST

START_TEST(what_is_no_instant_is_not_read)
{
    static const char *const wrong[] = {
        "",
        "yesterday",
        "2026-11-28T10:39:05Z",
        "2026-11-28T10:39:05.123456789",
        "2026-11-28T10:39:05.123456789Z ",
        "2026-02-31T10:39:05.123456789Z",
        "2026-13-01T10:39:05.123456789Z",
        "2026-00-00T10:39:05.123456789Z",
        "2026-11-28T24:39:05.123456789Z",
        "2026-11-28T10:39:61.123456789Z",
        "1969-12-31T23:59:59.000000000Z",
        "9999-12-31T23:59:59.000000000Z",
        "2026-11-28T10:39:05.12345678xZ",
    };

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        uint64_t read = 7;
        ck_assert_msg(!retry__moment_read(wrong[i], &read), "%s", wrong[i]);
        ck_assert_uint_eq(read, 7);
    }
}
END_TEST

START_TEST(before_1970_there_is_nothing)
{
    ck_assert_uint_eq(retry__moment_of((struct timespec){.tv_sec = -1}), 0);
    ck_assert_uint_eq(retry__moment_of((struct timespec){.tv_sec = 2, .tv_nsec = 3}), UINT64_C(2000000003));
}
END_TEST

START_TEST(now_is_after_this_was_written)
{
    ck_assert_uint_gt(retry__moment_now(), UINT64_C(1700000000000000000));
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("moment");
    Suite *suite = suite_create("moment");

    tcase_add_test(all, an_instant_is_written_in_utc_with_nine_digits);
    tcase_add_test(all, what_was_written_is_read);
    tcase_add_test(all, every_day_is_the_one_after_the_day_before);
    tcase_add_test(all, what_is_no_instant_is_not_read);
    tcase_add_test(all, before_1970_there_is_nothing);
    tcase_add_test(all, now_is_after_this_was_written);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
