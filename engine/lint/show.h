/* show.h - the command `show`: what policies are, with all that they inherit and what overrides them. */
#ifndef RETRY_LINT_SHOW_H
#define RETRY_LINT_SHOW_H

#include "engine/lint/command.h"

enum retry_exit retry__lint_show(const struct retry_arguments *arguments, FILE *out, FILE *complaints);

#endif
