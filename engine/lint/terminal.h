/* terminal.h - when output may have colours. */
#ifndef RETRY_LINT_TERMINAL_H
#define RETRY_LINT_TERMINAL_H

#include "engine/lint/command.h"

/** As asked for; else on a terminal that is not dumb, unless NO_COLOR is set (no-color.org). */
bool retry__terminal_colour(FILE *out, enum retry_colour colour);

#endif
