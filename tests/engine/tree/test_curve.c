/* test_curve.c - growing curves are exact, or as near as is promised, and never fall. */
#include "engine/tree/curve.h"

#include "tests/suite.h"

#include <check.h>
#include <stdlib.h>

#define MS UINT64_C(1000000)
#define SECOND (1000 * MS)

static uint64_t grown(uint64_t initial_ns, uint64_t thousandths, uint32_t power, uint64_t max_ns)
{
    return retry__curve_power(initial_ns, (struct retry_decimal){thousandths * MS}, power, max_ns);
}

START_TEST(power_zero_is_exactly_initial)
{
    ck_assert_uint_eq(grown(123456789, 1000, 0, SECOND), 123456789);
    ck_assert_uint_eq(grown(123456789, 1001, 0, SECOND), 123456789);
    ck_assert_uint_eq(grown(123456789, 2000, 0, SECOND), 123456789);
    ck_assert_uint_eq(grown(RETRY_DURATION_MAX, 99999, 0, RETRY_DURATION_MAX), RETRY_DURATION_MAX);
}
END_TEST

/* initial * multiplier^power, saturated, by the most simple arithmetic there is. */
static uint64_t exact_whole(uint64_t value, uint64_t multiplier, uint32_t power, uint64_t max_ns)
{
    for (uint32_t i = 0; i < power; i++) {
        unsigned __int128 next = (unsigned __int128)value * multiplier;
        value = next > max_ns ? max_ns : (uint64_t)next;
    }
    return value < max_ns ? value : max_ns;
}

START_TEST(whole_multipliers_are_exact)
{
    static const uint64_t initials[] = {0, 1, 3, 999999937, 100 * MS, RETRY_DURATION_MAX / 2, RETRY_DURATION_MAX};
    static const uint64_t caps[] = {1000, 10 * SECOND, RETRY_DURATION_MAX - 1, RETRY_DURATION_MAX};

    for (uint64_t multiplier = 1; multiplier <= 100; multiplier++)
        for (size_t i = 0; i < sizeof(initials) / sizeof(*initials); i++)
            for (size_t j = 0; j < sizeof(caps) / sizeof(*caps); j++)
                for (uint32_t power = 0; power < 70; power++)
                    ck_assert_uint_eq(grown(initials[i], multiplier * 1000, power, caps[j]),
                                      exact_whole(initials[i], multiplier, power, caps[j]));
}
END_TEST

/* The values are initial * (thousandths / 1000)^power in exact fractions, rounded half up. */
static const struct row {
    uint64_t initial_ns, thousandths;
    uint32_t power;
    uint64_t expected_ns;
} rows[] = {
    {100000000, 1500, 1, UINT64_C(150000000)},
    {100000000, 1500, 2, UINT64_C(225000000)},
    {100000000, 1500, 16, UINT64_C(65684083557)},
    {100000000, 1500, 24, UINT64_C(1683411219603)},
    {100000000, 1500, 48, UINT64_C(28338733342846648)},
    {100000000, 1100, 1, UINT64_C(110000000)},
    {100000000, 1100, 2, UINT64_C(121000000)},
    {100000000, 1100, 5, UINT64_C(161051000)},
    {100000000, 1100, 22, UINT64_C(814027494)},
    {100000000, 1100, 67, UINT64_C(59334857761)},
    {1, 1001, 5, UINT64_C(1)},
    {1, 1001, 12669, UINT64_C(315739)},
    {1, 1001, 19004, UINT64_C(177504111)},
    {1, 1001, 38008, UINT64_C(31507709594848731)},
    {1, 1500, 1, UINT64_C(2)},
    {1, 1500, 2, UINT64_C(2)},
    {1, 1500, 31, UINT64_C(287627)},
    {1, 1500, 93, UINT64_C(23795075777095359)},
    {3, 1250, 165, UINT64_C(29327389089596205)},
    {50000000, 1500, 7, UINT64_C(854296875)},
    {50000000, 1500, 13, UINT64_C(9730975342)},
    {7, 99999, 2, UINT64_C(69999)},
    {7, 99999, 7, UINT64_C(699951001469976)},
    {1000000000, 1618, 3, UINT64_C(4235801032)},
    {1000000000, 1618, 35, UINT64_C(20618074505999835)},
    {1, 2500, 1, UINT64_C(3)},
    {1, 2500, 15, UINT64_C(931323)},
    {123456789, 1003, 3, UINT64_C(124571237)},
    {123456789, 1003, 3431, UINT64_C(3589352987477)},
    {999999937, 10100, 7, UINT64_C(10721352845624828)},
    {1, 1999, 54, UINT64_C(17534398901444040)},
};

START_TEST(fractional_multipliers_keep_within_the_promised_bound)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        uint64_t got = grown(rows[i].initial_ns, rows[i].thousandths, rows[i].power, RETRY_DURATION_MAX);
        uint64_t bound = 1 + rows[i].expected_ns / UINT64_C(100000000000);
        ck_assert_uint_ge(got, rows[i].expected_ns);
        ck_assert_uint_le(got, rows[i].expected_ns + bound);
    }
}
END_TEST

