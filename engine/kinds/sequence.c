/* sequence.c - one backoff after the other. */
#include "engine/kinds/sequence.h"

#include "engine/kinds/combine.h"
#include "engine/tree/range.h"

static uint32_t add(uint32_t left, uint32_t right)
{
    uint32_t sum;

    return __builtin_add_overflow(left, right, &sum) ? RETRY_ENDLESS : sum;
}

/* The last stage answers for all that is left, and says so where it has no more. */
static uint32_t stage(const struct retry_node *list, uint32_t *failures)
{
    uint32_t index = 0;

    for (; index + 1 < list->count && *failures > retry__node_at(list, index)->length; index++)
        *failures -= retry__node_at(list, index)->length;
    return index;
}

/* What was asked stands there again afterwards: others may be asked the same. */
static enum retry_answer window(const struct retry_node *node, struct retry_ask *ask, struct retry_window *out)
{
    uint32_t failures = ask->question.failures;
    const struct retry_node *child = retry__node_at(node, stage(node, &ask->question.failures));
    enum retry_answer answer = retry__node_window(child, ask, out);

    ask->question.failures = failures;
    return answer;
}

static uint32_t length(const struct retry_node *node)
{
    uint32_t sum = 0;

    for (uint32_t i = 0; i < node->count; i++)
        sum = add(sum, retry__node_at(node, i)->length);
    return sum;
}

/* Each stage is a stretch of its own, even where the next one goes on higher. */
static uint32_t rise(const struct retry_node *node, uint32_t failures)
{
    uint32_t inner = failures;
    const struct retry_node *child = retry__node_at(node, stage(node, &inner));

    return add(failures - inner, retry__node_rise(child, inner));
}

static struct retry_settled settle(const struct retry_node *node)
{
    uint32_t failures = RETRY_RANGE_LAST;
    const struct retry_node *child = retry__node_at(node, stage(node, &failures));
    struct retry_settled settled = retry__range_settled(child);

    settled.from = add(settled.from, RETRY_RANGE_LAST - failures);
    return settled;
}

static bool doubt(const struct retry_node *node, const struct retry_value *body, const struct retry_window *below,
                  struct retry_doubt *out)
{
    (void)below;
    if (retry__combine_doubt(node, body, out))
        return true;
    *out = (struct retry_doubt){
        .code = RETRY_FINDING_UNUSED,
        .message = "this stage can never be reached: the one before it never ends",
        .help = "put the one before it under take: {retries: 3, over: ...}",
    };
    for (uint32_t i = 0; i + 1 < node->count && !out->at; i++)
        if (retry__node_at(node, i)->length == RETRY_ENDLESS)
            out->at = &body->items[i + 1];
    return out->at != NULL;
}

const struct retry_kind retry__kind_sequence = {
    .shape =
        {
            .name = "sequence",
            .doc = "One backoff until it is exhausted, then the next from its start.",
            .example = "sequence: [{take: {retries: 3, over: {fixed: {delay: 1s}}}}, {fixed: {delay: 1m}}]",
            .arity = RETRY_LIST,
            .since = "0.2",
        },
    .window = window,
    .length = length,
    .rise = rise,
    .settle = settle,
    .stage = stage,
    .doubt = doubt,
};
