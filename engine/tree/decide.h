/* decide.h - answers one failure from a policy tree. */
#ifndef RETRY_TREE_DECIDE_H
#define RETRY_TREE_DECIDE_H

#include "engine/tree/host.h"
#include "engine/tree/plan.h"

enum { RETRY_CALL_BEGUN = 1, RETRY_CALL_TIMED = 2, RETRY_CALL_DEADLINE = 4, RETRY_CALL_NOT_IDEMPOTENT = 8, RETRY_CALL_FINISHED = 16 };

/* Where a decision is made. */
struct retry_scene {
    const struct retry_host *host;
    const struct retry_plan *plan; /* NULL: undefined */
    struct retry_ask *ask;         /* its question's failures, error and so on are filled here */
};

/** Decides after call->failures failures, the last with call->error: the steps of a decision in their order. Writes call->last, window, granted. */
void retry__decide(retry_call *call, struct retry_scene *scene);
/** Decides again for a call that still has left_ns to wait: the same steps, nothing counted, the wait never longer. */
void retry__decide_again(retry_call *call, struct retry_scene *scene, uint64_t left_ns);
/** Time since the call began, by the host's clock; a call that did not read the clock began when its delays say. */
uint64_t retry__decide_elapsed_ns(retry_call *call, const struct retry_host *host, uint64_t now_ns);

#endif
