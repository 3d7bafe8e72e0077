/* geometric.c - delays that reach the longest one in a given number of equal ratios. */
#include "engine/kinds/geometric.h"

#include "engine/tree/node.h"
#include "engine/tree/power.h"

struct config {
    uint64_t initial_ns;
    uint64_t max_ns;
    uint32_t steps;
    uint32_t spare;
};

static const struct retry_field fields[] = {
    {
        .key = "initial_delay",
        .type = RETRY_FIELD_DURATION,
        .offset = offsetof(struct config, initial_ns),
        .required = true,
        .min = "1ns",
        .example = "100ms",
        .doc = "Delay before the first retry.",
    },
    {
        .key = "max_delay",
        .type = RETRY_FIELD_DURATION,
        .offset = offsetof(struct config, max_ns),
        .required = true,
        .not_below = "initial_delay",
        .example = "10s",
        .doc = "Longest delay, reached after all steps.",
    },
    {
        .key = "steps",
        .type = RETRY_FIELD_WHOLE,
        .offset = offsetof(struct config, steps),
        .required = true,
        .min = "1",
        .max = "1000000",
        .example = "5",
        .doc = "In how many steps of equal ratio the delay grows from the first to the longest one.",
    },
};

static enum retry_answer window(const struct retry_node *node, struct retry_ask *ask, struct retry_window *out)
{
    const struct config *self = retry__node_config(node);
    uint64_t delay_ns = retry__power_between(self->initial_ns, self->max_ns, ask->question.failures - 1, self->steps);

    *out = (retry_window){delay_ns, delay_ns};
    return RETRY_ANSWER_WINDOW;
}

static bool doubt(const struct retry_node *node, const struct retry_value *body, const struct retry_window *below,
                  struct retry_doubt *out)
{
    const struct config *self = retry__node_config(node);

    (void)body;
    (void)below;
    *out = (struct retry_doubt){
        .code = RETRY_FINDING_NEVER_GROWS,
        .key = "max_delay",
        .message = "the delay never grows",
        .help = "write fixed: {delay: ...} for a delay that stays as it is",
    };
    return self->initial_ns == self->max_ns;
}

const struct retry_kind retry__kind_geometric = {
    .shape =
        {
            .name = "geometric",
            .doc = "Delays that grow by equal ratios to the longest one, in a given number of steps.",
            .example = "geometric: {initial_delay: 100ms, max_delay: 10s, steps: 5}",
            .fields = fields,
            .field_count = RETRY_COUNT(fields),
            .config_size = sizeof(struct config),
            .arity = RETRY_LEAF,
            .since = "0.2",
        },
    .window = window,
    .doubt = doubt,
};
