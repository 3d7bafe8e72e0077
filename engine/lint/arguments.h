/* arguments.h - reads the command line of retry-lint. */
#ifndef RETRY_LINT_ARGUMENTS_H
#define RETRY_LINT_ARGUMENTS_H

#include "engine/lint/command.h"

/**
 * Takes the command line apart; the first of the commands is the default. Moves operands behind options in argv.
 *
 * @param commands  ends with a row without a name
 * @return false: complained to the stream, in one line and a hint
 */
bool retry__arguments_read(struct retry_arguments *out, int count, char **values, const struct retry_command *commands,
                           FILE *complaints);
/** Writes what the options mean, one a line. */
void retry__arguments_help(FILE *out);

#endif
