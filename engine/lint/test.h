/* test.h - the command `test`: plays the tests that policy files hold. */
#ifndef RETRY_LINT_TEST_H
#define RETRY_LINT_TEST_H

#include "engine/lint/command.h"

enum retry_exit retry__lint_test(const struct retry_arguments *arguments, FILE *out, FILE *complaints);

#endif
