/* check.h - the command `check`: shows everything that was found, and what a program would do with the set. */
#ifndef RETRY_LINT_CHECK_H
#define RETRY_LINT_CHECK_H

#include "engine/lint/command.h"

enum retry_exit retry__lint_check(const struct retry_arguments *arguments, FILE *out, FILE *complaints);

#endif
