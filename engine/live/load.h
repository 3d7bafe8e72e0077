/* load.h - loads of a catalogue as the host sees them: levers, the set, and what is made known of both. */
#ifndef RETRY_LIVE_LOAD_H
#define RETRY_LIVE_LOAD_H

#include "engine/store/catalogue.h"

/** As retry_init(): settles the options (NULL leaves them) and loads, unless a first load is over already. */
retry_status retry__live_first_load(struct retry_catalogue *catalogue, const retry_options *options,
                                    struct retry_report **out_report);
/** As retry_catalogue_free(); ends the watch first. */
void retry__live_free(struct retry_catalogue *catalogue);
/** As retry_reload(). */
retry_status retry__live_reload(struct retry_catalogue *catalogue, retry_trigger trigger,
                                struct retry_report **out_report);
/** A watch's load. @param repeated  of the same files as its last: what is the same is not told again */
retry_status retry__live_watched(struct retry_catalogue *catalogue, bool repeated);
/** As retry_check(). */
retry_status retry__live_check(struct retry_catalogue *catalogue, struct retry_report **out_report);
/**
 * Reads the lever again, alone.
 *
 * @param out_doubtful  something else is odd about it than before: a load has to tell; may be NULL
 * @return RETRY_OK, RETRY_ENOMEM or RETRY_EBUSY
 */
retry_status retry__live_pull(struct retry_catalogue *catalogue, bool *out_doubtful);
/** Writes the file of the state anew where it says something that is no longer so, though nothing was loaded: which
 * names were looked up, whether anybody watches, how the program's own switch stands. */
void retry__live_show(struct retry_catalogue *catalogue);
/** As retry_disable_all(); wakes the waits of all catalogues. @param own  the process's own catalogue, which tells of
 * it, or NULL */
void retry__live_disable_all(struct retry_catalogue *own, bool off);

#endif
