/* catalogue.h - the current set, the names that programs hold, and the swap from one set to the next. */
#ifndef RETRY_STORE_CATALOGUE_H
#define RETRY_STORE_CATALOGUE_H

#include "engine/store/customs.h"
#include "engine/store/set.h"
#include "engine/tree/host.h"
#include "engine/tree/thread.h"

/* What the handles mean now. Replaced as a whole; a reader that holds it sees one set. */
struct retry_view {
    struct retry_set *set;
    uint64_t generation;
    uint32_t capacity; /* of plans; handles with a higher index wait for the next view */
    uint32_t filled;   /* written under the catalogue's lock only */
    _Atomic(const struct retry_plan *) plans[]; /* by handle index; NULL = undefined */
};

/* A handle: a name that follows every reload. Lives as long as its catalogue. */
struct retry_policy {
    struct retry_catalogue *catalogue;
    uint32_t index;
    _Atomic uint32_t timed; /* 1 while its plan has max_elapsed: begin must read the clock. May lag a reload. */
    uint64_t hash;
    char name[];
};

struct retry_catalogue {
    _Atomic(struct retry_view *) view; /* never NULL after open */
    _Atomic(struct retry_handles *) handles; /* hash table, read without a lock; grown by replacing it */
    struct retry_host host;
    struct retry_customs customs;
    /* the rest is guarded by `lock` */
    _Atomic uint32_t lock;
    /* ... see catalogue.c */
};

/* Reading: enter, take the view, leave. */
static inline struct retry_slot *retry__catalogue_enter(const struct retry_catalogue *catalogue, const struct retry_view **out_view)
{
    struct retry_slot *slot = retry__thread_enter();
    *out_view = atomic_load_explicit(&catalogue->view, memory_order_acquire);
    return slot;
}

/** What the handle means in that view; NULL = undefined. */
static inline const struct retry_plan *retry__policy_plan(const struct retry_policy *policy, const struct retry_view *view)
{
    return policy->index < view->capacity ? atomic_load_explicit(&view->plans[policy->index], memory_order_acquire) : NULL;
}

#endif
