/* state_file.h - the state of the process's own catalogue in a file, where RETRY_STATUS_FILE asks for one. */
#ifndef RETRY_LIVE_STATE_FILE_H
#define RETRY_LIVE_STATE_FILE_H

#include "engine/store/catalogue.h"

#define RETRY_STATE_FILE_BYTES 4096 /* of its path */

/**
 * Takes the state and replaces the file by it, atomically. Does nothing for a catalogue that is not the process's own,
 * or where nobody asks; the variable (secure_getenv) is read once. Failures are counted, and leave nothing behind. What
 * is there and no regular file is left alone. Not in a decision.
 *
 * @return 0, or an errno value that says why the file could not be written: EEXIST, what is there is no regular file;
 * EINVAL, it would be read as a policy file
 */
int retry__state_file_write(struct retry_catalogue *catalogue);
/** Does anybody ask for the file of this catalogue? */
bool retry__state_file_wanted(const struct retry_catalogue *catalogue);
/** The path that the variable means for this process, once it was written. @return false: it is too long */
bool retry__state_file_name(const struct retry_catalogue *catalogue, char path[RETRY_STATE_FILE_BYTES]);

#endif
