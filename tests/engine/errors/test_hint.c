/* test_hint.c - hints move windows as a policy allows, and no server's value does more than that. */
#include "engine/errors/hint.h"

#include "schema/duration.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define S UINT64_C(1000000000)
#define MS UINT64_C(1000000)
#define NOW INT64_C(1700000000) /* 2023-11-14T22:13:20Z */
#define HUGE_NUMBER "1000000000000000000000000000000"

/* ---- the policy's terms --------------------------------------------------------------------------------- */

static struct retry_hint_terms terms;

static void set_up(void)
{
    terms = retry__hint_usual;
}

static void expect(retry_hint hint, retry_window before, retry_reason reason, uint64_t lo_ns, uint64_t hi_ns)
{
    retry_window window = before;

    ck_assert_int_eq(retry__hint_apply(&terms, &hint, &window), reason);
    ck_assert_uint_eq(window.lo_ns, lo_ns);
    ck_assert_uint_eq(window.hi_ns, hi_ns);
}

static void expect_window(uint64_t delay_ns, retry_window before, uint64_t lo_ns, uint64_t hi_ns)
{
    expect((retry_hint){.kind = RETRY_HINT_DELAY, .delay_ns = delay_ns}, before, RETRY_REASON_NONE, lo_ns, hi_ns);
}

START_TEST(no_hint_changes_nothing)
{
    retry_window window = {1, 2};

    ck_assert_int_eq(retry__hint_apply(&terms, NULL, &window), RETRY_REASON_NONE);
    expect((retry_hint){.delay_ns = 5 * S}, (retry_window){1, 2}, RETRY_REASON_NONE, 1, 2);
    expect((retry_hint){.kind = 99, .delay_ns = 5 * S}, (retry_window){1, 2}, RETRY_REASON_NONE, 1, 2);
}
END_TEST

START_TEST(stop_stops_unless_hints_are_ignored)
{
    expect((retry_hint){.kind = RETRY_HINT_STOP}, (retry_window){1, 2}, RETRY_REASON_HINT_STOP, 1, 2);
    terms.use = RETRY_HINT_REPLACE;
    expect((retry_hint){.kind = RETRY_HINT_STOP}, (retry_window){1, 2}, RETRY_REASON_HINT_STOP, 1, 2);
    terms.use = RETRY_HINT_IGNORE;
    expect((retry_hint){.kind = RETRY_HINT_STOP}, (retry_window){1, 2}, RETRY_REASON_NONE, 1, 2);
    expect_window(400 * S, (retry_window){1, 2}, 1, 2);
}
END_TEST

START_TEST(at_least_takes_the_larger_ends)
{
    expect_window(30 * S, (retry_window){0, S}, 30 * S, 33 * S);
    expect_window(30 * S, (retry_window){0, 32 * S}, 30 * S, 33 * S);
    expect_window(30 * S, (retry_window){31 * S, 40 * S}, 31 * S, 40 * S);
    expect_window(0, (retry_window){5 * S, 6 * S}, 5 * S, 6 * S);
}
END_TEST

START_TEST(replace_takes_the_hint_alone)
{
    terms.use = RETRY_HINT_REPLACE;
    expect_window(30 * S, (retry_window){60 * S, 90 * S}, 30 * S, 33 * S);
    expect_window(0, (retry_window){60 * S, 90 * S}, 0, 0);
}
END_TEST

START_TEST(over_max_fails_clamps_or_ignores)
{
    expect_window(300 * S, (retry_window){0, S}, 300 * S, 330 * S);
    expect((retry_hint){.kind = RETRY_HINT_DELAY, .delay_ns = 300 * S + 1}, (retry_window){0, S},
           RETRY_REASON_HINT_OVER_MAX, 0, S);
    terms.over_max = RETRY_HINT_OVER_CLAMP;
    expect_window(301 * S, (retry_window){0, S}, 300 * S, 330 * S);
    expect_window(UINT64_MAX, (retry_window){0, S}, 300 * S, 330 * S);
    terms.over_max = RETRY_HINT_OVER_IGNORE;
    expect_window(301 * S, (retry_window){0, S}, 0, S);
    expect_window(300 * S, (retry_window){0, S}, 300 * S, 330 * S);
}
END_TEST

