/* test_polynomial.c - delays that grow as a power of the number of the retry. */
#include "engine/kinds/polynomial.h"

#include "tests/engine/kinds/grown.h"

START_TEST(whole_exponents_are_exact)
{
    ck_assert_delays("{polynomial: {initial_delay: 100ms}}", 100 * MS, 400 * MS, 900 * MS, 1600 * MS);
    ck_assert_delays("{polynomial: {initial_delay: 3ns, exponent: 10}}", 3, 3072, 177147);
    ck_assert_delays("{polynomial: {initial_delay: 1s, exponent: 1, max_delay: 2500ms}}", SECOND, 2 * SECOND,
                     2500 * MS);
}
END_TEST

START_TEST(others_are_rounded_to_the_nearest)
{
    ck_assert_delays("{polynomial: {initial_delay: 1s, exponent: 0.5}}", SECOND, 1414213562, 1732050808, 2 * SECOND);
    ck_assert_delays("{polynomial: {initial_delay: 1s, exponent: 1.5}}", SECOND, UINT64_C(2828427125),
                     UINT64_C(5196152423), 8 * SECOND);
}
END_TEST

START_TEST(stays_right_far_out)
{
    ck_assert_uint_eq(tree_window(grow("{polynomial: {initial_delay: 1ns, exponent: 1}}"), 1000000000).hi_ns, SECOND);
    ck_assert_uint_eq(tree_window(grow("{polynomial: {initial_delay: 5ns, exponent: 9.999}}"), UINT32_MAX).hi_ns,
                      RETRY_FOREVER_NS);
}
END_TEST

START_TEST(what_never_grows_is_doubted)
{
    ck_assert_str_eq(grow_doubts("{polynomial: {initial_delay: 1s, exponent: 0}}"), "never-grows 34 ");
    ck_assert_str_eq(grow_doubts("{polynomial: {initial_delay: 0s}}"), "never-grows 15 ");
    ck_assert_str_eq(grow_doubts("{polynomial: {initial_delay: 1s, max_delay: 1s}}"), "never-grows 34 ");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("polynomial");

    tcase_add_checked_fixture(cases, NULL, grown_free);
    tcase_add_test(cases, whole_exponents_are_exact);
    tcase_add_test(cases, others_are_rounded_to_the_nearest);
    tcase_add_test(cases, stays_right_far_out);
    tcase_add_test(cases, what_never_grows_is_doubted);
    return tree_run(cases);
}
