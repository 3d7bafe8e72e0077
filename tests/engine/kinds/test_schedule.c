/* test_schedule.c - delays from a list. */
#include "engine/kinds/schedule.h"

#include "tests/engine/kinds/grown.h"

START_TEST(the_last_is_repeated)
{
    ck_assert_delays("{schedule: {delays: [2s, 1s, 3s]}}", 2 * SECOND, SECOND, 3 * SECOND, 3 * SECOND, 3 * SECOND);
    ck_assert_uint_eq(tree_window(grow("{schedule: {delays: [2s, 1s]}}"), UINT32_MAX).hi_ns, SECOND);
}
END_TEST

START_TEST(a_cycle_begins_again)
{
    ck_assert_delays("{schedule: {delays: [2s, 1s, 3s], then: cycle}}", 2 * SECOND, SECOND, 3 * SECOND, 2 * SECOND,
                     SECOND);
    ck_assert_uint_eq(tree_window(grow("{schedule: {delays: [2s, 1s, 3s], then: cycle}}"), 1000000000).hi_ns,
                      2 * SECOND);
}
END_TEST

START_TEST(stop_is_exhausted_behind_the_last)
{
    const struct retry_node *root = grow("{schedule: {delays: [2s, 1s], then: stop}}");

    ck_assert_uint_eq(root->length, 2);
    ck_assert_uint_eq(tree_window(root, 2).hi_ns, SECOND);
    ck_assert_ptr_eq(exhausted_by(root, 3), root);
    ck_assert_ptr_eq(exhausted_by(root, UINT32_MAX), root);
    ck_assert_uint_eq(grow("{schedule: {delays: [2s, 1s]}}")->length, RETRY_ENDLESS);
}
END_TEST

START_TEST(rises_as_far_as_no_delay_falls)
{
    const struct retry_node *root = grow("{schedule: {delays: [1s, 2s, 2s, 1s, 5s]}}");

    ck_assert_uint_eq(retry__node_rise(root, 1), 3);
    ck_assert_uint_eq(retry__node_rise(root, 3), 3);
    ck_assert_uint_eq(retry__node_rise(root, 4), RETRY_ENDLESS);
    ck_assert_uint_eq(retry__node_rise(root, 99), RETRY_ENDLESS);
    root = grow("{schedule: {delays: [3s, 1s, 2s], then: cycle}}");
    ck_assert_uint_eq(retry__node_rise(root, 1), 1);
    ck_assert_uint_eq(retry__node_rise(root, 2), 4);
    ck_assert_uint_eq(retry__node_rise(root, 302), 304);
    ck_assert_uint_eq(retry__node_rise(grow("{schedule: {delays: [1s, 2s], then: stop}}"), 1), 2);
}
END_TEST

START_TEST(equal_delays_are_doubted)
{
    ck_assert_str_eq(grow_doubts("{schedule: {delays: [1s, 1000ms]}}"), "never-grows 13 ");
    ck_assert_str_eq(grow_doubts("{schedule: {delays: [1s], then: cycle}}"), "never-grows 13 ");
    ck_assert_str_eq(grow_doubts("{schedule: {delays: [1s, 1s], then: stop}}"), "");
    ck_assert_str_eq(grow_doubts("{schedule: {delays: [1s, 2s]}}"), "");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("schedule");

    tcase_add_checked_fixture(cases, NULL, grown_free);
    tcase_add_test(cases, the_last_is_repeated);
    tcase_add_test(cases, a_cycle_begins_again);
    tcase_add_test(cases, stop_is_exhausted_behind_the_last);
    tcase_add_test(cases, rises_as_far_as_no_delay_falls);
    tcase_add_test(cases, equal_delays_are_doubted);
    return tree_run(cases);
}
