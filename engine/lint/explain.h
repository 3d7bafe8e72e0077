/* explain.h - the command `explain`: shows what a policy waits, retry by retry. */
#ifndef RETRY_LINT_EXPLAIN_H
#define RETRY_LINT_EXPLAIN_H

#include "engine/lint/command.h"

enum retry_exit retry__lint_explain(const struct retry_arguments *arguments, FILE *out, FILE *complaints);

#endif
