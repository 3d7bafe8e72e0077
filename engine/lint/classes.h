/* classes.h - the command `classes`: lists the built-in groups of errors, and says what holds an error class. */
#ifndef RETRY_LINT_CLASSES_H
#define RETRY_LINT_CLASSES_H

#include "engine/lint/command.h"

enum retry_exit retry__lint_classes(const struct retry_arguments *arguments, FILE *out, FILE *complaints);

#endif
