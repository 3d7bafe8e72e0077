/* test_chance.c - draws reach both ends, stay within, and favour no number. */
#include "engine/tree/chance.h"

#include "tests/suite.h"

#include <check.h>
#include <stdlib.h>

static uint64_t calls;

static uint64_t seeded(void *context)
{
    calls++;
    return retry__chance_next(context);
}

static uint64_t constant(void *context)
{
    calls++;
    return *(const uint64_t *)context;
}

static uint64_t draw_constant(uint64_t bits, uint64_t lo, uint64_t hi)
{
    struct retry_host host = {.context = &bits, .random = constant};

    calls = 0;
    return retry__chance_draw(&host, 0, (retry_window){lo, hi});
}

START_TEST(splitmix64_gives_the_published_numbers)
{
    uint64_t state = UINT64_C(1234567);

    ck_assert_uint_eq(retry__chance_next(&state), UINT64_C(6457827717110365317));
    ck_assert_uint_eq(retry__chance_next(&state), UINT64_C(3203168211198807973));
    ck_assert_uint_eq(retry__chance_next(&state), UINT64_C(9817491932198370423));
    ck_assert_uint_eq(retry__chance_next(&state), UINT64_C(4593380528125082431));
    ck_assert_uint_eq(retry__chance_next(&state), UINT64_C(16408922859458223821));
}
END_TEST

START_TEST(a_window_of_one_number_draws_nothing)
{
    ck_assert_uint_eq(draw_constant(7, 0, 0), 0);
    ck_assert_uint_eq(calls, 0);
    ck_assert_uint_eq(draw_constant(7, RETRY_FOREVER_NS, RETRY_FOREVER_NS), RETRY_FOREVER_NS);
    ck_assert_uint_eq(calls, 0);
}
END_TEST

START_TEST(least_and_largest_bits_give_the_ends)
{
    static const uint64_t widths[] = {1, 2, 3, 9, 1000, 4096, UINT64_C(9999999999), RETRY_FOREVER_NS};

    for (size_t i = 0; i < sizeof(widths) / sizeof(*widths); i++) {
        ck_assert_uint_eq(draw_constant(0, 5, 5 + widths[i]), 5);
        ck_assert_uint_eq(draw_constant(UINT64_MAX, 5, 5 + widths[i]), 5 + widths[i]);
    }
}
END_TEST

START_TEST(a_constant_generator_cannot_hang_a_draw)
{
    ck_assert_uint_eq(draw_constant(0, 10, 12), 10);
    ck_assert_uint_eq(calls, 65);
    ck_assert_uint_eq(draw_constant(UINT64_C(1) << 63, 10, 12), 11);
    ck_assert_uint_eq(calls, 1);
}
END_TEST

/* Of 2^64 numbers 16 would be left over for a window of 48: the one that is, 0, must be drawn again. */
START_TEST(numbers_that_would_come_too_often_are_drawn_again)
{
    static const uint64_t given[] = {0, UINT64_MAX};
    struct retry_host host = {.random = constant};
    uint64_t rejected = given[0];

    host.context = &rejected;
    calls = 0;
    ck_assert_uint_eq(retry__chance_draw(&host, 0, (retry_window){0, 47}), 0);
    ck_assert_uint_gt(calls, 1);
    rejected = given[1];
    calls = 0;
    ck_assert_uint_eq(retry__chance_draw(&host, 0, (retry_window){0, 47}), 47);
    ck_assert_uint_eq(calls, 1);
}
END_TEST

