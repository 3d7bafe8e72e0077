/* status_text.h - what a status file says, for people in a hurry. */
#ifndef RETRY_LINT_STATUS_TEXT_H
#define RETRY_LINT_STATUS_TEXT_H

#include "engine/lint/seen.h"

/** Writes everything that the file says, the most urgent of each part first. */
void retry__status_text(const struct retry_seen *seen, bool alive, FILE *out);

#endif
