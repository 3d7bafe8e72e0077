/* fibonacci.c - delays that grow as the Fibonacci numbers. */
#include "engine/kinds/fibonacci.h"

#include "engine/tree/node.h"

struct config {
    uint64_t initial_ns;
    uint64_t max_ns;
};

static const struct retry_field fields[] = {
    {
        .key = "initial_delay",
        .type = RETRY_FIELD_DURATION,
        .offset = offsetof(struct config, initial_ns),
        .required = true,
        .example = "100ms",
        .doc = "Delay before the first and the second retry.",
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

/* initial * 1, 1, 2, 3, 5, 8 ... A delay has 55 bits, so that the cap is passed after 81 steps at most. */
static uint64_t grown(const struct config *self, uint32_t failures)
{
    uint64_t before = 0, now = self->initial_ns;

    for (uint32_t i = 1; i < failures && now < self->max_ns && now > 0; i++) {
        uint64_t next = before + now;
        before = now;
        now = next;
    }
    return now < self->max_ns ? now : self->max_ns;
}

static enum retry_answer window(const struct retry_node *node, struct retry_ask *ask, struct retry_window *out)
{
    uint64_t delay_ns = grown(retry__node_config(node), ask->question.failures);

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
    if (self->initial_ns == 0)
        out->key = "initial_delay";
    else if (self->max_ns == self->initial_ns)
        out->key = "max_delay";
    return out->key != NULL;
}

const struct retry_kind retry__kind_fibonacci = {
    .shape =
        {
            .name = "fibonacci",
            .doc = "Delays that grow as the Fibonacci numbers 1, 1, 2, 3, 5, 8 and so on.",
            .example = "fibonacci: {initial_delay: 100ms, max_delay: 10s}",
            .fields = fields,
            .field_count = RETRY_COUNT(fields),
            .config_size = sizeof(struct config),
            .arity = RETRY_LEAF,
            .since = "0.2",
        },
    .window = window,
    .doubt = doubt,
};