START_TEST(small_fractional_powers_are_exactly_rounded)
{
    for (uint64_t thousandths = 1001; thousandths < 3000; thousandths += 7) {
        uint64_t numerator = 1, denominator = 1;
        for (uint32_t power = 1; power <= 4; power++) {
            numerator *= thousandths;
            denominator *= 1000;
            unsigned __int128 twice = (unsigned __int128)100 * MS * numerator * 2 + denominator;
            ck_assert_uint_eq(grown(100 * MS, thousandths, power, RETRY_DURATION_MAX),
                              (uint64_t)(twice / (2 * (unsigned __int128)denominator)));
        }
    }
}
END_TEST

/* The least power at which the exact curve reaches its cap. */
static const struct reach {
    uint64_t initial_ns, thousandths, max_ns;
    uint32_t power;
} reaches[] = {
    {100000000, 1500, RETRY_DURATION_MAX, 49},
    {100000000, 1100, 60 * SECOND, 68},
    {1, 1001, RETRY_DURATION_MAX, 38009},
    {1, 1500, RETRY_DURATION_MAX, 94},
    {3, 1250, RETRY_DURATION_MAX, 166},
    {50000000, 1500, 10 * SECOND, 14},
    {7, 99999, RETRY_DURATION_MAX, 8},
    {1000000000, 1618, RETRY_DURATION_MAX, 36},
    {1, 2500, 1000000, 16},
    {123456789, 1003, 3600 * SECOND, 3432},
};

START_TEST(cap_is_met_exactly_from_where_the_curve_reaches_it)
{
    static const uint32_t later[] = {1, 2, 100, 40000, 40001, 65536, 1000000000, UINT32_MAX - 38009};

    for (size_t i = 0; i < sizeof(reaches) / sizeof(*reaches); i++) {
        const struct reach *reach = &reaches[i];
        ck_assert_uint_lt(grown(reach->initial_ns, reach->thousandths, reach->power - 1, reach->max_ns), reach->max_ns);
        ck_assert_uint_eq(grown(reach->initial_ns, reach->thousandths, reach->power, reach->max_ns), reach->max_ns);
        for (size_t j = 0; j < sizeof(later) / sizeof(*later); j++)
            ck_assert_uint_eq(grown(reach->initial_ns, reach->thousandths, reach->power + later[j], reach->max_ns),
                              reach->max_ns);
    }
}
END_TEST

START_TEST(a_curve_that_lands_on_its_cap_meets_it)
{
    /* 64 * 1.5^6 = 729 and 10^9 * 1.1^8 = 2143588810 exactly */
    ck_assert_uint_eq(grown(64, 1500, 6, 729), 729);
    ck_assert_uint_eq(grown(64, 1500, 5, 729), 486);
    ck_assert_uint_eq(grown(SECOND, 1100, 8, UINT64_C(2143588810)), UINT64_C(2143588810));
    ck_assert_uint_eq(grown(SECOND, 1100, 7, UINT64_C(2143588810)), UINT64_C(1948717100));
}
END_TEST

START_TEST(curves_never_fall)
{
    static const uint64_t multipliers[] = {1001, 1002, 1010, 1100, 1333, 1999, 2001, 3333, 10001, 99999};

    for (size_t i = 0; i < sizeof(multipliers) / sizeof(*multipliers); i++) {
        uint64_t before = 0;
        for (uint32_t power = 0; power < 39000; power += 1) {
            uint64_t now = grown(1000, multipliers[i], power, RETRY_DURATION_MAX);
            ck_assert_uint_ge(now, before);
            before = now;
        }
        ck_assert_uint_eq(before, RETRY_DURATION_MAX);
    }
}
END_TEST

START_TEST(nothing_grows_to_nothing)
{
    ck_assert_uint_eq(grown(0, 1500, UINT32_MAX, SECOND), 0);
    ck_assert_uint_eq(grown(0, 2000, UINT32_MAX, SECOND), 0);
    ck_assert_uint_eq(grown(0, 7000, 1000000000, SECOND), 0);
}
END_TEST

START_TEST(huge_powers_take_no_time)
{
    ck_assert_uint_eq(grown(5, 1000, UINT32_MAX, SECOND), 5);
    ck_assert_uint_eq(grown(5, 2000, UINT32_MAX, SECOND), SECOND);
    ck_assert_uint_eq(grown(5, 3000, UINT32_MAX, SECOND), SECOND);
    ck_assert_uint_eq(grown(5, 1001, UINT32_MAX, SECOND), SECOND);
    ck_assert_uint_eq(grown(5, 100000, 1000000000, SECOND), SECOND);
    for (uint32_t power = 646458377; power < 646458417; power++) /* around 99.999^power = 2^(2^32) */
        ck_assert_uint_eq(grown(5, 99999, power, SECOND), SECOND);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("curve");
    Suite *suite = suite_create("curve");

    tcase_add_test(cases, power_zero_is_exactly_initial);
    tcase_add_test(cases, whole_multipliers_are_exact);
    tcase_add_test(cases, fractional_multipliers_keep_within_the_promised_bound);
    tcase_add_test(cases, small_fractional_powers_are_exactly_rounded);
    tcase_add_test(cases, cap_is_met_exactly_from_where_the_curve_reaches_it);
    tcase_add_test(cases, a_curve_that_lands_on_its_cap_meets_it);
    tcase_add_test(cases, curves_never_fall);
    tcase_add_test(cases, nothing_grows_to_nothing);
    tcase_add_test(cases, huge_powers_take_no_time);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
