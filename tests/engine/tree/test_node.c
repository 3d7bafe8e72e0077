/* test_node.c - nodes find their children, their numbers and their paths. */
#include "engine/tree/node.h"

#include "engine/kinds/clamp.h"
#include "engine/kinds/fixed.h"
#include "engine/kinds/jitter.h"
#include "tests/engine/tree/tree.h"

static struct tree tree;
static const struct retry_node *leaf, *middle, *root;

static void build(void)
{
    tree.used = 0;
    leaf = tree_add(&tree, &retry__kind_fixed, NULL, (struct tree_value[]){{"delay", SECOND, 0}, {NULL, 0, 0}});
    middle = tree_add(&tree, &retry__kind_jitter, leaf, NULL);
    root = tree_add(&tree, &retry__kind_clamp, middle, NULL);
}

START_TEST(children_are_found_above_and_below_in_memory)
{
    ck_assert_ptr_eq(retry__node_child(root), middle);
    ck_assert_ptr_eq(retry__node_child(middle), leaf);
    ck_assert_ptr_null(retry__node_child(leaf));
}
END_TEST

START_TEST(a_child_may_have_two_parents)
{
    const struct retry_node *other = tree_add(&tree, &retry__kind_jitter, leaf, NULL);

    ck_assert_ptr_eq(retry__node_child(other), leaf);
    ck_assert_uint_eq(retry__node_number(other, leaf), 1);
    ck_assert_uint_eq(retry__node_number(root, leaf), 2);
}
END_TEST

START_TEST(a_tree_works_wherever_its_block_lies)
{
    unsigned char *copy = retry__mem_new(1, sizeof(tree.block));
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, tree.block, sizeof(tree.block));
    const struct retry_node *moved = (const struct retry_node *)(copy + ((const unsigned char *)root - tree.block));

    memset(&tree, 0, sizeof(tree));
    ck_assert_uint_eq(tree_window(retry__node_child(retry__node_child(moved)), 1).lo_ns, SECOND);
    retry__mem_free(copy);
}
END_TEST

START_TEST(numbers_count_from_the_root)
{
    ck_assert_uint_eq(retry__node_number(root, root), 0);
    ck_assert_uint_eq(retry__node_number(root, middle), 1);
    ck_assert_uint_eq(retry__node_number(root, leaf), 2);
    ck_assert_uint_eq(retry__node_number(middle, root), UINT16_MAX);
    ck_assert_uint_eq(retry__node_number(root, NULL), UINT16_MAX);
}
END_TEST

START_TEST(path_names_the_kinds_from_the_root)
{
    char text[64];

    ck_assert_uint_eq(retry__node_path(root, 1, text, sizeof(text)), strlen("clamp > jitter > fixed"));
    ck_assert_str_eq(text, "clamp > jitter > fixed");
    retry__node_path(leaf, 1, text, sizeof(text));
    ck_assert_str_eq(text, "fixed");
}
END_TEST

START_TEST(path_is_cut_to_any_size)
{
    const char *whole = "clamp > jitter > fixed";
    char text[32];

    ck_assert_uint_eq(retry__node_path(root, 1, NULL, 0), strlen(whole));
    for (size_t size = 1; size < sizeof(text); size++) {
        memset(text, '#', sizeof(text));
        ck_assert_uint_eq(retry__node_path(root, 1, text, size), strlen(whole));
        ck_assert_uint_eq(strlen(text), size - 1 < strlen(whole) ? size - 1 : strlen(whole));
        ck_assert_int_eq(strncmp(text, whole, strlen(text)), 0);
    }
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("node");

    tcase_add_checked_fixture(cases, build, NULL);
    tcase_add_test(cases, children_are_found_above_and_below_in_memory);
    tcase_add_test(cases, a_child_may_have_two_parents);
    tcase_add_test(cases, a_tree_works_wherever_its_block_lies);
    tcase_add_test(cases, numbers_count_from_the_root);
    tcase_add_test(cases, path_names_the_kinds_from_the_root);
    tcase_add_test(cases, path_is_cut_to_any_size);
    return tree_run(cases);
}
