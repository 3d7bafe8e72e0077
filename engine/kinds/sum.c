/* sum.c - the delays of several backoffs added. */
#include "engine/kinds/sum.h"

#include "engine/kinds/combine.h"
#include "schema/duration.h"

static uint64_t join(uint64_t left_ns, uint64_t right_ns)
{
    return retry__duration_add(left_ns, right_ns);
}

static enum retry_answer window(const struct retry_node *node, struct retry_ask *ask, struct retry_window *out)
{
    return retry__combine_window(node, ask, out, join);
}

/* Nothing is added, whatever the others say. */
static bool hides(const retry_window *other, const retry_window *range)
{
    (void)other;
    return range->hi_ns == 0;
}

static bool doubt(const struct retry_node *node, const struct retry_value *body, const struct retry_window *below,
                  struct retry_doubt *out)
{
    (void)below;
    if (retry__combine_doubt(node, body, out))
        return true;
    *out = (struct retry_doubt){
        .code = RETRY_FINDING_UNUSED,
        .message = "this adds nothing: its delays are zero",
        .help = "take it out of the list",
    };
    return retry__combine_find_hidden(node, body, out, hides);
}

const struct retry_kind retry__kind_sum = {
    .shape =
        {
            .name = "sum",
            .doc = "The delays of several backoffs added: the shortest ones together, and the longest ones.",
            .example = "sum: [{fixed: {delay: 5s}}, {jitter: {mode: full, over: {fixed: {delay: 2s}}}}]",
            .arity = RETRY_LIST,
            .since = "0.2",
        },
    .window = window,
    .doubt = doubt,
};
