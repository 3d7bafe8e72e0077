/* test_take.c - another backoff for so many retries. */
#include "engine/kinds/take.h"

#include "tests/engine/kinds/grown.h"

START_TEST(the_child_answers_until_the_retries_are_taken)
{
    const struct retry_node *root = grow("{take: {retries: 3, over: {linear: {initial_delay: 1s, increment: 1s}}}}");

    ck_assert_uint_eq(root->length, 3);
    ck_assert_uint_eq(tree_window(root, 3).hi_ns, 3 * SECOND);
    ck_assert_ptr_eq(exhausted_by(root, 4), root);
}
END_TEST

START_TEST(a_shorter_child_ends_it_itself)
{
    const struct retry_node *root = grow("{take: {retries: 3, over: {schedule: {delays: [1s, 2s], then: stop}}}}");

    ck_assert_uint_eq(root->length, 2);
    ck_assert_ptr_eq(exhausted_by(root, 3), retry__node_child(root));
}
END_TEST

START_TEST(a_child_that_ends_no_later_is_doubted)
{
    ck_assert_str_eq(grow_doubts("{take: {retries: 2, over: {schedule: {delays: [1s, 2s], then: stop}}}}"),
                     "never-binds 9 ");
    ck_assert_str_eq(grow_doubts("{take: {retries: 1, over: {schedule: {delays: [1s, 2s], then: stop}}}}"), "");
    ck_assert_str_eq(grow_doubts("{take: {retries: 2147483647, over: {fixed: {delay: 1s}}}}"), "");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("take");

    tcase_add_checked_fixture(cases, NULL, grown_free);
    tcase_add_test(cases, the_child_answers_until_the_retries_are_taken);
    tcase_add_test(cases, a_shorter_child_ends_it_itself);
    tcase_add_test(cases, a_child_that_ends_no_later_is_doubted);
    return tree_run(cases);
}
