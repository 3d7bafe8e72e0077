/* test_scale.c - delays multiplied by a factor. */
#include "engine/kinds/scale.h"

#include "tests/engine/kinds/grown.h"
#include "tests/engine/kinds/spread.h"

START_TEST(both_ends_are_multiplied_and_rounded_half_up)
{
    const struct retry_node *root =
        grow("{scale: {factor: 0.5, over: {jitter: {add: 2ns, over: {fixed: {delay: 1ns}}}}}}");

    ck_assert_window(tree_window(root, 1), 1, 2);
    ck_assert_delays("{scale: {factor: 0.000000001, over: {fixed: {delay: 499999999ns}}}}", 0);
    ck_assert_delays("{scale: {factor: 0.000000001, over: {fixed: {delay: 500ms}}}}", 1);
    ck_assert_delays("{scale: {factor: 1000, over: {fixed: {delay: 365d}}}}", RETRY_FOREVER_NS);
}
END_TEST

START_TEST(a_silent_child_stays_silent)
{
    struct tree tree = {0};

    expect_silence(&tree, &retry__kind_scale);
}
END_TEST

START_TEST(what_changes_nothing_is_doubted)
{
    ck_assert_str_eq(grow_doubts("{scale: {factor: 1.0, over: {fixed: {delay: 1s}}}}"), "never-binds 10 ");
    ck_assert_str_eq(grow_doubts("{scale: {factor: 0, over: {fixed: {delay: 1s}}}}"), "hides-child 10 ");
    ck_assert_str_eq(grow_doubts("{scale: {factor: 2, over: {immediate: {}}}}"), "never-binds 10 ");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("scale");

    tcase_add_checked_fixture(cases, NULL, grown_free);
    tcase_add_test(cases, both_ends_are_multiplied_and_rounded_half_up);
    tcase_add_test(cases, a_silent_child_stays_silent);
    tcase_add_test(cases, what_changes_nothing_is_doubted);
    return tree_run(cases);
}
