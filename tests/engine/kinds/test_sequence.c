/* test_sequence.c - one backoff after the other. */
#include "engine/kinds/sequence.h"

#include "tests/engine/kinds/grown.h"

START_TEST(each_stage_is_asked_from_its_first_retry)
{
    ck_assert_delays(
        "{sequence: [{take: {retries: 2, over: {exponential: {initial_delay: 1s}}}}, {schedule: {delays: [7s, "
        "5s], then: stop}}, {linear: {initial_delay: 1s, increment: 3s}}]}",
        SECOND, 2 * SECOND, 7 * SECOND, 5 * SECOND, SECOND, 4 * SECOND, 7 * SECOND);
}
END_TEST

START_TEST(its_length_is_the_sum)
{
    const struct retry_node *root =
        grow("{sequence: [{take: {retries: 2, over: {fixed: {delay: 1s}}}}, {take: {retries: 3, "
             "over: {fixed: {delay: 2s}}}}]}");

    ck_assert_uint_eq(root->length, 5);
    ck_assert_ptr_eq(exhausted_by(root, 6), retry__node_at(root, 1));
    root = grow("{sequence: [{take: {retries: 2, over: {fixed: {delay: 1s}}}}, {fixed: {delay: 3s}}]}");
    ck_assert_uint_eq(root->length, RETRY_ENDLESS);
    ck_assert_uint_eq(tree_window(root, UINT32_MAX).hi_ns, 3 * SECOND);
}
END_TEST

START_TEST(those_beside_it_are_asked_as_it_was)
{
    ck_assert_delays(
        "{sum: [{sequence: [{take: {retries: 2, over: {fixed: {delay: 1s}}}}, {fixed: {delay: 2s}}]}, {linear: "
        "{initial_delay: 10s, increment: 10s}}]}",
        11 * SECOND, 21 * SECOND, 32 * SECOND, 42 * SECOND);
}
END_TEST

START_TEST(a_stage_is_where_windows_may_fall)
{
    const struct retry_node *root = grow("{sequence: [{take: {retries: 4, over: {schedule: {delays: [2s, 3s, 1s]}}}}, "
                                         "{exponential: {initial_delay: 100ms}}]}");

    ck_assert_uint_eq(retry__node_rise(root, 1), 2);
    ck_assert_uint_eq(retry__node_rise(root, 3), 4);
    ck_assert_uint_eq(retry__node_rise(root, 5), RETRY_ENDLESS);
}
END_TEST

START_TEST(decorrelated_starts_anew_in_its_stage)
{
    const struct retry_node *root = grow("{sequence: [{take: {retries: 2, over: {fixed: {delay: 9s}}}}, {decorrelated: "
                                         "{initial_delay: 1s, max_delay: 60s}}]}");

    ck_assert_window(window_in_call(root, 3, 9 * SECOND), SECOND, 3 * SECOND);
    ck_assert_window(window_in_call(root, 4, 2 * SECOND), SECOND, 6 * SECOND);
}
END_TEST

START_TEST(what_can_never_be_reached_is_doubted)
{
    ck_assert_str_eq(grow_doubts("{sequence: [{fixed: {delay: 1s}}, {fixed: {delay: 2s}}, {immediate: {}}]}"),
                     "unused 35 ");
    ck_assert_str_eq(grow_doubts("{sequence: [{fixed: {delay: 1s}}]}"), "unused 2 ");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("sequence");

    tcase_add_checked_fixture(cases, NULL, grown_free);
    tcase_add_test(cases, each_stage_is_asked_from_its_first_retry);
    tcase_add_test(cases, its_length_is_the_sum);
    tcase_add_test(cases, those_beside_it_are_asked_as_it_was);
    tcase_add_test(cases, a_stage_is_where_windows_may_fall);
    tcase_add_test(cases, decorrelated_starts_anew_in_its_stage);
    tcase_add_test(cases, what_can_never_be_reached_is_doubted);
    return tree_run(cases);
}