/* Chi-square with 9 degrees of freedom: 27.9 is passed once in 1,000 seeds; this seed is fixed. */
static void expect_uniform(const struct retry_host *host, uint64_t salt)
{
    enum { CELLS = 10, DRAWS = 100000 };
    uint64_t counts[CELLS] = {0};
    double sum = 0;

    for (int i = 0; i < DRAWS; i++) {
        uint64_t drawn = retry__chance_draw(host, salt, (retry_window){100, 100 + CELLS - 1});
        ck_assert_uint_ge(drawn, 100);
        ck_assert_uint_lt(drawn, 100 + CELLS);
        counts[drawn - 100]++;
    }
    for (int i = 0; i < CELLS; i++) {
        double off = (double)counts[i] - DRAWS / CELLS;
        sum += off * off / (DRAWS / CELLS);
    }
    ck_assert_double_lt(sum, 27.9);
}

START_TEST(draws_are_uniform_over_small_windows)
{
    uint64_t state = 42;
    struct retry_host host = {.context = &state, .random = seeded};

    expect_uniform(&host, 0);
}
END_TEST

START_TEST(draws_are_uniform_over_a_wide_window)
{
    enum { CELLS = 10, DRAWS = 100000 };
    uint64_t state = 43, width = UINT64_C(9999999999) / CELLS + 1;
    struct retry_host host = {.context = &state, .random = seeded};
    uint64_t counts[CELLS] = {0};

    for (int i = 0; i < DRAWS; i++)
        counts[retry__chance_draw(&host, 0, (retry_window){0, UINT64_C(9999999999)}) / width]++;
    for (int i = 0; i < CELLS; i++) {
        ck_assert_uint_gt(counts[i], DRAWS / CELLS - 500);
        ck_assert_uint_lt(counts[i], DRAWS / CELLS + 500);
    }
}
END_TEST

START_TEST(a_window_of_two_numbers_draws_both)
{
    uint64_t state = 1, seen[2] = {0, 0};
    struct retry_host host = {.context = &state, .random = seeded};

    for (int i = 0; i < 64; i++)
        seen[retry__chance_draw(&host, 0, (retry_window){0, 1})]++;
    ck_assert_uint_gt(seen[0], 8);
    ck_assert_uint_gt(seen[1], 8);
}
END_TEST

START_TEST(the_same_seed_draws_the_same_delays)
{
    uint64_t state = 99, again = 99;
    struct retry_host host = {.context = &state, .random = seeded}, other = {.context = &again, .random = seeded};

    for (uint64_t i = 0; i < 100; i++)
        ck_assert_uint_eq(retry__chance_draw(&host, i, (retry_window){0, RETRY_FOREVER_NS}),
                          retry__chance_draw(&other, 1000 + i, (retry_window){0, RETRY_FOREVER_NS}));
}
END_TEST

START_TEST(without_a_host_the_thread_s_own_generator_stays_within)
{
    struct retry_host host = {0};
    uint64_t first = retry__chance_draw(&host, 1, (retry_window){0, RETRY_FOREVER_NS});
    uint64_t second = retry__chance_draw(&host, 1, (retry_window){0, RETRY_FOREVER_NS});

    ck_assert_uint_ne(first, second); /* equal once in 10^16 runs */
    for (int i = 0; i < 1000; i++) {
        uint64_t drawn = retry__chance_draw(&host, 1, (retry_window){3, 5});
        ck_assert_uint_ge(drawn, 3);
        ck_assert_uint_le(drawn, 5);
    }
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("chance");
    Suite *suite = suite_create("chance");

    tcase_add_test(cases, splitmix64_gives_the_published_numbers);
    tcase_add_test(cases, a_window_of_one_number_draws_nothing);
    tcase_add_test(cases, least_and_largest_bits_give_the_ends);
    tcase_add_test(cases, a_constant_generator_cannot_hang_a_draw);
    tcase_add_test(cases, numbers_that_would_come_too_often_are_drawn_again);
    tcase_add_test(cases, draws_are_uniform_over_small_windows);
    tcase_add_test(cases, draws_are_uniform_over_a_wide_window);
    tcase_add_test(cases, a_window_of_two_numbers_draws_both);
    tcase_add_test(cases, the_same_seed_draws_the_same_delays);
    tcase_add_test(cases, without_a_host_the_thread_s_own_generator_stays_within);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
