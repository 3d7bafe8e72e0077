/* node.h - a node of the immutable tree: a kind, its config, its child, all in one block of memory. */
#ifndef RETRY_TREE_NODE_H
#define RETRY_TREE_NODE_H

#include "engine/tree/kind.h"

#define RETRY_NODE_UNIT 8 /* offsets between nodes count in these bytes, so that 32 bits reach 16 GiB */

/* A node never moves alone and is never written after build. Its config follows it, and behind the config of a list the
 * way to each child, int32_t in units, 0 = none yet. A child may be shared by several parents. */
struct retry_node {
    const struct retry_kind *kind;
    union {
        int32_t child;  /* from this node to its child, in units; 0 = no child */
        uint32_t count; /* of a list's children */
    };
    uint32_t length; /* the last f with a window, RETRY_ENDLESS where there is none */
};

static inline const void *retry__node_config(const struct retry_node *node)
{
    return node + 1;
}

static inline const struct retry_node *retry__node_along(const struct retry_node *node, int32_t way)
{
    return (const struct retry_node *)((const char *)node + (ptrdiff_t)way * RETRY_NODE_UNIT);
}

/** The child, NULL where the node has none. Not for a list. */
static inline const struct retry_node *retry__node_child(const struct retry_node *node)
{
    return node->child ? retry__node_along(node, node->child) : NULL;
}

/** The child of that index, of a list. */
static inline const struct retry_node *retry__node_at(const struct retry_node *list, uint32_t index)
{
    const char *config = retry__node_config(list);

    return retry__node_along(list, ((const int32_t *)(const void *)(config + list->kind->shape.config_size))[index]);
}

/** How many children a node has, of any arity. */
uint32_t retry__node_child_count(const struct retry_node *node);
/** The child of that index, of a node of any arity. */
const struct retry_node *retry__node_child_at(const struct retry_node *node, uint32_t index);

/** Bytes of a node without what stands behind its config. */
static inline size_t retry__node_size(const struct retry_kind *kind)
{
    return sizeof(struct retry_node) + kind->shape.config_size;
}

/** Bytes behind the config of a node with so many children, of a list, or durations in its list of them. */
size_t retry__node_tail(const struct retry_kind *kind, uint32_t count);
/** Bytes of a node with all that stands behind its config. */
size_t retry__node_bytes(const struct retry_node *node);

/** Asks a node for its window. */
static inline enum retry_answer retry__node_window(const struct retry_node *node, struct retry_ask *ask,
                                                   struct retry_window *out)
{
    return node->kind->window(node, ask, out);
}

/** The last f with a window, from the lengths that the children have. */
uint32_t retry__node_length(const struct retry_node *node);
/** The last failure up to which, from `failures` on, no end of the window falls; asked as without a call. Not beyond
 * the node's length. */
uint32_t retry__node_rise(const struct retry_node *node, uint32_t failures);
/** Does the window depend on more than f, here or below, so that no bound can be proved? */
bool retry__node_is_opaque(const struct retry_node *node);
/** Does it depend on the delays granted before, here or below? */
bool retry__node_recalls(const struct retry_node *node);
/** How many nodes a tree has, those that are shared counted at each place. */
uint32_t retry__node_count(const struct retry_node *root);

/** Numbers a node in its tree, preorder, the root 0; a shared one has the number of its first place. UINT16_MAX where
 * the tree does not hold it. */
uint16_t retry__node_number(const struct retry_node *root, const struct retry_node *node);
/**
 * Writes the kinds from the root down, "jitter > exponential"; returns the length, as snprintf. A list stands before
 * its children, "max(fixed, jitter > linear)"; where one of them answers at a time, that one and its place,
 * "sequence[2] > fixed".
 *
 * @param failures  what the tree is asked with; 0: nothing, so that all children are shown
 */
size_t retry__node_path(const struct retry_node *root, uint32_t failures, char *buffer, size_t size);

#endif
