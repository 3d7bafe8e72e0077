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
