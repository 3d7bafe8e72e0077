/* combine.c - what the kinds over several backoffs have in common. */
#include "engine/kinds/combine.h"

#include "engine/tree/range.h"

#define COMPARED_MAX 100 /* children of which each is compared with each other */

enum retry_answer retry__combine_window(const struct retry_node *node, struct retry_ask *ask, retry_window *out,
                                        uint64_t (*join)(uint64_t left_ns, uint64_t right_ns))
{
    retry_window joined, child;
    enum retry_answer answer = retry__node_window(retry__node_at(node, 0), ask, &joined);

    for (uint32_t i = 1; i < node->count && answer == RETRY_ANSWER_WINDOW; i++) {
        answer = retry__node_window(retry__node_at(node, i), ask, &child);
        if (answer == RETRY_ANSWER_WINDOW)
            joined = (retry_window){join(joined.lo_ns, child.lo_ns), join(joined.hi_ns, child.hi_ns)};
    }
    if (answer == RETRY_ANSWER_WINDOW)
        *out = joined;
    return answer;
}

bool retry__combine_doubt(const struct retry_node *node, const struct retry_value *body, struct retry_doubt *out)
{
    (void)body;
    *out = (struct retry_doubt){
        .code = RETRY_FINDING_UNUSED,
        .message = "a list of one changes nothing",
        .help = "write the node itself in the place of the list",
    };
    return node->count == 1;
}

/* Would the list end later without this child? */
static bool ends_list(const struct retry_node *node, uint32_t index)
{
    uint32_t others = RETRY_ENDLESS;

    for (uint32_t i = 0; i < node->count; i++)
        if (i != index && retry__node_at(node, i)->length < others)
            others = retry__node_at(node, i)->length;
    return retry__node_at(node, index)->length < others;
}

bool retry__combine_find_hidden(const struct retry_node *node, const struct retry_value *body, struct retry_doubt *out,
                                bool (*hides)(const retry_window *other, const retry_window *range))
{
    retry_window ranges[COMPARED_MAX];
    bool known[COMPARED_MAX];

    if (node->count > COMPARED_MAX)
        return false;
    for (uint32_t i = 0; i < node->count; i++)
        known[i] = retry__range_of(retry__node_at(node, i), &ranges[i]);
    for (uint32_t i = 0; i < node->count; i++)
        for (uint32_t j = 0; j < node->count && !ends_list(node, i); j++)
            if (i != j && known[i] && known[j] && hides(&ranges[j], &ranges[i])) {
                out->at = &body->items[i];
                return true;
            }
    return false;
}
