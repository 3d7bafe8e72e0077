/* test_decorrelated.c - delays drawn up to a multiple of the one before. */
#include "engine/kinds/decorrelated.h"

#include "tests/engine/kinds/grown.h"

START_TEST(the_first_is_drawn_from_a_multiple_of_the_shortest)
{
    const struct retry_node *root = grow("{decorrelated: {initial_delay: 100ms, max_delay: 10s}}");

    ck_assert_window(window_in_call(root, 1, 0), 100 * MS, 300 * MS);
    ck_assert_window(window_in_call(root, 1, 5 * SECOND), 100 * MS, 300 * MS);
}
END_TEST

START_TEST(later_ones_from_a_multiple_of_the_one_before)
{
    const struct retry_node *root = grow("{decorrelated: {initial_delay: 100ms, max_delay: 10s, multiplier: 1.5}}");

    ck_assert_window(window_in_call(root, 2, 201), 100 * MS, 150 * MS);
    ck_assert_window(window_in_call(root, 2, 200000001), 100 * MS, 300000002);
    ck_assert_window(window_in_call(root, 7, 7 * SECOND), 100 * MS, 10 * SECOND);
    ck_assert_window(window_in_call(root, 7, RETRY_FOREVER_NS), 100 * MS, 10 * SECOND);
}
END_TEST

START_TEST(without_a_call_the_envelope_answers)
{
    const struct retry_node *root = grow("{decorrelated: {initial_delay: 100ms, max_delay: 10s}}");

    ck_assert_window(tree_window(root, 1), 100 * MS, 300 * MS);
    ck_assert_window(tree_window(root, 3), 100 * MS, 2700 * MS);
    ck_assert_window(tree_window(root, 1000000000), 100 * MS, 10 * SECOND);
    ck_assert(retry__node_recalls(root) && !retry__node_is_opaque(root));
}
END_TEST

START_TEST(what_never_grows_is_doubted)
{
    ck_assert_str_eq(grow_doubts("{decorrelated: {initial_delay: 1s, max_delay: 2s, multiplier: 1}}"),
                     "never-grows 51 ");
    ck_assert_str_eq(grow_doubts("{decorrelated: {initial_delay: 0s, max_delay: 2s}}"), "never-grows 17 ");
    ck_assert_str_eq(grow_doubts("{decorrelated: {initial_delay: 1s, max_delay: 1s}}"), "never-grows 36 ");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("decorrelated");

    tcase_add_checked_fixture(cases, NULL, grown_free);
    tcase_add_test(cases, the_first_is_drawn_from_a_multiple_of_the_shortest);
    tcase_add_test(cases, later_ones_from_a_multiple_of_the_one_before);
    tcase_add_test(cases, without_a_call_the_envelope_answers);
    tcase_add_test(cases, what_never_grows_is_doubted);
    return tree_run(cases);
}
