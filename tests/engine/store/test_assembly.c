/* test_assembly.c - the block that a set is. */
#include "engine/store/assembly.h"

#include "tests/engine/store/folder.h"

START_TEST(everything_lies_inside_the_block)
{
    struct retry_set *set = folder_load_text(
        "version: 1\nbackoffs:\n  a: {fixed: {delay: 1s}}\npolicies:\n"
        "  one: {limits: {max_attempts: 5}, backoff: {use: a}}\n"
        "  two: {limits: {max_attempts: 5}, backoff: {jitter: {mode: full, over: {fixed: {delay: 2s}}}}}\n");
    const char *start = (const char *)set, *end = start + set->size;

    for (uint32_t i = 0; i < set->plan_count; i++) {
        const struct retry_plan *plan = retry__set_plan(set, i);
        const struct retry_node *node = retry__plan_backoff(plan);
        ck_assert(retry__plan_name(plan) > start && (const char *)(plan + 1) <= end);
        ck_assert(retry__plan_name(plan) < (const char *)plan);
        for (; node; node = retry__node_child(node)) {
            ck_assert((const char *)node > (const char *)plan);
            ck_assert((const char *)node + retry__node_size(node->kind) <= end);
            ck_assert_uint_eq((uintptr_t)node % 8, 0);
        }
    }
    retry__set_free(set);
}
END_TEST

START_TEST(copy_of_the_block_is_a_set)
{
    struct retry_set *set = folder_load_text("version: 1\npolicies:\n  one: {limits: {max_attempts: 5}, backoff: "
                                             "{jitter: {mode: full, over: {fixed: {delay: 2s}}}}}\n");
    struct retry_set *copy = retry__mem_new(set->size, 1);
    const struct retry_node *root;

    memcpy(copy, set, set->size);
    memset(set, 0xff, set->size);
    root = retry__plan_backoff(retry__set_find(copy, "one", 3));
    ck_assert_str_eq(root->kind->shape.name, "jitter");
    ck_assert_str_eq(retry__node_child(root)->kind->shape.name, "fixed");
    retry__set_free(set);
    retry__set_free(copy);
}
END_TEST

START_TEST(replaced_policies_leave_nothing_behind)
{
    struct retry_set *alone, *both;

    folder_write("a.yaml", "version: 1\npolicies:\n  db: {limits: {max_attempts: 5}, backoff: {fixed: {delay: 1s}}}\n");
    folder_write("b.yaml", "version: 1\nbackoffs:\n  x: {immediate: {}}\npolicies:\n"
                           "  db: {limits: {max_attempts: 9}, backoff: {fixed: {delay: 2s}}}\n");
    folder_write("c.yaml", "version: 1\nbackoffs:\n  x: {immediate: {}}\n");
    alone = folder_load("a.yaml:c.yaml", NULL);
    both = folder_load("a.yaml:c.yaml:b.yaml", NULL);
    ck_assert_uint_eq(both->plan_count, 1);
    ck_assert_uint_eq(both->size, alone->size);
    retry__set_free(alone);
    retry__set_free(both);
}
END_TEST

/* Jitter over exponential, names of 12 bytes: what a policy costs for as long as a program runs. */
START_TEST(policy_takes_at_most_160_bytes)
{
    FILE *stream = fopen(folder_file("a.yaml"), "w");
    struct retry_set *set;

    fputs("version: 1\npolicies:\n", stream);
    for (unsigned i = 0; i < 1000; i++)
        fprintf(stream,
                "  policy-%05u: {limits: {max_attempts: 5}, backoff: {jitter: {mode: full, over: {exponential: "
                "{initial_delay: 100ms, max_delay: 10s}}}}}\n",
                i);
    ck_assert_int_eq(fclose(stream), 0);
    set = folder_load("a.yaml", NULL);
    ck_assert_uint_le(set->size / 1000, 160);
    retry__set_free(set);
}
END_TEST

FOLDER_MAIN("assembly", everything_lies_inside_the_block, copy_of_the_block_is_a_set,
            replaced_policies_leave_nothing_behind, policy_takes_at_most_160_bytes)
