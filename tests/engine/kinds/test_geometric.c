/* test_geometric.c - delays that reach the longest one in equal ratios. */
#include "engine/kinds/geometric.h"

#include "tests/engine/kinds/grown.h"

START_TEST(reaches_the_longest_after_its_steps)
{
    ck_assert_delays("{geometric: {initial_delay: 1s, max_delay: 16s, steps: 4}}", SECOND, 2 * SECOND, 4 * SECOND,
                     8 * SECOND, 16 * SECOND, 16 * SECOND);
    ck_assert_delays("{geometric: {initial_delay: 1s, max_delay: 1m, steps: 1}}", SECOND, 60 * SECOND, 60 * SECOND);
}
END_TEST

START_TEST(ratios_need_not_be_whole)
{
    ck_assert_delays("{geometric: {initial_delay: 1s, max_delay: 1m, steps: 4}}", SECOND, UINT64_C(2783157684),
                     UINT64_C(7745966692), UINT64_C(21558246718), 60 * SECOND);
}
END_TEST

START_TEST(never_falls_and_never_passes_the_longest)
{
    const struct retry_node *root =
        grow("{geometric: {initial_delay: 31535999999999999ns, max_delay: 365d, steps: 1000}}");
    uint64_t before = 0;

    for (uint32_t failures = 1; failures < 1100; failures++) {
        uint64_t now = tree_window(root, failures).hi_ns;
        ck_assert_uint_ge(now, before);
        ck_assert_uint_le(now, RETRY_FOREVER_NS);
        before = now;
    }
    ck_assert_uint_eq(tree_window(root, UINT32_MAX).hi_ns, RETRY_FOREVER_NS);
}
END_TEST

START_TEST(what_never_grows_is_doubted)
{
    ck_assert_str_eq(grow_doubts("{geometric: {initial_delay: 1s, max_delay: 1s, steps: 2}}"), "never-grows 33 ");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("geometric");

    tcase_add_checked_fixture(cases, NULL, grown_free);
    tcase_add_test(cases, reaches_the_longest_after_its_steps);
    tcase_add_test(cases, ratios_need_not_be_whole);
    tcase_add_test(cases, never_falls_and_never_passes_the_longest);
    tcase_add_test(cases, what_never_grows_is_doubted);
    return tree_run(cases);
}
