/* node.h - a node of the immutable tree: a kind, its config, its child, all in one block of memory. */
#ifndef RETRY_TREE_NODE_H
#define RETRY_TREE_NODE_H

#include "engine/tree/kind.h"

#define RETRY_NODE_UNIT 8 /* offsets between nodes count in these bytes, so that 32 bits reach 16 GiB */

/* A node never moves alone and is never written after build. Its config follows it. */
struct retry_node {
    const struct retry_kind *kind;
    int32_t child; /* from this node to its child, in units; 0 = no child. A child may be shared by several parents */
    uint32_t spare;
};

static inline const void *retry__node_config(const struct retry_node *node)
{
    return node + 1;
}

/** The child, NULL where the node has none. */
static inline const struct retry_node *retry__node_child(const struct retry_node *node)
{
    return node->child ? (const struct retry_node *)((const char *)node + (ptrdiff_t)node->child * RETRY_NODE_UNIT)
                       : NULL;
}

static inline size_t retry__node_size(const struct retry_kind *kind)
{
    return sizeof(struct retry_node) + kind->shape.config_size;
}

/** Asks a node for its window. */
static inline enum retry_answer retry__node_window(const struct retry_node *node, struct retry_ask *ask,
                                                   struct retry_window *out)
{
    return node->kind->window(node, ask, out);
}

/** Numbers a node in its tree, preorder, the root 0; UINT16_MAX where the tree does not hold it. */
uint16_t retry__node_number(const struct retry_node *root, const struct retry_node *node);
/** Writes the kinds from the root down, "jitter > exponential"; returns the length, as snprintf. */
size_t retry__node_path(const struct retry_node *root, char *buffer, size_t size);

#endif
