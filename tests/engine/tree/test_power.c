/* test_power.c - powers that are no whole numbers, as near as is promised. */
#include "engine/tree/power.h"

#include "schema/duration.h"
#include "tests/engine/tree/tree.h"

static uint64_t grown(uint64_t initial_ns, uint32_t base, uint64_t thousandths, uint64_t max_ns)
{
    return retry__power_grow(initial_ns, base, (struct retry_decimal){thousandths * MS}, max_ns);
}

static void expect_near(uint64_t got, uint64_t expected)
{
    ck_assert_uint_ge(got, expected);
    ck_assert_uint_le(got, expected + 1 + expected / UINT64_C(100000000000));
}

/* The values are initial * base^(thousandths / 1000), computed with 80 digits and rounded half up. */
static const struct row {
    uint64_t initial_ns;
    uint32_t base;
    uint64_t thousandths, expected_ns;
} rows[] = {
    {8, 851, 2570, UINT64_C(271024752)},
    {109494178, 216, 3551, UINT64_C(21332231984520861)},
    {781, 19, 7289, UINT64_C(1634880565497)},
    {136, 2, 3432, UINT64_C(1468)},
    {2718, 298, 5139, UINT64_C(14100900025626338)},
    {8835, 2978, 3226, UINT64_C(1422615757446219)},
    {5012846, 7, 6798, UINT64_C(2786511494247)},
    {959, 272, 1068, UINT64_C(381890)},
    {315998, 7, 1082, UINT64_C(2594660)},
    {5, 7, 6624, UINT64_C(1981068)},
    {7, 28, 5583, UINT64_C(840584406)},
    {40015351245, 819, 1282, UINT64_C(217298433461461)},
    {87371237, 2443251, 913, UINT64_C(59372227961663)},
    {83761502, 226, 2958, UINT64_C(770011514376664)},
    {3, 42, 2975, UINT64_C(202436)},
};

START_TEST(powers_keep_within_the_promised_bound)
{
    for (size_t i = 0; i < RETRY_COUNT(rows); i++)
        expect_near(grown(rows[i].initial_ns, rows[i].base, rows[i].thousandths, RETRY_DURATION_MAX),
                    rows[i].expected_ns);
}
END_TEST

/* Likewise initial * (max / initial)^(step / steps). */
static const struct way {
    uint64_t initial_ns, max_ns;
    uint32_t step, steps;
    uint64_t expected_ns;
} ways[] = {
    {UINT64_C(156626600800), UINT64_C(156627225686), 19, 30, UINT64_C(156626996561)},
    {UINT64_C(3587701962695282), UINT64_C(3587701962775054), 1, 2, UINT64_C(3587701962735168)},
    {UINT64_C(7), UINT64_C(5349), 939, 1000, UINT64_C(3568)},
    {UINT64_C(42657), UINT64_C(7595345625787), 2, 3, UINT64_C(13500871295)},
    {UINT64_C(7337086351), UINT64_C(2807285310693), 609, 1000, UINT64_C(274426628689)},
    {UINT64_C(795670847), UINT64_C(7222254049), 1, 30, UINT64_C(856376530)},
    {UINT64_C(65745162182), UINT64_C(70655561437), 1, 2, UINT64_C(68156154130)},
    {UINT64_C(330004866603962), UINT64_C(330004866603980), 1, 30, UINT64_C(330004866603963)},
    {UINT64_C(4385996008780292), UINT64_C(5048257554285739), 2, 3, UINT64_C(4817078753849062)},
    {UINT64_C(906145729), UINT64_C(906240292), 3, 7, UINT64_C(906186255)},
    {UINT64_C(9335405514158586), UINT64_C(9335405514158851), 2, 3, UINT64_C(9335405514158763)},
    {UINT64_C(9864776068), UINT64_C(9864776076), 3, 7, UINT64_C(9864776071)},
    {UINT64_C(4775), UINT64_C(4780), 467, 1000, UINT64_C(4777)},
    {UINT64_C(8939), UINT64_C(253224), 25, 30, UINT64_C(145034)},
    {UINT64_C(81014228179195), UINT64_C(7025082310574531), 13, 30, UINT64_C(560273846429378)},
    {UINT64_C(4973583), UINT64_C(853654089781305), 1, 2, UINT64_C(65159185606)},
    {UINT64_C(7), UINT64_C(1335522929), 2, 3, UINT64_C(2319887)},
    {UINT64_C(5958030056318948), UINT64_C(5958030056374728), 555, 1000, UINT64_C(5958030056349906)},
};

