/* fixed.c - the same delay before every retry. */
#include "engine/kinds/fixed.h"

#include "engine/tree/node.h"

struct config {
    uint64_t delay_ns;
};

static const struct retry_field fields[] = {
    {
        .key = "delay",
        .type = RETRY_FIELD_DURATION,
        .offset = offsetof(struct config, delay_ns),
        .required = true,
        .example = "1s",
        .doc = "Delay before every retry.",
    },
};

static enum retry_answer window(const struct retry_node *node, struct retry_ask *ask, struct retry_window *out)
{
    const struct config *self = retry__node_config(node);

    (void)ask;
    *out = (retry_window){self->delay_ns, self->delay_ns};
    return RETRY_ANSWER_WINDOW;
}

const struct retry_kind retry__kind_fixed = {
    .shape =
        {
            .name = "fixed",
            .doc = "The same delay before every retry.",
            .example = "fixed: {delay: 1s}",
            .fields = fields,
            .field_count = RETRY_COUNT(fields),
            .config_size = sizeof(struct config),
            .arity = RETRY_LEAF,
        },
    .window = window,
};
