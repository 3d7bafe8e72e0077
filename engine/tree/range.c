/* range.c - what can be told of a tree's windows without asking for each: where they end, repeat and lie. */
#include "engine/tree/range.h"

#define PERIOD_MAX 1000000u /* of windows that come again; beyond that nobody is helped by knowing it */
#define WORK_MAX 40000u     /* windows of single nodes that are asked for, for one range: a millisecond at most */

enum retry_answer retry__range_ask(const struct retry_node *node, uint32_t failures, retry_window *out)
{
    struct retry_ask ask = {.question = {.size = sizeof(retry_question), .failures = failures}};

    return retry__node_window(node, &ask, out);
}

static bool is_last(const struct retry_node *leaf, uint32_t failures, const retry_window *last)
{
    retry_window window;

    return retry__range_ask(leaf, failures, &window) == RETRY_ANSWER_WINDOW && window.lo_ns == last->lo_ns &&
           window.hi_ns == last->hi_ns;
}

/* A leaf that never falls stays where it has reached its last window: that place is searched for by halves. */
static struct retry_settled settled_leaf(const struct retry_node *leaf)
{
    uint32_t below = 0, from = RETRY_RANGE_LAST; /* the answer lies above the one and not above the other */
    retry_window last;

    if (retry__range_ask(leaf, from, &last) != RETRY_ANSWER_WINDOW)
        return (struct retry_settled){1, 1};
    while (from - below > 1) {
        uint32_t middle = below + (from - below) / 2;
        if (is_last(leaf, middle, &last))
            from = middle;
        else
            below = middle;
    }
    return (struct retry_settled){from, 1};
}

static uint32_t common_multiple(uint32_t left, uint32_t right)
{
    uint32_t divisor = left, rest = right;

    if (left == 0 || right == 0)
        return 0;
    while (rest != 0) {
        uint32_t next = divisor % rest;
        divisor = rest;
        rest = next;
    }
    uint64_t multiple = (uint64_t)left / divisor * right;
    return multiple <= PERIOD_MAX ? (uint32_t)multiple : 0;
}

struct retry_settled retry__range_settled(const struct retry_node *node)
{
    struct retry_settled settled = {1, 1};
    uint32_t count = retry__node_child_count(node);

    if (node->kind->settle)
        return node->kind->settle(node);
    if (node->kind->shape.arity == RETRY_LEAF)
        return settled_leaf(node);
    for (uint32_t i = 0; i < count; i++) {
        struct retry_settled below = retry__range_settled(retry__node_child_at(node, i));
        if (below.from > settled.from)
            settled.from = below.from;
        settled.period = common_multiple(settled.period, below.period);
    }
    return settled;
}

/* The last failure that says anything new. */
static uint32_t last_new(const struct retry_node *node)
{
    struct retry_settled settled = retry__range_settled(node);
    uint32_t last = RETRY_RANGE_LAST;

    if (settled.period > 0 && settled.from - 1 < last - settled.period)
        last = settled.from - 1 + settled.period;
    return last < node->length ? last : node->length;
}

/* Joins the windows of both ends of a stretch on which no end falls. */
static bool join(const struct retry_node *node, uint32_t first, uint32_t last, retry_window *range)
{
    retry_window low, high;

    if (retry__range_ask(node, first, &low) != RETRY_ANSWER_WINDOW ||
        retry__range_ask(node, last, &high) != RETRY_ANSWER_WINDOW)
        return false;
    if (low.lo_ns < range->lo_ns)
        range->lo_ns = low.lo_ns;
    if (high.hi_ns > range->hi_ns)
        range->hi_ns = high.hi_ns;
    return true;
}

/* Most trees never fall: then the first and the last window hold all between them. */
bool retry__range_of(const struct retry_node *node, retry_window *out)
{
    retry_window range = {UINT64_MAX, 0};
    uint32_t rise, last, nodes;

    if (!node || retry__node_is_opaque(node))
        return false;
    rise = retry__node_rise(node, 1);
    last = node->length < RETRY_RANGE_LAST ? node->length : RETRY_RANGE_LAST;
    if (rise < last)
        last = last_new(node);
    nodes = retry__node_count(node);
    for (uint64_t first = 1, work = 0; first <= last; work += nodes) {
        rise = retry__node_rise(node, (uint32_t)first);
        if (work > WORK_MAX || !join(node, (uint32_t)first, rise < last ? rise : last, &range))
            return false;
        first = (uint64_t)(rise < last ? rise : last) + 1;
    }
    *out = range;
    return true;
}
