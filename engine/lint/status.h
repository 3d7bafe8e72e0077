/* status.h - the command `status`: what a process runs, by its status file, and what the present files would do. */
#ifndef RETRY_LINT_STATUS_H
#define RETRY_LINT_STATUS_H

#include "engine/lint/command.h"

enum retry_exit retry__lint_status(const struct retry_arguments *arguments, FILE *out, FILE *complaints);

#endif
