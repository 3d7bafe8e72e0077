/* diff.h - the command `diff`: says what another set changes in the meaning of policies. */
#ifndef RETRY_LINT_DIFF_H
#define RETRY_LINT_DIFF_H

#include "engine/lint/command.h"

enum retry_exit retry__lint_diff(const struct retry_arguments *arguments, FILE *out, FILE *complaints);

#endif
