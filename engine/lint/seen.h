/* seen.h - what a status file says, held against what the library writes. */
#ifndef RETRY_LINT_SEEN_H
#define RETRY_LINT_SEEN_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* All that is used of it has been checked: members that printers read are there, and of their types. */
struct retry_seen {
    json_t *root;
    const json_t *running, *attempt, *levers, *watch, *files, *policies;
    const char *program, *path; /* or NULL */
    int process;
};

/**
 * Reads a file that was written to RETRY_STATUS_FILE, or by retry_state_print(). It may hold any bytes.
 *
 * @return false: complained to the stream, in one line; nothing to end
 */
bool retry__seen_read(struct retry_seen *out, const char *path, FILE *complaints);
void retry__seen_done(struct retry_seen *seen);

#endif
