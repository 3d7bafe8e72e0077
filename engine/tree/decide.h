/* decide.h - answers one failure from a policy tree. */
#ifndef RETRY_TREE_DECIDE_H
#define RETRY_TREE_DECIDE_H

#include "engine/tree/flags.h"
#include "engine/tree/host.h"
#include "engine/tree/plan.h"

/* Where a decision is made. */
struct retry_scene {
    const struct retry_host *host;
    const struct retry_plan *plan; /* NULL: undefined */
    struct retry_ask *ask;         /* the caller fills the customs, the decision fills the question */
    const retry_hint *hint;        /* what the server asked for, or NULL */
    bool off;                      /* retries are switched off, but for a plan that keeps */
    uint64_t now_ns;               /* where `looked`; the caller leaves both zero */
    bool looked;
};

/**
 * Decides after call->failures failures, the last with call->error (not a success): the steps of a decision in their
 * order. Writes the members of a decision, the delay granted and the window it was drawn from; sets
 * RETRY_CALL_DECIDED, and RETRY_CALL_FINISHED for a stop. A finished call keeps its answer.
 */
retry_decision retry__decide(retry_call *call, struct retry_scene *scene);
/**
 * Decides again for a call that still has left_ns to wait: the same steps, nothing counted twice, the wait never
 * longer, and where a server asked for it, not shorter either. The scene has no hint.
 *
 * @return what there is to wait from now on; 0 where the call has stopped
 */
uint64_t retry__decide_again(retry_call *call, struct retry_scene *scene, uint64_t left_ns);
/** Begins, only now, to wait for what was granted: stops a call whose wait would end too late. Reads the clock only
 * where that matters. */
void retry__decide_start(retry_call *call, struct retry_scene *scene);
/** The last decision of a call that has one. */
retry_decision retry__decide_last(const retry_call *call);

#endif
