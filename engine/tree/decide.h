/* decide.h - answers one failure from a policy tree. */
#ifndef RETRY_TREE_DECIDE_H
#define RETRY_TREE_DECIDE_H

#include "engine/tree/host.h"
#include "engine/tree/plan.h"

/* The flags of a call. */
enum {
    RETRY_CALL_BEGUN = 1,
    RETRY_CALL_TIMED = 2,    /* started_ns is set; granted_ns is what was spent before, and grows no more */
    RETRY_CALL_DEADLINE = 4, /* deadline_ns is set, counted from started_ns */
    RETRY_CALL_NOT_IDEMPOTENT = 8,
    RETRY_CALL_FINISHED = 16,
    RETRY_CALL_DECIDED = 32, /* window and last are set; a call that is begun leaves them as they are */
    RETRY_CALL_WAITED = 64   /* what was last granted has been waited for */
};

/* Where a decision is made. */
struct retry_scene {
    const struct retry_host *host;
    const struct retry_plan *plan; /* NULL: undefined */
    struct retry_ask *ask;         /* the caller fills the customs, the decision fills the question */
};

/**
 * Decides after call->failures failures, the last with call->error (not a success): the steps of a decision in their
 * order. Writes call->last, call->window and the delays drawn, adds the delay to call->granted_ns unless the call is
 * timed; sets RETRY_CALL_DECIDED, and RETRY_CALL_FINISHED for a stop. A finished call keeps its answer. Returns
 * call->last.
 */
retry_decision retry__decide(retry_call *call, struct retry_scene *scene);
/**
 * Decides again for a call that still has left_ns to wait: the same steps, nothing counted, the wait never longer.
 * Afterwards call->last.delay_ns is what remains to be waited from now on.
 */
void retry__decide_again(retry_call *call, struct retry_scene *scene, uint64_t left_ns);
/** Stops a call whose wait of left_ns, begun only now, would end too late. Reads the clock only where that matters. */
void retry__decide_start(retry_call *call, const struct retry_scene *scene, uint64_t left_ns);
/** Time since the call's clock was started, 0 where it was not. A clock that went backwards has not moved. */
uint64_t retry__decide_since_ns(const retry_call *call, uint64_t now_ns);
/** Time that the call has taken in all; a call whose clock was not started has taken what its delays say. */
uint64_t retry__decide_elapsed_ns(const retry_call *call, uint64_t now_ns);

#endif
