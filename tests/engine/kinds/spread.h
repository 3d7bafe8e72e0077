/* spread.h - a child for the tests of wrappers: factor jitter over a fixed delay, so that its two ends differ. */
#ifndef RETRY_TESTS_SPREAD_H
#define RETRY_TESTS_SPREAD_H

#include "engine/kinds/custom.h"
#include "engine/kinds/fixed.h"
#include "engine/kinds/jitter.h"
#include "schema/decimal.h"
#include "tests/engine/tree/tree.h"

/** A node with the window [delay, delay * thousandths / 1000]. */
static inline const struct retry_node *spread(struct tree *tree, uint64_t delay_ns, uint64_t thousandths)
{
    const struct retry_node *fixed =
        tree_add(tree, &retry__kind_fixed, NULL, (struct tree_value[]){{"delay", delay_ns, 0}, {NULL, 0, 0}});

    return tree_add(tree, &retry__kind_jitter, fixed,
                    (struct tree_value[]){{"factor", RETRY_DECIMAL_ONE, thousandths * MS}, {NULL, 0, 0}});
}

/** Is the wrapper as silent as a custom child without a function? */
static inline void expect_silence(struct tree *tree, const struct retry_kind *wrapper)
{
    const struct retry_node *child =
        tree_add(tree, &retry__kind_custom, NULL, (struct tree_value[]){{"name", 0, 0}, {NULL, 0, 0}});
    const struct retry_node *root = tree_add(tree, wrapper, child, NULL);
    struct retry_ask ask = {.question = {.size = sizeof(retry_question), .failures = 1}};
    retry_window window = {3, 4};

    ck_assert_int_eq(retry__node_window(root, &ask, &window), RETRY_ANSWER_MISSING);
    ck_assert_window(window, 3, 4);
    ck_assert_ptr_eq(ask.last, child);
}

#endif
