/* linear.c - delays that grow by a constant amount. */
#include "engine/kinds/linear.h"

#include "engine/tree/node.h"

struct config {
    uint64_t initial_ns;
    uint64_t increment_ns;
    uint64_t max_ns;
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
        .key = "increment",
        .type = RETRY_FIELD_DURATION,
        .offset = offsetof(struct config, increment_ns),
        .required = true,
        .example = "500ms",
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

/* failures counts from 1, so that the first retry waits exactly initial_delay. 55 and 32 bits fit in 128. */
static enum retry_answer window(const struct retry_node *node, struct retry_ask *ask, struct retry_window *out)
{
    const struct config *self = retry__node_config(node);
    unsigned __int128 exact = self->initial_ns + (unsigned __int128)self->increment_ns * (ask->question.failures - 1);
    uint64_t delay_ns = exact < self->max_ns ? (uint64_t)exact : self->max_ns;

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
    if (self->increment_ns == 0)
        out->key = "increment";
    else if (self->max_ns == self->initial_ns)
        out->key = "max_delay";
    return out->key != NULL;
}

const struct retry_kind retry__kind_linear = {
    .shape =
        {
            .name = "linear",
            .doc = "Delays that grow by a constant amount.",
            .example = "linear: {initial_delay: 100ms, increment: 500ms, max_delay: 10s}",
            .fields = fields,
            .field_count = RETRY_COUNT(fields),
            .config_size = sizeof(struct config),
            .arity = RETRY_LEAF,
            .since = "0.2",
        },
    .window = window,
    .doubt = doubt,
};
