/* min.c - the shortest of several backoffs. */
#include "engine/kinds/min.h"

#include "engine/kinds/combine.h"

static uint64_t join(uint64_t left_ns, uint64_t right_ns)
{
    return left_ns < right_ns ? left_ns : right_ns;
}

static enum retry_answer window(const struct retry_node *node, struct retry_ask *ask, struct retry_window *out)
{
    return retry__combine_window(node, ask, out, join);
}

/* The other one is never longer. */
static bool hides(const retry_window *other, const retry_window *range)
{
    return other->hi_ns <= range->lo_ns;
}

static bool doubt(const struct retry_node *node, const struct retry_value *body, const struct retry_window *below,
                  struct retry_doubt *out)
{
    (void)below;
    if (retry__combine_doubt(node, body, out))
        return true;
    *out = (struct retry_doubt){
        .code = RETRY_FINDING_UNUSED,
        .message = "this is never the shortest: another one is always as short",
        .help = "take it out of the list",
    };
    return retry__combine_find_hidden(node, body, out, hides);
}

const struct retry_kind retry__kind_min = {
    .shape =
        {
            .name = "min",
            .doc = "The shortest delay of several backoffs at each end.",
            .example = "min: [{linear: {initial_delay: 1s, increment: 1s}}, {exponential: {initial_delay: 100ms}}]",
            .arity = RETRY_LIST,
            .since = "0.2",
        },
    .window = window,
    .doubt = doubt,
};
