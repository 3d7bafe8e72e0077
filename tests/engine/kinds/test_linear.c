/* test_linear.c - delays that grow by a constant amount. */
#include "engine/kinds/linear.h"

#include "tests/engine/kinds/grown.h"

START_TEST(grows_by_the_increment_up_to_the_cap)
{
    ck_assert_delays("{linear: {initial_delay: 1s, increment: 500ms, max_delay: 2200ms}}", SECOND, 1500 * MS, 2000 * MS,
                     2200 * MS, 2200 * MS);
    ck_assert_delays("{linear: {initial_delay: 0s, increment: 1ns}}", 0, 1, 2, 3);
}
END_TEST

START_TEST(stays_right_far_out)
{
    ck_assert_uint_eq(tree_window(grow("{linear: {initial_delay: 7ns, increment: 3ns}}"), 1000000000).hi_ns,
                      UINT64_C(7) + 3 * UINT64_C(999999999));
    ck_assert_uint_eq(tree_window(grow("{linear: {initial_delay: 7ns, increment: 365d}}"), UINT32_MAX).hi_ns,
                      RETRY_FOREVER_NS);
}
END_TEST

START_TEST(what_never_grows_is_doubted)
{
    ck_assert_str_eq(grow_doubts("{linear: {initial_delay: 1s, increment: 0s}}"), "never-grows 30 ");
    ck_assert_str_eq(grow_doubts("{linear: {initial_delay: 1s, increment: 1s, max_delay: 1s}}"), "never-grows 45 ");
    ck_assert_str_eq(grow_doubts("{linear: {initial_delay: 0s, increment: 1s}}"), "");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("linear");

    tcase_add_checked_fixture(cases, NULL, grown_free);
    tcase_add_test(cases, grows_by_the_increment_up_to_the_cap);
    tcase_add_test(cases, stays_right_far_out);
    tcase_add_test(cases, what_never_grows_is_doubted);
    return tree_run(cases);
}