START_TEST(ways_between_keep_within_the_promised_bound)
{
    for (size_t i = 0; i < RETRY_COUNT(ways); i++)
        expect_near(retry__power_between(ways[i].initial_ns, ways[i].max_ns, ways[i].step, ways[i].steps),
                    ways[i].expected_ns);
}
END_TEST

START_TEST(ends_are_exact)
{
    ck_assert_uint_eq(grown(123456789, 1, 1500, SECOND), 123456789);
    ck_assert_uint_eq(grown(0, UINT32_MAX, 1500, SECOND), 0);
    ck_assert_uint_eq(retry__power_between(7, 1000003, 0, 9), 7);
    ck_assert_uint_eq(retry__power_between(7, 1000003, 9, 9), 1000003);
    ck_assert_uint_eq(retry__power_between(7, 1000003, UINT32_MAX, 9), 1000003);
}
END_TEST

/* 4^0.5 = 2, 9^1.5 = 27 and 1000000^0.5 = 1000 exactly. */
START_TEST(the_cap_is_met_where_the_value_lands_on_it)
{
    ck_assert_uint_eq(grown(100 * MS, 4, 500, 200 * MS), 200 * MS);
    ck_assert_uint_eq(grown(100 * MS, 4, 500, 200 * MS + 1), 200 * MS);
    ck_assert_uint_eq(grown(SECOND, 9, 1500, 27 * SECOND), 27 * SECOND);
    ck_assert_uint_eq(grown(1, 1000000, 500, 1000), 1000);
    ck_assert_uint_eq(grown(RETRY_DURATION_MAX, 2, 1, RETRY_DURATION_MAX), RETRY_DURATION_MAX);
}
END_TEST

START_TEST(nothing_falls_as_the_base_grows)
{
    static const uint64_t exponents[] = {1, 2, 37, 500, 999, 1001, 2500};

    for (size_t i = 0; i < RETRY_COUNT(exponents); i++) {
        uint64_t before = 0;
        for (uint32_t base = 1; base < 4000000000u; base += 1 + base / 500) {
            uint64_t now = grown(RETRY_DURATION_MAX / 4, base, exponents[i], RETRY_DURATION_MAX);
            ck_assert_uint_ge(now, before);
            ck_assert_uint_ge(grown(RETRY_DURATION_MAX / 4, base + 1, exponents[i], RETRY_DURATION_MAX), now);
            before = now;
        }
    }
}
END_TEST

START_TEST(nothing_falls_as_steps_are_taken)
{
    uint64_t before = 0;

    for (uint32_t step = 0; step <= 100000; step++) {
        uint64_t now = retry__power_between(SECOND, SECOND + 1000, step, 100000);
        ck_assert_uint_ge(now, before);
        before = now;
    }
    ck_assert_uint_eq(before, SECOND + 1000);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("power");

    tcase_add_test(cases, powers_keep_within_the_promised_bound);
    tcase_add_test(cases, ways_between_keep_within_the_promised_bound);
    tcase_add_test(cases, ends_are_exact);
    tcase_add_test(cases, the_cap_is_met_where_the_value_lands_on_it);
    tcase_add_test(cases, nothing_falls_as_the_base_grows);
    tcase_add_test(cases, nothing_falls_as_steps_are_taken);
    return tree_run(cases);
}
