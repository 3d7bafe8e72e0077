/* meaning.h - what an error class means on this machine, and which built-in groups hold it. */
#ifndef RETRY_LINT_MEANING_H
#define RETRY_LINT_MEANING_H

#include "engine/errors/class.h"
#include "engine/errors/group.h"

#define RETRY_MEANING_SIZE 192

enum retry_held { RETRY_HELD_NONE, RETRY_HELD_PART, RETRY_HELD_WHOLE };

/** Writes what the class stands for, "errno 104, Connection reset by peer". @return the buffer */
const char *retry__meaning_text(const struct retry_class *class, char buffer[RETRY_MEANING_SIZE]);
/** How much of the class, which is no group, does the member hold? */
enum retry_held retry__meaning_member(const struct retry_class *class, const struct retry_member *member);
/** How much of it does the group hold? */
enum retry_held retry__meaning_group(const struct retry_class *class, const struct retry_group *group);

#endif
