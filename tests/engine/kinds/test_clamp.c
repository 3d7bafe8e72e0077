/* test_clamp.c - delays moved into a range. */
#include "engine/kinds/clamp.h"

#include "tests/engine/kinds/spread.h"

static struct tree tree;

/* A clamp over [1s, 3s]. */
static const struct retry_node *clamp(uint64_t min_ns, uint64_t max_ns)
{
    tree.used = 0;
    return tree_add(&tree, &retry__kind_clamp, spread(&tree, SECOND, 3000),
                    (struct tree_value[]){{"min_delay", min_ns, 0}, {"max_delay", max_ns, 0}, {NULL, 0, 0}});
}

START_TEST(a_window_inside_stays)
{
    ck_assert_window(tree_window(clamp(0, RETRY_FOREVER_NS), 1), SECOND, 3 * SECOND);
    ck_assert_window(tree_window(clamp(SECOND, 3 * SECOND), 1), SECOND, 3 * SECOND);
}
END_TEST

START_TEST(ends_outside_move_in)
{
    ck_assert_window(tree_window(clamp(2 * SECOND, RETRY_FOREVER_NS), 1), 2 * SECOND, 3 * SECOND);
    ck_assert_window(tree_window(clamp(0, 2 * SECOND), 1), SECOND, 2 * SECOND);
    ck_assert_window(tree_window(clamp(2 * SECOND, 2 * SECOND), 1), 2 * SECOND, 2 * SECOND);
}
END_TEST

START_TEST(a_window_beside_the_range_moves_to_its_edge)
{
    ck_assert_window(tree_window(clamp(5 * SECOND, 9 * SECOND), 1), 5 * SECOND, 5 * SECOND);
    ck_assert_window(tree_window(clamp(0, 500 * MS), 1), 500 * MS, 500 * MS);
}
END_TEST

START_TEST(a_silent_child_stays_silent)
{
    tree.used = 0;
    expect_silence(&tree, &retry__kind_clamp);
}
END_TEST

/* What is doubted of a clamp over [1s, 3s] that gives these keys; RETRY_FINDING__COUNT: nothing. */
static enum retry_finding_code doubted(uint64_t min_ns, uint64_t max_ns, const char *key, const char *other_key)
{
    struct retry_pair pairs[2] = {{.key = {.type = RETRY_VALUE_SCALAR}}, {.key = {.type = RETRY_VALUE_SCALAR}}};
    struct retry_value body = {.type = RETRY_VALUE_MAPPING, .pairs = pairs};
    retry_window below = {SECOND, 3 * SECOND};
    struct retry_doubt doubt;

    for (const char *given = key; given != NULL; given = given == key ? other_key : NULL) {
        pairs[body.count].key.text = given;
        pairs[body.count].key.count = (uint32_t)strlen(given);
        body.count++;
    }
    if (!retry__kind_clamp.doubt(clamp(min_ns, max_ns), &body, &below, &doubt))
        return RETRY_FINDING__COUNT;
    ck_assert_pstr_eq(doubt.key, other_key == NULL ? key : NULL);
    return doubt.code;
}

START_TEST(a_clamp_that_cannot_matter_is_doubted)
{
    ck_assert_int_eq(doubted(0, 3 * SECOND, "max_delay", NULL), RETRY_FINDING_NEVER_BINDS);
    ck_assert_int_eq(doubted(0, SECOND, "max_delay", NULL), RETRY_FINDING_HIDES_CHILD);
    ck_assert_int_eq(doubted(3 * SECOND, RETRY_FOREVER_NS, "min_delay", NULL), RETRY_FINDING_HIDES_CHILD);
    ck_assert_int_eq(doubted(0, RETRY_FOREVER_NS, "min_delay", "max_delay"), RETRY_FINDING_NEVER_BINDS);
    ck_assert_int_eq(doubted(2 * SECOND, RETRY_FOREVER_NS, "min_delay", NULL), RETRY_FINDING__COUNT);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("clamp");

    tcase_add_test(cases, a_window_inside_stays);
    tcase_add_test(cases, ends_outside_move_in);
    tcase_add_test(cases, a_window_beside_the_range_moves_to_its_edge);
    tcase_add_test(cases, a_silent_child_stays_silent);
    tcase_add_test(cases, a_clamp_that_cannot_matter_is_doubted);
    return tree_run(cases);
}
