/* orphan.c - policies of an old set that are in use and that the new set lacks live on in it. */
#include "engine/store/orphan.h"

#include <string.h>

/* A tree is at most RETRY_LIMIT_NODES deep. A node's place is kept as an offset: the block moves as it grows. */
size_t retry__orphan_copy(struct retry_block *block, const struct retry_node *root)
{
    const struct retry_node *child = retry__node_child(root);
    struct retry_node *copy;
    size_t at, child_at = 0;

    if (!retry__block_add(block, retry__node_size(root->kind), &at))
        return 0;
    copy = retry__block_at(block, at);
    memcpy(copy, root, retry__node_size(root->kind));
    if (child) {
        child_at = retry__orphan_copy(block, child);
        if (!child_at)
            return 0;
        copy = retry__block_at(block, at);
        copy->child = (int32_t)((child_at - at) / RETRY_NODE_UNIT);
    }
    return at;
}
