/* test_exponential.c - delays that grow by a constant factor. */
#include "engine/kinds/exponential.h"

#include "tests/engine/tree/tree.h"

static struct tree tree;

static const struct retry_node *exponential(uint64_t initial_ns, uint64_t thousandths, uint64_t max_ns)
{
    tree.used = 0;
    return tree_add(&tree, &retry__kind_exponential, NULL,
                    (struct tree_value[]){{"initial_delay", initial_ns, 0},
                                          {"multiplier", thousandths * MS, 0},
                                          {"max_delay", max_ns, 0},
                                          {NULL, 0, 0}});
}

START_TEST(first_retry_waits_exactly_initial_delay)
{
    ck_assert_window(tree_window(exponential(100 * MS, 2000, SECOND), 1), 100 * MS, 100 * MS);
    ck_assert_window(tree_window(exponential(100 * MS, 1001, SECOND), 1), 100 * MS, 100 * MS);
}
END_TEST

START_TEST(delays_double_up_to_the_cap)
{
    static const uint64_t expected_ms[] = {100, 200, 400, 800, 1600, 2000, 2000};
    const struct retry_node *root = exponential(100 * MS, 2000, 2 * SECOND);

    for (uint32_t i = 0; i < sizeof(expected_ms) / sizeof(*expected_ms); i++)
        ck_assert_window(tree_window(root, i + 1), expected_ms[i] * MS, expected_ms[i] * MS);
    ck_assert_window(tree_window(root, 1000000000), 2 * SECOND, 2 * SECOND);
}
END_TEST

START_TEST(delays_grow_by_half)
{
    const struct retry_node *root = exponential(100 * MS, 1500, RETRY_FOREVER_NS);

    ck_assert_window(tree_window(root, 2), 150 * MS, 150 * MS);
    ck_assert_window(tree_window(root, 3), 225 * MS, 225 * MS);
    ck_assert_window(tree_window(root, 1000000000), RETRY_FOREVER_NS, RETRY_FOREVER_NS);
}
END_TEST

/* The key that is doubted, "" for no doubt. */
static const char *doubted(const struct retry_node *root)
{
    struct retry_doubt doubt;

    if (!retry__kind_exponential.doubt(root, NULL, NULL, &doubt))
        return "";
    ck_assert_int_eq(doubt.code, RETRY_FINDING_NEVER_GROWS);
    return doubt.key;
}

START_TEST(a_curve_that_never_grows_is_doubted)
{
    ck_assert_str_eq(doubted(exponential(100 * MS, 1000, SECOND)), "multiplier");
    ck_assert_str_eq(doubted(exponential(0, 2000, SECOND)), "initial_delay");
    ck_assert_str_eq(doubted(exponential(SECOND, 2000, SECOND)), "max_delay");
    ck_assert_str_eq(doubted(exponential(100 * MS, 1001, SECOND)), "");
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("exponential");

    tcase_add_test(cases, first_retry_waits_exactly_initial_delay);
    tcase_add_test(cases, delays_double_up_to_the_cap);
    tcase_add_test(cases, delays_grow_by_half);
    tcase_add_test(cases, a_curve_that_never_grows_is_doubted);
    return tree_run(cases);
}
