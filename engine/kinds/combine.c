/* combine.c - what the kinds over several backoffs have in common. */
#include "engine/kinds/combine.h"

#include "engine/tree/range.h"

#define COMPARED_MAX 100 /* children of which each is compared with each other */

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
