/* plan.h - what a policy means in one set: its limits and the root of its backoff. */
#ifndef RETRY_TREE_PLAN_H
#define RETRY_TREE_PLAN_H

#include "engine/tree/node.h"

struct retry_plan {
    uint64_t max_elapsed_ns;     /* UINT64_MAX: unlimited */
    uint64_t attempt_timeout_ns; /* UINT64_MAX: unlimited */
    uint32_t max_attempts;       /* UINT32_MAX: unlimited */
    int32_t backoff;             /* from this plan to the root, in units of RETRY_NODE_UNIT; 0 = none */
    uint32_t name;               /* bytes from this plan back to its name, NUL-terminated */
    bool enabled;
    bool orphaned;
};

static inline const struct retry_node *retry__plan_backoff(const struct retry_plan *plan)
{
    return plan->backoff ? (const struct retry_node *)((const char *)plan + (ptrdiff_t)plan->backoff * RETRY_NODE_UNIT)
                         : NULL;
}

/** Does a decision under this plan need the time? */
static inline bool retry__plan_timed(const struct retry_plan *plan)
{
    return plan->max_elapsed_ns != UINT64_MAX;
}

#endif
