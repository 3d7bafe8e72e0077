/* tell.h - one line in the host's log for each load, and for each change of the lever. */
#ifndef RETRY_LIVE_TELL_H
#define RETRY_LIVE_TELL_H

#include "engine/store/reload.h"

/** Tells what came of a load; the outcome has a report. `loading` must be held. */
void retry__tell(struct retry_catalogue *catalogue, const struct retry_outcome *outcome);
/** Tells what is switched off now. `loading` must be held. */
void retry__tell_lever(const struct retry_catalogue *catalogue);

#endif
