/* schedule.c - delays from a list. */
#include "engine/kinds/schedule.h"

#include "engine/tree/node.h"

/* The words of `then`, in their order. */
enum { THEN_REPEAT_LAST, THEN_STOP, THEN_CYCLE };

struct config {
    uint8_t then;
    uint64_t count;
    uint64_t delays_ns[]; /* behind the config, as many as that */
};

static const char *const then_words[] = {
    [THEN_REPEAT_LAST] = "repeat_last", [THEN_STOP] = "stop", [THEN_CYCLE] = "cycle", NULL};

static const struct retry_field fields[] = {
    {
        .key = "delays",
        .type = RETRY_FIELD_DURATIONS,
        .offset = offsetof(struct config, count),
        .required = true,
        .example = "[100ms, 1s, 10s]",
        .doc = "The delays before the first retry, the second and so on, at most 1000.",
    },
    {
        .key = "then",
        .type = RETRY_FIELD_WORD,
        .offset = offsetof(struct config, then),
        .preset = "repeat_last",
        .words = then_words,
        .example = "stop",
        .doc = "After the last: repeat_last: it stays; stop: no more retries; cycle: from the first again.",
    },
};

static enum retry_answer window(const struct retry_node *node, struct retry_ask *ask, struct retry_window *out)
{
    const struct config *self = retry__node_config(node);
    uint64_t index = ask->question.failures - 1;

    if (index >= self->count && self->then == THEN_STOP) {
        ask->last = node;
        return RETRY_ANSWER_EXHAUSTED;
    }
    if (index >= self->count)
        index = self->then == THEN_CYCLE ? index % self->count : self->count - 1;
    *out = (retry_window){self->delays_ns[index], self->delays_ns[index]};
    return RETRY_ANSWER_WINDOW;
}

static uint32_t length(const struct retry_node *node)
{
    const struct config *self = retry__node_config(node);

    return self->then == THEN_STOP ? (uint32_t)self->count : RETRY_ENDLESS;
}

/* Stops before the first delay that is shorter than the one before it; a cycle is gone through once at most. */
static uint32_t rise(const struct retry_node *node, uint32_t failures)
{
    const struct config *self = retry__node_config(node);
    uint64_t steps = self->then == THEN_CYCLE ? self->count : failures < self->count ? self->count - failures : 0;
    uint64_t index = (failures - 1) % self->count;

    for (uint64_t step = 0; step < steps; step++) {
        uint64_t next = (index + 1) % self->count;
        if (self->delays_ns[next] < self->delays_ns[index])
            return (uint32_t)(failures + step < RETRY_ENDLESS ? failures + step : RETRY_ENDLESS);
        index = next;
    }
    return RETRY_ENDLESS;
}

static struct retry_settled settle(const struct retry_node *node)
{
    const struct config *self = retry__node_config(node);
    uint32_t count = (uint32_t)self->count;

    return self->then == THEN_CYCLE ? (struct retry_settled){1, count} : (struct retry_settled){count, 1};
}

/* With `stop` even equal delays say something: how many there are. */
static bool doubt(const struct retry_node *node, const struct retry_value *body, const struct retry_window *below,
                  struct retry_doubt *out)
{
    const struct config *self = retry__node_config(node);

    (void)body;
    (void)below;
    *out = (struct retry_doubt){
        .code = RETRY_FINDING_NEVER_GROWS,
        .key = "delays",
        .message = "all delays are the same",
        .help = "write fixed: {delay: ...} for a delay that stays as it is",
    };
    for (uint64_t i = 1; i < self->count; i++)
        if (self->delays_ns[i] != self->delays_ns[0])
            return false;
    return self->then != THEN_STOP;
}

const struct retry_kind retry__kind_schedule = {
    .shape =
        {
            .name = "schedule",
            .doc = "Delays from a list.",
            .example = "schedule: {delays: [100ms, 1s, 10s], then: stop}",
            .fields = fields,
            .field_count = RETRY_COUNT(fields),
            .config_size = sizeof(struct config),
            .arity = RETRY_LEAF,
            .since = "0.2",
        },
    .window = window,
    .length = length,
    .rise = rise,
    .settle = settle,
    .doubt = doubt,
};
