/* test_fixed.c - the same delay before every retry. */
#include "engine/kinds/fixed.h"

#include "tests/engine/tree/tree.h"

static const struct retry_node *fixed(struct tree *tree, uint64_t delay_ns)
{
    return tree_add(tree, &retry__kind_fixed, NULL, (struct tree_value[]){{"delay", delay_ns, 0}, {NULL, 0, 0}});
}

START_TEST(every_retry_waits_the_delay)
{
    struct tree tree = {0};
    const struct retry_node *root = fixed(&tree, SECOND);

    ck_assert_window(tree_window(root, 1), SECOND, SECOND);
    ck_assert_window(tree_window(root, 1000000000), SECOND, SECOND);
}
END_TEST

START_TEST(the_delay_may_be_nothing_or_a_year)
{
    struct tree tree = {0};

    ck_assert_window(tree_window(fixed(&tree, 0), 1), 0, 0);
    ck_assert_window(tree_window(fixed(&tree, RETRY_FOREVER_NS), 1), RETRY_FOREVER_NS, RETRY_FOREVER_NS);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("fixed");

    tcase_add_test(cases, every_retry_waits_the_delay);
    tcase_add_test(cases, the_delay_may_be_nothing_or_a_year);
    return tree_run(cases);
}
