/* journal.h - the library's own log, where RETRY_LOG asks for one. */
#ifndef RETRY_LIVE_JOURNAL_H
#define RETRY_LIVE_JOURNAL_H

#include <stdbool.h>

/** Does RETRY_LOG ask for lines? The variable (secure_getenv) is read once. */
bool retry__journal_is_on(void);
/** Writes "2026-11-28T10:39:05.123456789Z retry[PID]: LINE" in one piece, to standard error or the end of the file.
 * What cannot be written is lost; it never waits for a reader of a pipe that is named, and raises no SIGPIPE. */
void retry__journal_write(const char *line);

#endif
