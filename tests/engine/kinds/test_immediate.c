/* test_immediate.c - no delay at all. */
#include "engine/kinds/immediate.h"

#include "tests/engine/tree/tree.h"

START_TEST(every_retry_comes_at_once)
{
    struct tree tree = {0};
    const struct retry_node *root = tree_add(&tree, &retry__kind_immediate, NULL, NULL);

    ck_assert_window(tree_window(root, 1), 0, 0);
    ck_assert_window(tree_window(root, 1000000000), 0, 0);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("immediate");

    tcase_add_test(cases, every_retry_comes_at_once);
    return tree_run(cases);
}
