/* differ.c - in which of their parts two plans mean different things, whatever sets they stand in. */
#include "engine/tree/differ.h"

#include <string.h>

/* The config and the durations behind it. Lists have none: what stands behind them are ways. */
static bool same_config(const struct retry_node *left, const struct retry_node *right)
{
    size_t size = retry__node_bytes(left);

    return left->kind->shape.arity == RETRY_LIST ||
           (size == retry__node_bytes(right) &&
            memcmp(retry__node_config(left), retry__node_config(right), size - sizeof(*left)) == 0);
}

/* Nodes stand anywhere, and one may stand for several: only what a walk meets counts. A tree is at most
 * RETRY_LIMIT_NODES deep. */
static bool same_tree(const struct retry_node *left, const struct retry_node *right, bool kinds_only)
{
    uint32_t children;

    if (!left || !right || left->kind != right->kind)
        return left == right;
    children = retry__node_child_count(left);
    if (children != retry__node_child_count(right) || !(kinds_only || same_config(left, right)))
        return false;
    for (uint32_t i = 0; i < children; i++)
        if (!same_tree(retry__node_child_at(left, i), retry__node_child_at(right, i), kinds_only))
            return false;
    return true;
}

static unsigned differ_tree(const struct retry_node *before, const struct retry_node *after)
{
    if (same_tree(before, after, false))
        return 0;
    return same_tree(before, after, true) ? RETRY_DIFFER_BACKOFF : RETRY_DIFFER_BACKOFF | RETRY_DIFFER_KINDS;
}

/* Answers what it has answered before, as far as it remembers. */
static unsigned differ_backoff(const struct retry_node *before, const struct retry_node *after,
                               struct retry_compared *compared)
{
    size_t at = (uintptr_t)before / RETRY_NODE_UNIT % RETRY_COUNT(compared->trees);

    if (!before || compared->trees[at].before != before || compared->trees[at].after != after) {
        compared->trees[at].before = before;
        compared->trees[at].after = after;
        compared->trees[at].differ = differ_tree(before, after);
    }
    return compared->trees[at].differ;
}

/* What a rule is counted with matters to a backoff of its own only. */
static bool same_rule(const struct retry_rule *left, const struct retry_rule *right, struct retry_compared *compared)
{
    return left->retry == right->retry && left->max_retries == right->max_retries &&
           (!left->backoff || left->by_call == right->by_call) &&
           !differ_backoff(retry__rule_backoff(left), retry__rule_backoff(right), compared);
}

/* An empty list of rules is as good as none. */
static bool same_rules(const struct retry_rules *left, const struct retry_rules *right, struct retry_compared *compared)
{
    uint32_t count = left ? left->count : 0;

    if (count != (right ? right->count : 0))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (!same_rule(retry__rules_at(left, i), retry__rules_at(right, i), compared))
            return false;
    return count == 0 || retry__match_same(retry__rules_match(left), retry__rules_match(right));
}

/* The bit where the condition holds. */
static unsigned bit(enum retry_differ part, bool differs)
{
    return differs ? part : 0;
}

unsigned retry__plan_differ(const struct retry_plan *before, const struct retry_plan *after,
                            struct retry_compared *compared)
{
    const struct retry_hint_terms *hints = retry__plan_hints(before);

    return bit(RETRY_DIFFER_ORPHANED, before->orphaned != after->orphaned) |
           bit(RETRY_DIFFER_MAX_ATTEMPTS, before->max_attempts != after->max_attempts) |
           bit(RETRY_DIFFER_MAX_ELAPSED, before->max_elapsed_ns != after->max_elapsed_ns) |
           bit(RETRY_DIFFER_ATTEMPT_TIMEOUT, before->attempt_timeout_ns != after->attempt_timeout_ns) |
           bit(RETRY_DIFFER_RESET_AFTER, before->reset_after_ns != after->reset_after_ns) |
           bit(RETRY_DIFFER_ENABLED, before->enabled != after->enabled) |
           differ_backoff(retry__plan_backoff(before), retry__plan_backoff(after), compared) |
           bit(RETRY_DIFFER_RULES, !same_rules(retry__plan_rules(before), retry__plan_rules(after), compared)) |
           bit(RETRY_DIFFER_HINTS, memcmp(hints, retry__plan_hints(after), sizeof(*hints)) != 0) |
           bit(RETRY_DIFFER_IDEMPOTENT, before->not_idempotent != after->not_idempotent) |
           bit(RETRY_DIFFER_OTHERWISE, before->otherwise_retry != after->otherwise_retry) |
           bit(RETRY_DIFFER_WHEN_DISABLED, before->keeps != after->keeps);
}
