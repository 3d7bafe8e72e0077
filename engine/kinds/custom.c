/* custom.c - delays that the program's own function answers. */
#include "engine/kinds/custom.h"

#include "engine/tree/node.h"
#include "schema/duration.h"

#include <stdatomic.h>

struct config {
    uint32_t symbol;
    uint32_t spare;
};

static const struct retry_field fields[] = {
    {
        .key = "name",
        .type = RETRY_FIELD_SYMBOL,
        .offset = offsetof(struct config, symbol),
        .required = true,
        .example = "my-backoff",
        .doc = "The name that the program has registered its function under.",
    },
};

static uint64_t cut(uint64_t delay_ns)
{
    return delay_ns < RETRY_DURATION_MAX ? delay_ns : RETRY_DURATION_MAX;
}

/* The window of a function that is not ours: its ends may stand in any order and lie anywhere. */
static retry_window ordered(retry_window window)
{
    uint64_t lo = cut(window.lo_ns), hi = cut(window.hi_ns);

    return lo <= hi ? (retry_window){lo, hi} : (retry_window){hi, lo};
}

static enum retry_answer ask_program(uint32_t symbol, struct retry_ask *ask, struct retry_window *out)
{
    const struct retry_custom *custom = NULL;

    if (symbol < ask->custom_count)
        custom = atomic_load_explicit(&ask->customs[symbol], memory_order_acquire);
    if (custom == NULL)
        return RETRY_ANSWER_MISSING;
    ask->question.name = ask->custom_names[symbol];
    return custom->function(custom->context, &ask->question, out);
}

static enum retry_answer window(const struct retry_node *node, struct retry_ask *ask, struct retry_window *out)
{
    const struct config *self = retry__node_config(node);
    const struct retry_node *over = retry__node_child(node);
    retry_window answered = {0, 0};
    enum retry_answer answer = ask_program(self->symbol, ask, &answered);

    if (answer == RETRY_ANSWER_WINDOW) {
        *out = ordered(answered);
        return answer;
    }
    if (answer != RETRY_ANSWER_EXHAUSTED && over != NULL)
        return retry__node_window(over, ask, out);
    ask->last = node;
    return answer == RETRY_ANSWER_EXHAUSTED ? answer : RETRY_ANSWER_MISSING;
}

/* However short its child is, the program may go on. */
static uint32_t length(const struct retry_node *node)
{
    (void)node;
    return RETRY_ENDLESS;
}

const struct retry_kind retry__kind_custom = {
    .shape =
        {
            .name = "custom",
            .doc = "Delays that a function of the program answers, or else those of another backoff.",
            .example = "custom: {name: my-backoff, over: {fixed: {delay: 1s}}}",
            .fields = fields,
            .field_count = RETRY_COUNT(fields),
            .config_size = sizeof(struct config),
            .arity = RETRY_WRAPPER_OPTIONAL,
        },
    .window = window,
    .opaque = true,
    .length = length,
};
