/* test_fibonacci.c - delays that grow as the Fibonacci numbers. */
#include "engine/kinds/fibonacci.h"

#include "tests/engine/kinds/grown.h"

START_TEST(each_is_the_sum_of_the_two_before)
{
    ck_assert_delays("{fibonacci: {initial_delay: 1s, max_delay: 10s}}", SECOND, SECOND, 2 * SECOND, 3 * SECOND,
                     5 * SECOND, 8 * SECOND, 10 * SECOND, 10 * SECOND);
}
END_TEST

START_TEST(stays_right_far_out)
{
    const struct retry_node *root = grow("{fibonacci: {initial_delay: 1ns}}");

    ck_assert_uint_eq(tree_window(root, 50).hi_ns, UINT64_C(12586269025));
    ck_assert_uint_eq(tree_window(root, 79).hi_ns, UINT64_C(14472334024676221));
    ck_assert_uint_eq(tree_window(root, 81).hi_ns, RETRY_FOREVER_NS);
    ck_assert_uint_eq(tree_window(root, UINT32_MAX).hi_ns, RETRY_FOREVER_NS);
    ck_assert_uint_eq(tree_window(grow("{fibonacci: {initial_delay: 0s}}"), UINT32_MAX).hi_ns, 0);
}
END_TEST

START_TEST(what_never_grows_is_doubted)
{
    ck_assert_str_eq(grow_doubts("{fibonacci: {initial_delay: 0s}}"), "never-grows 14 ");
    ck_assert_str_eq(grow_doubts("{fibonacci: {initial_delay: 1s, max_delay: 1s}}"), "never-grows 33 ");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("fibonacci");

    tcase_add_checked_fixture(cases, NULL, grown_free);
    tcase_add_test(cases, each_is_the_sum_of_the_two_before);
    tcase_add_test(cases, stays_right_far_out);
    tcase_add_test(cases, what_never_grows_is_doubted);
    return tree_run(cases);
}
