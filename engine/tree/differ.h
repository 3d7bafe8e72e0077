/* differ.h - in which of their parts two plans mean different things, whatever sets they stand in. */
#ifndef RETRY_TREE_DIFFER_H
#define RETRY_TREE_DIFFER_H

#include "engine/tree/plan.h"

enum retry_differ {
    RETRY_DIFFER_ORPHANED = 1,
    RETRY_DIFFER_MAX_ATTEMPTS = 2,
    RETRY_DIFFER_MAX_ELAPSED = 4,
    RETRY_DIFFER_ATTEMPT_TIMEOUT = 8,
    RETRY_DIFFER_RESET_AFTER = 16,
    RETRY_DIFFER_ENABLED = 32,
    RETRY_DIFFER_BACKOFF = 64,
    RETRY_DIFFER_KINDS = 128, /* of the nodes of the backoff, not their parameters alone; BACKOFF is set too */
    RETRY_DIFFER_RULES = 256,
    RETRY_DIFFER_HINTS = 512,
    RETRY_DIFFER_IDEMPOTENT = 1024,
    RETRY_DIFFER_OTHERWISE = 2048,
    RETRY_DIFFER_WHEN_DISABLED = 4096
};

/* Trees that were compared: policies that use one backoff share its nodes, which need not be walked for each. Zero
 * bytes are none. Only for plans of the same two sets. */
struct retry_compared {
    struct {
        const struct retry_node *before, *after;
        unsigned differ;
    } trees[32]; /* by where `before` stands */
};

/**
 * Compares all but the names. The symbols of customs must have been numbered alike.
 *
 * @return bits of enum retry_differ; 0: the plans mean the same
 */
unsigned retry__plan_differ(const struct retry_plan *before, const struct retry_plan *after,
                            struct retry_compared *compared);

#endif
