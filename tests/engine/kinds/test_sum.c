/* test_sum.c - windows of several backoffs joined end by end. */
#include "engine/kinds/sum.h"

#include "tests/engine/kinds/grown.h"

START_TEST(joins_the_ends_of_all)
{
    const struct retry_node *root =
        grow("{sum: [{jitter: {add: 2s, over: {fixed: {delay: 1s}}}}, {fixed: {delay: 10s}}]}");

    ck_assert_window(tree_window(root, 1), 11 * SECOND, 13 * SECOND);
    ck_assert_uint_eq(root->length, RETRY_ENDLESS);
}
END_TEST

START_TEST(saturates)
{
    ck_assert_delays("{sum: [{fixed: {delay: 365d}}, {fixed: {delay: 1ns}}, {fixed: {delay: 365d}}]}",
                     RETRY_FOREVER_NS);
}
END_TEST

START_TEST(ends_with_the_shortest)
{
    const struct retry_node *root =
        grow("{sum: [{linear: {initial_delay: 1s, increment: 1s}}, {take: {retries: 2, over: "
             "{fixed: {delay: 2s}}}}, {schedule: {delays: [1s, 5s, 1s], then: stop}}]}");

    ck_assert_uint_eq(root->length, 2);
    ck_assert_ptr_eq(exhausted_by(root, 3), retry__node_at(root, 1));
}
END_TEST

START_TEST(rises_as_far_as_all_do)
{
    const struct retry_node *root =
        grow("{sum: [{linear: {initial_delay: 1s, increment: 1s}}, {schedule: {delays: [1s, 2s, "
             "1s]}}]}");

    ck_assert_uint_eq(retry__node_rise(root, 1), 2);
    ck_assert_uint_eq(retry__node_rise(root, 3), RETRY_ENDLESS);
}
END_TEST

START_TEST(a_child_without_effect_is_doubted)
{
    ck_assert_str_eq(grow_doubts("{sum: [{exponential: {initial_delay: 1s, max_delay: 4s}}, {immediate: {}}]}"),
                     "unused 59 ");
    ck_assert_str_eq(grow_doubts("{sum: [{exponential: {initial_delay: 1s, max_delay: 4s}}, {take: {retries: 2, over: "
                                 "{immediate: {}}}}]}"),
                     "");
    ck_assert_str_eq(grow_doubts("{sum: [{exponential: {initial_delay: 1s, max_delay: 4s}}, {take: {retries: 2, over: "
                                 "{fixed: {delay: 5s}}}}]}"),
                     "");
    ck_assert_str_eq(grow_doubts("{sum: [{fixed: {delay: 1s}}]}"), "unused 2 ");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("sum");

    tcase_add_checked_fixture(cases, NULL, grown_free);
    tcase_add_test(cases, joins_the_ends_of_all);
    tcase_add_test(cases, saturates);
    tcase_add_test(cases, ends_with_the_shortest);
    tcase_add_test(cases, rises_as_far_as_all_do);
    tcase_add_test(cases, a_child_without_effect_is_doubted);
    return tree_run(cases);
}
