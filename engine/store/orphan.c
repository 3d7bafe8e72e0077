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
    char *behind = (char *)(node + 1) + node->kind->shape.config_size;

    return node->kind->shape.arity == RETRY_LIST ? (int32_t *)(void *)behind + index : &node->child;
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

/* Copies plain bytes. */
static bool copy_bytes(struct retry_block *block, const void *bytes, size_t size, size_t *out_at)
{
    if (!retry__block_add(block, size, out_at))
        return false;
    memcpy(retry__block_at(block, *out_at), bytes, size);
    return true;
}

/* Copies the backoffs of rules that stand in the block already. */
static bool copy_backoffs(struct retry_block *block, const struct retry_rules *old, size_t rules_at)
{
    for (uint32_t i = 0; i < old->count; i++) {
        const struct retry_node *backoff = retry__rule_backoff(retry__rules_at(old, i));
        size_t at = rules_at + sizeof *old + i * sizeof(struct retry_rule), root;
        struct retry_rule *rule;

        if (!backoff)
            continue;
        root = retry__orphan_copy(block, backoff);
        if (!root)
            return false;
        rule = retry__block_at(block, at);
        rule->backoff = (int32_t)((root - at) / RETRY_NODE_UNIT);
    }
    return true;
}

static bool copy_rules(struct retry_block *block, const struct retry_rules *old, size_t *out_at)
{
    size_t size = sizeof *old + old->count * sizeof(struct retry_rule), match;
    struct retry_rules *rules;

    if (!copy_bytes(block, old, size, out_at) || !copy_bytes(block, retry__rules_match(old), old->match_size, &match))
        return false;
    rules = retry__block_at(block, *out_at);
    rules->match = (int32_t)((match - *out_at) / RETRY_NODE_UNIT);
    return copy_backoffs(block, old, *out_at);
}

bool retry__orphan_parts(struct retry_block *block, const struct retry_plan *plan, size_t *out_backoff,
                         size_t *out_rules, size_t *out_hints)
{
    const struct retry_node *backoff = retry__plan_backoff(plan);
    const struct retry_rules *rules = retry__plan_rules(plan);

    *out_backoff = backoff ? retry__orphan_copy(block, backoff) : 0;
    *out_rules = *out_hints = 0;
    return (!backoff || *out_backoff) && (!rules || copy_rules(block, rules, out_rules)) &&
           (!plan->hints || copy_bytes(block, retry__plan_hints(plan), sizeof(struct retry_hint_terms), out_hints));
}
