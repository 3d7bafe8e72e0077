/* clamp.c - delays moved into a range. */
#include "engine/kinds/clamp.h"

#include "engine/tree/node.h"

struct config {
    uint64_t min_ns;
    uint64_t max_ns;
};

static const struct retry_field fields[] = {
    {
        .key = "min_delay",
        .type = RETRY_FIELD_DURATION,
        .offset = offsetof(struct config, min_ns),
        .preset = "0s",
        .example = "100ms",
        .doc = "Shorter delays become this long.",
    },
    {
        .key = "max_delay",
        .type = RETRY_FIELD_DURATION,
        .offset = offsetof(struct config, max_ns),
        .preset = "365d",
        .not_below = "min_delay",
        .example = "30s",
        .doc = "Longer delays become this short.",
    },
};

static uint64_t moved(const struct config *self, uint64_t delay_ns)
{
    if (delay_ns < self->min_ns)
        return self->min_ns;
    return delay_ns < self->max_ns ? delay_ns : self->max_ns;
}

static enum retry_answer window(const struct retry_node *node, struct retry_ask *ask, struct retry_window *out)
{
    const struct config *self = retry__node_config(node);
    retry_window child;
    enum retry_answer answer = retry__node_window(retry__node_child(node), ask, &child);

    if (answer == RETRY_ANSWER_WINDOW)
        *out = (retry_window){moved(self, child.lo_ns), moved(self, child.hi_ns)};
    return answer;
}

/* The bound to point at: the only one that is given, or else none. */
static const char *only_bound(const struct retry_value *body)
{
    bool low = retry__value_get(body, "min_delay"), high = retry__value_get(body, "max_delay");

    if (low == high)
        return NULL;
    return low ? "min_delay" : "max_delay";
}

/* Of two bounds, of which one binds, the other may not. */
static bool doubt_bound(const struct config *self, const struct retry_value *body, const struct retry_window *below,
                        struct retry_doubt *out)
{
    out->code = RETRY_FINDING_NEVER_BINDS;
    if (self->min_ns <= below->lo_ns && retry__value_get(body, "min_delay")) {
        out->key = "min_delay";
        out->message = "'min_delay' never changes a delay";
        out->help = "take min_delay out";
        return true;
    }
    if (below->hi_ns <= self->max_ns && retry__value_get(body, "max_delay")) {
        out->key = "max_delay";
        out->message = "'max_delay' never changes a delay";
        out->help = "take max_delay out";
        return true;
    }
    return false;
}

static bool doubt(const struct retry_node *node, const struct retry_value *body, const struct retry_window *below,
                  struct retry_doubt *out)
{
    const struct config *self = retry__node_config(node);

    *out = (struct retry_doubt){.key = only_bound(body), .by_child = true};
    if (!below)
        return false;
    if (self->min_ns <= below->lo_ns && below->hi_ns <= self->max_ns) {
        out->code = RETRY_FINDING_NEVER_BINDS;
        out->message = "'clamp' never changes a delay";
        out->help = "write what stands under over in the place of the clamp";
        return true;
    }
    if (below->hi_ns <= self->min_ns || self->max_ns <= below->lo_ns) {
        out->code = RETRY_FINDING_HIDES_CHILD;
        out->message = "'clamp' makes all delays the same";
        out->help = "write fixed: {delay: ...} for a delay that is always the same";
        return true;
    }
    return doubt_bound(self, body, below, out);
}

const struct retry_kind retry__kind_clamp = {
    .shape =
        {
            .name = "clamp",
            .doc = "Moves the delays of another backoff into a range: both ends of the window into [min_delay, "
                   "max_delay].",
            .example = "clamp: {min_delay: 100ms, max_delay: 30s, over: {exponential: {initial_delay: 10ms}}}",
            .fields = fields,
            .field_count = RETRY_COUNT(fields),
            .config_size = sizeof(struct config),
            .arity = RETRY_WRAPPER,
            .some = true,
        },
    .window = window,
    .doubt = doubt,
};
