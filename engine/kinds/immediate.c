/* immediate.c - no delay at all. */
#include "engine/kinds/immediate.h"

static enum retry_answer window(const struct retry_node *node, struct retry_ask *ask, struct retry_window *out)
{
    (void)node;
    (void)ask;
    *out = (retry_window){0, 0};
    return RETRY_ANSWER_WINDOW;
}

const struct retry_kind retry__kind_immediate = {
    .shape =
        {
            .name = "immediate",
            .doc = "No delay at all.",
            .example = "immediate: {}",
            .arity = RETRY_LEAF,
        },
    .window = window,
};
