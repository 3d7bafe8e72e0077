/* plan.h - what a policy means in one set: its limits and the root of its backoff. */
#ifndef RETRY_TREE_PLAN_H
#define RETRY_TREE_PLAN_H

#include "engine/errors/hint.h"
#include "engine/tree/rules.h"

struct retry_plan {
    uint64_t max_elapsed_ns;     /* UINT64_MAX: unlimited */
    uint64_t attempt_timeout_ns; /* UINT64_MAX: unlimited */
    uint64_t reset_after_ns;     /* UINT64_MAX: never */
    uint32_t max_attempts;       /* UINT32_MAX: unlimited */
    int32_t backoff;             /* from this plan to the root, in units of RETRY_NODE_UNIT; 0 = none */
    int32_t rules;               /* from this plan to its struct retry_rules, in the same units; 0 = none */
    int32_t hints;               /* from this plan to its struct retry_hint_terms, likewise; 0 = the usual */
    uint32_t name;               /* bytes from this plan back to its name, NUL-terminated */
    bool enabled;
    bool orphaned;
    bool otherwise_retry; /* what happens to an error that no rule holds */
    bool not_idempotent;  /* idempotent: false */
    bool keeps;           /* when_disabled: keep */
    uint8_t spare[7];     /* no padding: plans that mean the same are the same bytes */
};

/** What stands that way from the plan; NULL where the way is 0. */
static inline const void *retry__plan_along(const struct retry_plan *plan, int32_t way)
{
    return way ? (const char *)plan + (ptrdiff_t)way * RETRY_NODE_UNIT : NULL;
}

static inline const struct retry_rules *retry__plan_rules(const struct retry_plan *plan)
{
    return (const struct retry_rules *)retry__plan_along(plan, plan->rules);
}

static inline const struct retry_hint_terms *retry__plan_hints(const struct retry_plan *plan)
{
    return plan->hints ? (const struct retry_hint_terms *)retry__plan_along(plan, plan->hints) : &retry__hint_usual;
}

static inline const struct retry_node *retry__plan_backoff(const struct retry_plan *plan)
{
    return (const struct retry_node *)retry__plan_along(plan, plan->backoff);
}

/** Does a decision under this plan need the time? */
static inline bool retry__plan_timed(const struct retry_plan *plan)
{
    return plan->max_elapsed_ns != UINT64_MAX || plan->reset_after_ns != UINT64_MAX;
}

#endif
