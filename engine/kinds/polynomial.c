/* polynomial.c - delays that grow as a power of the number of the retry. */
#include "engine/kinds/polynomial.h"

#include "engine/tree/node.h"
#include "engine/tree/power.h"

struct config {
    uint64_t initial_ns;
    uint64_t max_ns;
    struct retry_decimal exponent;
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
        .key = "exponent",
        .type = RETRY_FIELD_DECIMAL,
        .offset = offsetof(struct config, exponent),
        .digits = 3,
        .preset = "2",
        .min = "0",
        .max = "10",
        .example = "2",
        .doc = "The power of the number of the retry that the first delay is multiplied by.",
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

static enum retry_answer window(const struct retry_node *node, struct retry_ask *ask, struct retry_window *out)
{
    const struct config *self = retry__node_config(node);
    uint64_t delay_ns = retry__power_grow(self->initial_ns, ask->question.failures, self->exponent, self->max_ns);

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
        .message = "the delay never grows",
        .help = "write fixed: {delay: ...} for a delay that stays as it is",
    };
    if (self->exponent.billionths == 0)
        out->key = "exponent";
    else if (self->initial_ns == 0)
        out->key = "initial_delay";
    else if (self->max_ns == self->initial_ns)
        out->key = "max_delay";
    return out->key != NULL;
}

const struct retry_kind retry__kind_polynomial = {
    .shape =
        {
            .name = "polynomial",
            .doc = "Delays that grow as a power of the number of the retry.",
            .example = "polynomial: {initial_delay: 100ms, exponent: 1.5, max_delay: 10s}",
            .fields = fields,
            .field_count = RETRY_COUNT(fields),
            .config_size = sizeof(struct config),
            .arity = RETRY_LEAF,
            .since = "0.2",
        },
    .window = window,
    .doubt = doubt,
};
