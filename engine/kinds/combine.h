/* combine.h - what the kinds over several backoffs have in common. */
#ifndef RETRY_KINDS_COMBINE_H
#define RETRY_KINDS_COMBINE_H

#include "engine/tree/node.h"

/* How delays are joined, and one that changes none that it is joined with. */
struct retry_joint {
    uint64_t (*join)(uint64_t left_ns, uint64_t right_ns);
    uint64_t nothing_ns;
};

/** Joins the windows of all children, end by end; the first that answers otherwise answers for all. Inline, so that
 * each kind has its join in the loop, and the ends stay in registers: read as one piece of memory right after a child
 * has stored them in two, they would be waited for. */
static inline enum retry_answer retry__combine_window(const struct retry_node *node, struct retry_ask *ask,
                                                      retry_window *out, struct retry_joint joint)
{
    uint64_t lo_ns = joint.nothing_ns, hi_ns = joint.nothing_ns;
    retry_window child;

    for (uint32_t i = 0; i < node->count; i++) {
        enum retry_answer answer = retry__node_window(retry__node_at(node, i), ask, &child);
        if (answer != RETRY_ANSWER_WINDOW)
            return answer;
        lo_ns = joint.join(lo_ns, child.lo_ns);
        hi_ns = joint.join(hi_ns, child.hi_ns);
    }
    *out = (retry_window){lo_ns, hi_ns};
    return RETRY_ANSWER_WINDOW;
}

/** Doubts a list of one. */
bool retry__combine_doubt(const struct retry_node *node, const struct retry_value *body, struct retry_doubt *out);
/**
 * Points at the first child without which the windows would be the same.
 *
 * @param hides  does a node whose delays lie in `other` leave nothing of one whose delays lie in `range`?
 */
bool retry__combine_find_hidden(const struct retry_node *node, const struct retry_value *body, struct retry_doubt *out,
                                bool (*hides)(const retry_window *other, const retry_window *range));

#endif
