/* scale.c - delays multiplied by a factor. */
#include "engine/kinds/scale.h"

#include "engine/tree/node.h"
#include "schema/duration.h"

struct config {
    struct retry_decimal factor;
};

static const struct retry_field fields[] = {
    {
        .key = "factor",
        .type = RETRY_FIELD_DECIMAL,
        .offset = offsetof(struct config, factor),
        .required = true,
        .digits = 9,
        .min = "0",
        .max = "1000",
        .example = "0.5",
        .doc = "What each delay is multiplied by.",
    },
};

static enum retry_answer window(const struct retry_node *node, struct retry_ask *ask, struct retry_window *out)
{
    const struct config *self = retry__node_config(node);
    retry_window child;
    enum retry_answer answer = retry__node_window(retry__node_child(node), ask, &child);

    if (answer == RETRY_ANSWER_WINDOW)
        *out = (retry_window){retry__duration_scale(child.lo_ns, self->factor),
                              retry__duration_scale(child.hi_ns, self->factor)};
    return answer;
}

static bool doubt(const struct retry_node *node, const struct retry_value *body, const struct retry_window *below,
                  struct retry_doubt *out)
{
    const struct config *self = retry__node_config(node);

    (void)body;
    *out = (struct retry_doubt){
        .code = RETRY_FINDING_NEVER_BINDS,
        .key = "factor",
        .message = "'scale' never changes a delay",
        .help = "write what stands under over in the place of the scale",
    };
    if (self->factor.billionths == RETRY_DECIMAL_ONE)
        return true;
    if (self->factor.billionths == 0) {
        out->code = RETRY_FINDING_HIDES_CHILD;
        out->message = "'scale' makes all delays zero";
        out->help = "write immediate: {} for no delay";
        return true;
    }
    out->by_child = true;
    return below && below->hi_ns == 0;
}

const struct retry_kind retry__kind_scale = {
    .shape =
        {
            .name = "scale",
            .doc = "Multiplies the delays of another backoff by a factor.",
            .example = "scale: {factor: 0.5, over: {exponential: {initial_delay: 100ms, max_delay: 10s}}}",
            .fields = fields,
            .field_count = RETRY_COUNT(fields),
            .config_size = sizeof(struct config),
            .arity = RETRY_WRAPPER,
            .since = "0.2",
        },
    .window = window,
    .doubt = doubt,
};
