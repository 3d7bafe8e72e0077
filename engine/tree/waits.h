/* waits.h - what a policy waits: the window of each retry, and all waits together. */
#ifndef RETRY_TREE_WAITS_H
#define RETRY_TREE_WAITS_H

#include "engine/tree/plan.h"

#define RETRY_WAITS_ENDLESS UINT64_MAX                 /* in the place of a number of retries: there is no last one */
#define RETRY_WAITS_MOST UINT64_C(9223372036854775807) /* sums stop here, 292 years, so that JSON can hold them */

/* A policy's waits as a program would meet them that has registered no custom backoffs. */
struct retry_waits {
    const struct retry_plan *plan;
    const struct retry_rule *rule;    /* whose own waits these are; NULL: those of the policy's backoff */
    const struct retry_node *backoff; /* NULL: none */
    uint32_t nodes;                   /* of the backoff */
    struct retry_settled settled;     /* where its windows come again */
    uint64_t allowed;                 /* retries that max_attempts, max_retries and the length of the backoff allow */
    uint64_t reachable;               /* retries that all limits allow, when every delay drawn is the shortest */
    bool opaque;                      /* windows depend on more than the number of the retry */
    bool unknown;                     /* and without the program nothing can be said of them */
    bool recalls;                     /* windows depend on the delays before; shown are those as long as they can be */
};

/* One retry. */
struct retry_wait {
    uint32_t retry;           /* 1 = the first */
    enum retry_answer answer; /* RETRY_ANSWER_MISSING: only the program knows the window */
    retry_window window;
    bool mean_known;
    uint64_t mean_ns;
    bool unreachable; /* beyond the limits */
};

/* All waits of a call together. */
struct retry_waits_total {
    bool max_known, mean_known;
    bool lost; /* the waits are too many and too different to add up; then max is max_elapsed or not known */
    uint64_t max_ns, mean_ns;
};

/** @param rule  one of the plan with a backoff of its own, whose errors are the only ones; NULL: the policy's backoff
 */
void retry__waits_begin(struct retry_waits *waits, const struct retry_plan *plan, const struct retry_rule *rule);
/** Asks for one retry. @return false: the backoff is exhausted, or there is none */
bool retry__waits_at(const struct retry_waits *waits, uint32_t retry, struct retry_wait *out);
/** The last retry known, at most `last`, up to which the windows stay as they are at `first`. */
uint32_t retry__waits_same(const struct retry_waits *waits, uint32_t first, uint32_t last);
/** No sum of waits is longer: max_elapsed, or RETRY_WAITS_MOST where there is none. */
uint64_t retry__waits_cap(const struct retry_waits *waits);
/**
 * The longest that the first `retries` waits may take together: the upper ends of the reachable ones, at most the cap;
 * the cap where the program may answer with other windows.
 */
uint64_t retry__waits_longest(const struct retry_waits *waits, uint64_t retries);
/** max: the longest of all. mean: known where it has a closed form, that is where there is a last retry, max_elapsed
 * can cut nothing, and no window depends on a call. */
struct retry_waits_total retry__waits_total(const struct retry_waits *waits);

#endif
