/* pick.h - the policies that a name on the command line means. */
#ifndef RETRY_LINT_PICK_H
#define RETRY_LINT_PICK_H

#include "engine/store/set.h"

#include <stdio.h>

/** Does the pattern mean the name? A '*' stands for any characters. */
bool retry__pick_matches(const char *pattern, const char *name);
/** Says that no policy of the set is meant, and which one may have been. */
void retry__pick_complain(const struct retry_set *set, const char *pattern, FILE *complaints);

#endif
