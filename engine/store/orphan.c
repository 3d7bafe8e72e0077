/* orphan.c - policies of an old set that are in use and that the new set lacks live on in it. */
#include "engine/store/orphan.h"

#include <string.h>

/* What has been copied of a tree: an old node and the offset of its copy. Nodes are copied once, wherever they are
 * shared. A tree has at most RETRY_LIMIT_TREE nodes. */
struct copied {
    const struct retry_node *node;
    size_t at;
};

struct copying {
    struct retry_block *block;
    struct copied *copied;
    size_t count;
};

static size_t find_copy(const struct copying *copying, const struct retry_node *node)
{
    for (size_t i = 0; i < copying->count; i++)
        if (copying->copied[i].node == node)
            return copying->copied[i].at;
    return 0;
}

static int32_t *way_to(struct retry_node *node, uint32_t index)
{
    return node->kind->shape.arity == RETRY_LIST ? retry__node_ways(node) + index : &node->child;
}

/* A tree is at most RETRY_LIMIT_NODES deep. A node's place is kept as an offset: the block moves as it grows. */
static size_t copy(struct copying *copying, const struct retry_node *node)
{
    size_t at = find_copy(copying, node);

    if (at)
        return at;
    if (!retry__block_add(copying->block, retry__node_bytes(node), &at))
        return 0;
    memcpy(retry__block_at(copying->block, at), node, retry__node_bytes(node));
    copying->copied[copying->count++] = (struct copied){node, at};
    for (uint32_t i = 0; i < retry__node_child_count(node); i++) {
        size_t child = copy(copying, retry__node_child_at(node, i));
        if (!child)
            return 0;
        *way_to(retry__block_at(copying->block, at), i) = (int32_t)(((int64_t)child - (int64_t)at) / RETRY_NODE_UNIT);
    }
    return at;
}

size_t retry__orphan_copy(struct retry_block *block, const struct retry_node *root)
{
    struct copying copying = {.block = block};
    size_t at;

    copying.copied = retry__mem_new(retry__node_count(root), sizeof *copying.copied);
    if (!copying.copied)
        return 0;
    at = copy(&copying, root);
    retry__mem_free(copying.copied);
    return at;
}
