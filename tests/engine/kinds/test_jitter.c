/* test_jitter.c - delays spread around those of another backoff, in five forms. */
#include "engine/kinds/jitter.h"

#include "tests/engine/kinds/spread.h"

enum { FULL, EQUAL }; /* the words of `mode` */

static struct tree tree;

/* The window of a form over [delay, delay * thousandths / 1000]. */
static retry_window jittered(const char *form, uint64_t value, uint64_t second, uint64_t delay_ns, uint64_t thousandths)
{
    tree.used = 0;
    return tree_window(tree_add(&tree, &retry__kind_jitter, spread(&tree, delay_ns, thousandths),
                                (struct tree_value[]){{form, value, second}, {NULL, 0, 0}}),
                       1);
}

START_TEST(full_reaches_from_zero_to_the_longest)
{
    ck_assert_window(jittered("mode", FULL, 0, SECOND, 3000), 0, 3 * SECOND);
    ck_assert_window(jittered("mode", FULL, 0, 0, 1000), 0, 0);
}
END_TEST

START_TEST(equal_begins_at_half_of_the_longest)
{
    ck_assert_window(jittered("mode", EQUAL, 0, SECOND, 3000), 1500 * MS, 3 * SECOND);
    ck_assert_window(jittered("mode", EQUAL, 0, 7, 1000), 4, 7);
    ck_assert_window(jittered("mode", EQUAL, 0, 0, 1000), 0, 0);
}
END_TEST

START_TEST(ratio_spreads_both_ways)
{
    ck_assert_window(jittered("ratio", 300 * MS, 0, SECOND, 3000), 700 * MS, 3900 * MS);
    ck_assert_window(jittered("ratio", 0, 0, SECOND, 3000), SECOND, 3 * SECOND);
    ck_assert_window(jittered("ratio", RETRY_DECIMAL_ONE, 0, SECOND, 3000), 0, 6 * SECOND);
}
END_TEST

START_TEST(factor_scales_each_end)
{
    ck_assert_window(jittered("factor", 500 * MS, 1500 * MS, SECOND, 3000), 500 * MS, 4500 * MS);
    ck_assert_window(jittered("factor", 0, 0, SECOND, 3000), 0, 0);
    ck_assert_window(jittered("factor", 1000 * RETRY_DECIMAL_ONE, 1000 * RETRY_DECIMAL_ONE, SECOND, 1000),
                     1000 * SECOND, 1000 * SECOND);
}
END_TEST

START_TEST(plus_minus_stops_at_zero)
{
    ck_assert_window(jittered("plus_minus", 400 * MS, 0, SECOND, 3000), 600 * MS, 3400 * MS);
    ck_assert_window(jittered("plus_minus", 2 * SECOND, 0, SECOND, 3000), 0, 5 * SECOND);
}
END_TEST

START_TEST(add_only_lengthens)
{
    ck_assert_window(jittered("add", 400 * MS, 0, SECOND, 3000), SECOND, 3400 * MS);
}
END_TEST

START_TEST(ends_are_rounded_half_up)
{
    /* 5 * 0.3 = 1.5 and 5 * 0.5 = 2.5; 3 * 0.9 = 2.7 and 3 * 1.1 = 3.3; 15 * 1.1 = 16.5 */
    ck_assert_window(jittered("factor", 300 * MS, 500 * MS, 5, 1000), 2, 3);
    ck_assert_window(jittered("ratio", 100 * MS, 0, 3, 1000), 3, 3);
    ck_assert_window(jittered("ratio", 100 * MS, 0, 15, 1000), 14, 17);
}
END_TEST

START_TEST(every_form_stops_at_a_year)
{
    uint64_t year = RETRY_FOREVER_NS;

    ck_assert_window(jittered("mode", FULL, 0, year, 1000), 0, year);
    ck_assert_window(jittered("ratio", RETRY_DECIMAL_ONE, 0, year, 1000), 0, year);
    ck_assert_window(jittered("factor", RETRY_DECIMAL_ONE, 1000 * RETRY_DECIMAL_ONE, year, 1000), year, year);
    ck_assert_window(jittered("plus_minus", year, 0, year, 1000), 0, year);
    ck_assert_window(jittered("add", year, 0, year, 1000), year, year);
}
END_TEST

START_TEST(long_delays_scale_as_exactly_as_short_ones)
{
    /* around 2^64 / 1.3 * 10^-9: where products leave 64 bits */
    for (uint64_t delay_ns = UINT64_C(14189957746); delay_ns < UINT64_C(14189957766); delay_ns++)
        ck_assert_window(jittered("ratio", 300 * MS, 0, delay_ns, 1000), (delay_ns * 7 + 5) / 10,
                         (delay_ns * 13 + 5) / 10);
}
END_TEST

START_TEST(a_silent_child_stays_silent)
{
    tree.used = 0;
    expect_silence(&tree, &retry__kind_jitter);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("jitter");

    tcase_add_test(cases, full_reaches_from_zero_to_the_longest);
    tcase_add_test(cases, equal_begins_at_half_of_the_longest);
    tcase_add_test(cases, ratio_spreads_both_ways);
    tcase_add_test(cases, factor_scales_each_end);
    tcase_add_test(cases, plus_minus_stops_at_zero);
    tcase_add_test(cases, add_only_lengthens);
    tcase_add_test(cases, ends_are_rounded_half_up);
    tcase_add_test(cases, every_form_stops_at_a_year);
    tcase_add_test(cases, long_delays_scale_as_exactly_as_short_ones);
    tcase_add_test(cases, a_silent_child_stays_silent);
    return tree_run(cases);
}
