/* decide.h - answers one failure from a policy tree. */
#ifndef RETRY_TREE_DECIDE_H
#define RETRY_TREE_DECIDE_H

#include "engine/tree/host.h"
#include "engine/tree/plan.h"

/* The flags of a call. */
enum {
    RETRY_CALL_BEGUN = 1,
    RETRY_CALL_TIMED = 2,    /* started_ns is set */
    RETRY_CALL_DEADLINE = 4, /* deadline_ns is set */
    RETRY_CALL_NOT_IDEMPOTENT = 8,
    RETRY_CALL_FINISHED = 16,
    RETRY_CALL_DECIDED = 32 /* window and last are set; a call that is begun leaves them as they are */
};

/* Where a decision is made. */
struct retry_scene {
    const struct retry_host *host;
    const struct retry_plan *plan; /* NULL: undefined */
    struct retry_ask *ask;         /* the caller fills the customs, the decision fills the question */
};

/**
 * Decides after call->failures failures, the last with call->error (not a success): the steps of a decision in their
 * order. Writes call->last and call->window, adds the delay to call->granted_ns; sets RETRY_CALL_DECIDED, and
 * RETRY_CALL_FINISHED for a stop. A finished call keeps its answer. Returns call->last.
 */
retry_decision retry__decide(retry_call *call, struct retry_scene *scene);
/**
 * Decides again for a call that still has left_ns to wait: the same steps, nothing counted, the wait never longer.
 * Afterwards call->last.delay_ns is what remains to be waited from now on.
 */
void retry__decide_again(retry_call *call, struct retry_scene *scene, uint64_t left_ns);
/** Time since the call began; a call that has not read the clock yet began when its delays say. */
uint64_t retry__decide_elapsed_ns(retry_call *call, uint64_t now_ns);

#endif