START_TEST(max_extra_limits_the_hint_to_so_much_above_the_backoff)
{
    terms.max_extra_ns = 5 * S;
    terms.spread = (struct retry_decimal){0};
    expect_window(30 * S, (retry_window){0, S}, 6 * S, 6 * S);
    expect_window(3 * S, (retry_window){0, S}, 3 * S, 3 * S);
    terms.spread = (struct retry_decimal){RETRY_DECIMAL_ONE / 10};
    expect_window(30 * S, (retry_window){0, S}, 6 * S, 6600 * MS); /* spread all the same */
    terms.use = RETRY_HINT_REPLACE;
    expect_window(30 * S, (retry_window){0, S}, 6 * S, 6600 * MS);
    terms.max_extra_ns = 0;
    expect_window(30 * S, (retry_window){0, S}, S, 1100 * MS);
}
END_TEST

START_TEST(nothing_passes_365_days)
{
    terms.max_ns = RETRY_FOREVER_NS;
    terms.spread = (struct retry_decimal){UINT64_C(100) * RETRY_DECIMAL_ONE};
    expect_window(UINT64_MAX, (retry_window){0, S}, RETRY_FOREVER_NS, RETRY_FOREVER_NS);
    terms.max_extra_ns = RETRY_FOREVER_NS;
    expect_window(UINT64_MAX, (retry_window){0, RETRY_FOREVER_NS}, RETRY_FOREVER_NS, RETRY_FOREVER_NS);
    terms.spread = (struct retry_decimal){RETRY_DECIMAL_ONE / 2};
    expect_window(1, (retry_window){0, 0}, 1, 2); /* half up */
}
END_TEST

/* F33: whatever a server sends, a call never returns earlier than its backoff says, and no later than `max` and the
 * spread beyond it. */
START_TEST(under_at_least_no_value_is_earlier_than_the_backoff)
{
    static const char *const values[] = {NULL,
                                         "",
                                         " ",
                                         "-5",
                                         "0",
                                         "1000000000000",
                                         HUGE_NUMBER,
                                         "Sun, 06 Nov 1994 08:49:37 GMT",
                                         "Fri, 31 Dec 9999 23:59:59 GMT",
                                         "1.5",
                                         "1e9",
                                         "0x10",
                                         "soon",
                                         "\xFF",
                                         "1700000100",
                                         "1600000000"};
    const retry_window backoff = {2 * S, 4 * S};

    for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
        retry_hint hints[] = {retry__hint_retry_after(values[i], NOW), retry__hint_rate_limit_reset(values[i], NOW),
                              retry__hint_grpc_pushback(values[i]), retry__hint_amz_retry_after(values[i])};
        for (size_t form = 0; form < 4; form++) {
            for (uint8_t over = RETRY_HINT_OVER_FAIL; over <= RETRY_HINT_OVER_IGNORE; over++) {
                retry_window window = backoff;
                terms.over_max = over;
                if (retry__hint_apply(&terms, &hints[form], &window) != RETRY_REASON_NONE)
                    continue;
                ck_assert_uint_ge(window.lo_ns, backoff.lo_ns);
                ck_assert_uint_ge(window.hi_ns, backoff.hi_ns);
                ck_assert_uint_le(window.lo_ns, window.hi_ns);
                ck_assert_uint_le(window.hi_ns, 330 * S);
            }
        }
    }
}
END_TEST

/* ---- wire forms ----------------------------------------------------------------------------------------- */

static void expect_hint(retry_hint hint, retry_hint_kind kind, uint64_t delay_ns, const char *value)
{
    ck_assert_msg(hint.kind == (uint32_t)kind, "'%s' is of kind %u", value, hint.kind);
    ck_assert_msg(hint.delay_ns == delay_ns, "'%s' is %llu ns", value, (unsigned long long)hint.delay_ns);
    ck_assert_uint_eq(hint.reserved, 0);
}

static void expect_after(const char *value, retry_hint_kind kind, uint64_t delay_ns)
{
    expect_hint(retry__hint_retry_after(value, NOW), kind, delay_ns, value);
}

