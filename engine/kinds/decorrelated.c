/* decorrelated.c - delays drawn up to a multiple of the one before. */
#include "engine/kinds/decorrelated.h"

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
        .doc = "Shortest delay of all.",
    },
    {
        .key = "multiplier",
        .type = RETRY_FIELD_DECIMAL,
        .offset = offsetof(struct config, multiplier),
        .digits = 3,
        .preset = "3",
        .min = "1",
        .max = "100",
        .example = "3",
        .doc = "How many times the delay before it a delay may last.",
    },
    {
        .key = "max_delay",
        .type = RETRY_FIELD_DURATION,
        .offset = offsetof(struct config, max_ns),
        .required = true,
        .not_below = "initial_delay",
        .example = "10s",
        .doc = "Longest delay of all.",
    },
};

/* The delay before, moved into the range: a hint or a jitter above may have made it longer or shorter. */
static uint64_t previous(const struct config *self, const retry_question *question)
{
    if (question->failures <= 1 || question->previous_ns < self->initial_ns)
        return self->initial_ns;
    return question->previous_ns < self->max_ns ? question->previous_ns : self->max_ns;
}

/* Without a call nobody knows the delay before: the longest that may have been drawn stands in its place. */
static enum retry_answer window(const struct retry_node *node, struct retry_ask *ask, struct retry_window *out)
{
    const struct config *self = retry__node_config(node);
    const retry_question *question = &ask->question;
    uint64_t longest = question->in_call
                           ? retry__duration_scale(previous(self, question), self->multiplier)
                           : retry__curve_power(self->initial_ns, self->multiplier, question->failures, self->max_ns);

    *out = (retry_window){self->initial_ns, longest < self->max_ns ? longest : self->max_ns};
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
    if (self->multiplier.billionths == RETRY_DECIMAL_ONE)
        out->key = "multiplier";
    else if (self->initial_ns == 0)
        out->key = "initial_delay";
    else if (self->max_ns == self->initial_ns)
        out->key = "max_delay";
    return out->key != NULL;
}

const struct retry_kind retry__kind_decorrelated = {
    .shape =
        {
            .name = "decorrelated",
            .doc = "Delays drawn between the shortest one and a multiple of the delay before.",
            .example = "decorrelated: {initial_delay: 100ms, max_delay: 10s}",
            .fields = fields,
            .field_count = RETRY_COUNT(fields),
            .config_size = sizeof(struct config),
            .arity = RETRY_LEAF,
            .since = "0.2",
        },
    .window = window,
    .recalls = true,
    .doubt = doubt,
};
