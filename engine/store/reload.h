/* reload.h - one load of a catalogue: all or nothing, with a report. */
#ifndef RETRY_STORE_RELOAD_H
#define RETRY_STORE_RELOAD_H

#include "engine/store/catalogue.h"
#include "engine/store/outcome.h"

/**
 * Enters the catalogue's loads; one at a time. No thread is cancelled until it leaves.
 *
 * @param out_cancelling  handed to retry__reload_leave()
 * @return false: the thread is in a load or in a decision already
 */
bool retry__reload_enter(struct retry_catalogue *catalogue, int *out_cancelling);
void retry__reload_leave(struct retry_catalogue *catalogue, int cancelling);
/** Is the thread in a load or in a decision? It must not wait for another's load then, nor for a watch to end. */
bool retry__reload_busy(void);
/** Reads the files again and makes the result current where nothing is wrong. Between the two above. */
void retry__reload_run(struct retry_catalogue *catalogue, struct retry_outcome *outcome);
/** After a run that has refused the first set: makes one that was kept the current one. @return false: it is none */
bool retry__reload_kept(struct retry_catalogue *catalogue, struct retry_outcome *outcome,
                        const struct retry_kept *kept);
/** After a run that has refused the first set: makes the program's own text alone the current one, where there is any.
 */
void retry__reload_defaults(struct retry_catalogue *catalogue, struct retry_outcome *outcome);
/** Frees the search and, unless somebody has taken them, the report and the record. */
void retry__outcome_done(struct retry_outcome *outcome);
/** How a report is summed up. */
retry_status retry__reload_judge(const struct retry_report *report);

#endif