START_TEST(retry_after_is_seconds_or_a_date)
{
    expect_after("120", RETRY_HINT_DELAY, 120 * S);
    expect_after("0", RETRY_HINT_DELAY, 0);
    expect_after("007", RETRY_HINT_DELAY, 7 * S);
    expect_after(" \t120 ", RETRY_HINT_DELAY, 120 * S);
    expect_after("120\r\n", RETRY_HINT_DELAY, 120 * S);
    expect_after("31536000", RETRY_HINT_DELAY, RETRY_FOREVER_NS);
    expect_after("31536001", RETRY_HINT_DELAY, RETRY_FOREVER_NS);
    expect_after("18446744073709551615", RETRY_HINT_DELAY, RETRY_FOREVER_NS);
    expect_after("18446744073709551617", RETRY_HINT_DELAY, RETRY_FOREVER_NS);
    expect_after(HUGE_NUMBER, RETRY_HINT_DELAY, RETRY_FOREVER_NS);
    expect_after("Tue, 14 Nov 2023 22:13:50 GMT", RETRY_HINT_DELAY, 30 * S);
    expect_after("Tuesday, 14-Nov-23 22:13:50 GMT", RETRY_HINT_DELAY, 30 * S);
    expect_after(" Tue Nov 14 22:13:50 2023 ", RETRY_HINT_DELAY, 30 * S);
    expect_after("Tue, 14 Nov 2023 22:13:20 GMT", RETRY_HINT_DELAY, 0);
    expect_after("Sun, 06 Nov 1994 08:49:37 GMT", RETRY_HINT_DELAY, 0);
    expect_after("Wed, 31 Dec 1969 00:00:00 GMT", RETRY_HINT_DELAY, 0);
    expect_after("Fri, 31 Dec 9999 23:59:59 GMT", RETRY_HINT_DELAY, RETRY_FOREVER_NS);
}
END_TEST

START_TEST(a_malformed_retry_after_is_no_hint)
{
    static const char *const wrong[] = {"",
                                        " ",
                                        "-1",
                                        "+1",
                                        "1.5",
                                        "1,5",
                                        "1 2",
                                        "120s",
                                        "0x78",
                                        "1e3",
                                        "soon",
                                        "120,60",
                                        "\xC2\xA0"
                                        "120",
                                        "\xD9\xA1",
                                        "nan",
                                        "inf",
                                        "--1",
                                        "1_000",
                                        "2023-11-14T22:13:50Z"};

    expect_after(NULL, RETRY_HINT_NONE, 0);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        expect_after(wrong[i], RETRY_HINT_NONE, 0);
        expect_hint(retry__hint_rate_limit_reset(wrong[i], NOW), RETRY_HINT_NONE, 0, wrong[i]);
        expect_hint(retry__hint_amz_retry_after(wrong[i]), RETRY_HINT_NONE, 0, wrong[i]);
        expect_hint(retry__hint_grpc_pushback(wrong[i]), RETRY_HINT_STOP, 0, wrong[i]);
    }
}
END_TEST

START_TEST(a_clock_that_failed_makes_no_hint_of_a_time)
{
    expect_hint(retry__hint_retry_after("Tue, 14 Nov 2023 22:13:50 GMT", -1), RETRY_HINT_NONE, 0, "date");
    expect_hint(retry__hint_rate_limit_reset("1700000030", -1), RETRY_HINT_NONE, 0, "reset");
    expect_hint(retry__hint_retry_after("30", -1), RETRY_HINT_DELAY, 30 * S, "30");
    expect_hint(retry__hint_retry_after("Fri, 31 Dec 9999 23:59:59 GMT", INT64_MAX), RETRY_HINT_DELAY, 0, "date");
    expect_hint(retry__hint_rate_limit_reset(HUGE_NUMBER, 0), RETRY_HINT_DELAY, RETRY_FOREVER_NS, "reset");
}
END_TEST

START_TEST(rate_limit_reset_is_a_unix_time)
{
    expect_hint(retry__hint_rate_limit_reset("1700000030", NOW), RETRY_HINT_DELAY, 30 * S, "ahead");
    expect_hint(retry__hint_rate_limit_reset(" 1700000030 ", NOW), RETRY_HINT_DELAY, 30 * S, "blanks");
    expect_hint(retry__hint_rate_limit_reset("1700000000", NOW), RETRY_HINT_DELAY, 0, "now");
    expect_hint(retry__hint_rate_limit_reset("1699999999", NOW), RETRY_HINT_DELAY, 0, "past");
    expect_hint(retry__hint_rate_limit_reset("0", NOW), RETRY_HINT_DELAY, 0, "1970");
    expect_hint(retry__hint_rate_limit_reset(HUGE_NUMBER, NOW), RETRY_HINT_DELAY, RETRY_FOREVER_NS, "huge");
    expect_hint(retry__hint_rate_limit_reset("9223372036854775808", NOW), RETRY_HINT_DELAY, RETRY_FOREVER_NS, "2^63");
    expect_hint(retry__hint_rate_limit_reset(NULL, NOW), RETRY_HINT_NONE, 0, "absent");
}
END_TEST

