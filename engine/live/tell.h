/* tell.h - one line in the log for each load, and for each change of a lever. */
#ifndef RETRY_LIVE_TELL_H
#define RETRY_LIVE_TELL_H

#include "engine/store/reload.h"

/* Lines are logfmt: a word, then key=value, quoted where needed. They go to the host's log function or, where it gave
 * none, to RETRY_LOG if the catalogue is the process's own. */

/** Tells what came of a load; that a watch has found nothing new is told only where an error is gone by that, or the
 * warnings are others.
 * `loading` must be held. */
void retry__tell(struct retry_catalogue *catalogue, const struct retry_outcome *outcome);
/** Tells what is switched off now. `loading` must be held. */
void retry__tell_lever(const struct retry_catalogue *catalogue);
/** Tells that the kernel does not tell a watch of changes, for that errno value, or that it does again (0), and how
 * often the watch looks by itself. `loading` must be held. */
void retry__tell_notify(const struct retry_catalogue *catalogue, int error, uint64_t poll_ns);
/** Tells of the program's own switch, to RETRY_LOG alone: the program knows. */
void retry__tell_switch(const struct retry_catalogue *catalogue, bool off);
/** Tells that the file of RETRY_STATUS_FILE cannot be written, for that errno value, as
 * retry__state_file_write() returns it. */
void retry__tell_state_file(const struct retry_catalogue *catalogue, const char *path, int error);

#endif
