/* observe.h - shows the host's observer each decision, and the end of each call. */
#ifndef RETRY_CALL_OBSERVE_H
#define RETRY_CALL_OBSERVE_H

#include "engine/call/path.h"
#include "engine/store/catalogue.h"

/* What is to be seen of a decision only while its set is held. */
struct retry_sight {
    uint64_t generation;
    char path[RETRY_PATH_BYTES];
};

/** Does anybody observe? The policy may be NULL. */
static inline bool retry__observed(const retry_call *call)
{
    return call->policy && call->policy->catalogue->host.observe;
}

/** Looks at what has just decided, while the view is held. */
void retry__observe_look(struct retry_sight *sight, const retry_call *call, const struct retry_view *view);
/** Shows a decision. The caller holds neither a view nor a lock: an observer may do what any program may. */
void retry__observe(const retry_call *call, retry_decision decision, const struct retry_sight *sight);
/** Shows the end of a call that no set has decided: success, and whatever the program or the time has ended. */
void retry__observe_end(const retry_call *call);

#endif