START_TEST(grpc_pushback_stops_on_whatever_is_no_number)
{
    expect_hint(retry__hint_grpc_pushback("1500"), RETRY_HINT_DELAY, 1500 * MS, "1500");
    expect_hint(retry__hint_grpc_pushback("0"), RETRY_HINT_DELAY, 0, "0");
    expect_hint(retry__hint_grpc_pushback("2147483647"), RETRY_HINT_DELAY, UINT64_C(2147483647) * MS, "2^31-1");
    expect_hint(retry__hint_grpc_pushback("2147483648"), RETRY_HINT_STOP, 0, "2^31");
    expect_hint(retry__hint_grpc_pushback(HUGE_NUMBER), RETRY_HINT_STOP, 0, "huge");
    expect_hint(retry__hint_grpc_pushback("-1"), RETRY_HINT_STOP, 0, "-1");
    expect_hint(retry__hint_grpc_pushback("-0"), RETRY_HINT_STOP, 0, "-0");
    expect_hint(retry__hint_grpc_pushback(""), RETRY_HINT_STOP, 0, "");
    expect_hint(retry__hint_grpc_pushback(NULL), RETRY_HINT_NONE, 0, "absent");
}
END_TEST

START_TEST(amz_retry_after_is_milliseconds)
{
    expect_hint(retry__hint_amz_retry_after("1500"), RETRY_HINT_DELAY, 1500 * MS, "1500");
    expect_hint(retry__hint_amz_retry_after(HUGE_NUMBER), RETRY_HINT_DELAY, RETRY_FOREVER_NS, "huge");
    expect_hint(retry__hint_amz_retry_after("-1"), RETRY_HINT_NONE, 0, "-1");
    expect_hint(retry__hint_amz_retry_after(NULL), RETRY_HINT_NONE, 0, "absent");
}
END_TEST

START_TEST(an_http_date_before_1970_is_none)
{
    ck_assert_int_eq(retry__hint_http_date(" Sun, 06 Nov 1994 08:49:37 GMT\r\n", NOW), 784111777);
    ck_assert_int_eq(retry__hint_http_date("Thu, 01 Jan 1970 00:00:00 GMT", NOW), 0);
    ck_assert_int_eq(retry__hint_http_date("Wed, 31 Dec 1969 23:59:00 GMT", NOW), -1);
    ck_assert_int_eq(retry__hint_http_date("120", NOW), -1);
    ck_assert_int_eq(retry__hint_http_date(NULL, NOW), -1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("hint");
    TCase *tests = tcase_create("hint");
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(tests, set_up, NULL);
    tcase_add_test(tests, no_hint_changes_nothing);
    tcase_add_test(tests, stop_stops_unless_hints_are_ignored);
    tcase_add_test(tests, at_least_takes_the_larger_ends);
    tcase_add_test(tests, replace_takes_the_hint_alone);
    tcase_add_test(tests, over_max_fails_clamps_or_ignores);
    tcase_add_test(tests, max_extra_limits_the_hint_to_so_much_above_the_backoff);
    tcase_add_test(tests, nothing_passes_365_days);
    tcase_add_test(tests, under_at_least_no_value_is_earlier_than_the_backoff);
    tcase_add_test(tests, retry_after_is_seconds_or_a_date);
    tcase_add_test(tests, a_malformed_retry_after_is_no_hint);
    tcase_add_test(tests, a_clock_that_failed_makes_no_hint_of_a_time);
    tcase_add_test(tests, rate_limit_reset_is_a_unix_time);
    tcase_add_test(tests, grpc_pushback_stops_on_whatever_is_no_number);
    tcase_add_test(tests, amz_retry_after_is_milliseconds);
    tcase_add_test(tests, an_http_date_before_1970_is_none);
    suite_add_tcase(suite, tests);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
