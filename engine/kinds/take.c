/* take.c - another backoff, for so many retries. */
#include "engine/kinds/take.h"

#include "engine/tree/node.h"

struct config {
    uint32_t retries;
    uint32_t spare;
};

static const struct retry_field fields[] = {
    {
        .key = "retries",
        .type = RETRY_FIELD_WHOLE,
        .offset = offsetof(struct config, retries),
        .required = true,
        .min = "1",
        .max = "2147483647",
        .example = "3",
        .doc = "How many retries have a delay; then the backoff is exhausted.",
    },
};

static enum retry_answer window(const struct retry_node *node, struct retry_ask *ask, struct retry_window *out)
{
    const struct config *self = retry__node_config(node);

    if (ask->question.failures <= self->retries)
        return retry__node_window(retry__node_child(node), ask, out);
    ask->last = node;
    return RETRY_ANSWER_EXHAUSTED;
}

static uint32_t length(const struct retry_node *node)
{
    const struct config *self = retry__node_config(node);
    uint32_t below = retry__node_child(node)->length;

    return below < self->retries ? below : self->retries;
}

static bool doubt(const struct retry_node *node, const struct retry_value *body, const struct retry_window *below,
                  struct retry_doubt *out)
{
    const struct config *self = retry__node_config(node);

    (void)body;
    (void)below;
    *out = (struct retry_doubt){
        .code = RETRY_FINDING_NEVER_BINDS,
        .key = "retries",
        .message = "'take' never ends anything: its child has no more retries than that",
        .help = "write what stands under over in the place of the take",
    };
    return retry__node_child(node)->length <= self->retries;
}

const struct retry_kind retry__kind_take = {
    .shape =
        {
            .name = "take",
            .doc = "Another backoff, for so many retries; then it is exhausted.",
            .example = "take: {retries: 3, over: {fixed: {delay: 1s}}}",
            .fields = fields,
            .field_count = RETRY_COUNT(fields),
            .config_size = sizeof(struct config),
            .arity = RETRY_WRAPPER,
            .since = "0.2",
        },
    .window = window,
    .length = length,
    .doubt = doubt,
};
