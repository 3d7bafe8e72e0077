/* exponential.c - delays that grow by a constant factor. */
#include "engine/kinds/exponential.h"

#include "engine/tree/curve.h"
#include "engine/tree/node.h"

struct config {
    uint64_t initial_ns;
    uint64_t max_ns;
    struct retry_decimal multiplier;
};

static const struct retry_field fields[] = {
    {
        .key = "initial_delay",
        .type = RETRY_FIELD_DURATION,
        .offset = offsetof(struct config, initial_ns),
        .required = true,
        .example = "100ms",
        .doc = "Delay before the first retry.",
    },
    {
        .key = "multiplier",
        .type = RETRY_FIELD_DECIMAL,
        .offset = offsetof(struct config, multiplier),
        .digits = 3,
        .preset = "2",
        .min = "1",
        .max = "100",
        .example = "2",
        .doc = "Growth from one delay to the next.",
    },
    {
        .key = "max_delay",
        .type = RETRY_FIELD_DURATION,
        .offset = offsetof(struct config, max_ns),
        .preset = "365d",
        .not_below = "initial_delay",
        .example = "10s",
        .doc = "Longest delay of the curve.",
    },
};

/* failures counts from 1, so that the first retry waits exactly initial_delay. */
static enum retry_answer window(const struct retry_node *node, struct retry_ask *ask, struct retry_window *out)
{
    const struct config *self = retry__node_config(node);
    uint64_t delay_ns =
        retry__curve_power(self->initial_ns, self->multiplier, ask->question.failures - 1, self->max_ns);

    *out = (retry_window){delay_ns, delay_ns};
    return RETRY_ANSWER_WINDOW;
}

/* A curve that stays where it starts is a fixed delay in disguise. */
static bool doubt(const struct retry_node *node, const struct retry_value *body, const struct retry_window *below,
                  struct retry_doubt *out)
{
    const struct config *self = retry__node_config(node);

    (void)body;
    (void)below;
    *out = (struct retry_doubt){
        .code = RETRY_FINDING_NEVER_GROWS,
        .message = "the delay never grows",
        .help = "write fixed: {delay: ...} for a delay that stays as it is",
    };
    if (self->multiplier.billionths == RETRY_DECIMAL_ONE)
        out->key = "multiplier";
    else if (self->initial_ns == 0)
        out->key = "initial_delay";
    else if (self->max_ns == self->initial_ns)
        out->key = "max_delay";
    return out->key != NULL;
}

const struct retry_kind retry__kind_exponential = {
    .shape =
        {
            .name = "exponential",
            .doc = "Delays that grow by a constant factor: initial_delay times multiplier to the power of f - 1.",
            .example = "exponential: {initial_delay: 50ms, multiplier: 1.5, max_delay: 10s}",
            .fields = fields,
            .field_count = RETRY_COUNT(fields),
            .config_size = sizeof(struct config),
            .arity = RETRY_LEAF,
        },
    .window = window,
    .doubt = doubt,
};
