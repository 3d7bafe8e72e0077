/* last_good.h - RETRY_LAST_GOOD: an accepted set is kept there, for a start at which the policy files are wrong. */
#ifndef RETRY_LIVE_LAST_GOOD_H
#define RETRY_LIVE_LAST_GOOD_H

#include "engine/store/reload.h"

/** Is there a place to keep sets at? Only the process's own catalogue has one. */
bool retry__last_good_wanted(const struct retry_catalogue *catalogue);
/** Writes the set down that a load has accepted. Where that fails the report gains a warning, and nothing else. @return
 * false: it has failed, and is to be tried again */
bool retry__last_good_keep(const struct retry_catalogue *catalogue, const struct retry_outcome *outcome);
/** After a first load that was refused: makes the set that was kept last current, and says so in the report. */
void retry__last_good_serve(struct retry_catalogue *catalogue, struct retry_outcome *outcome);

#endif
