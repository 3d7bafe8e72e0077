/* since.h - holds what a document says against the vocabulary of an older release. */
#ifndef RETRY_SCHEMA_SINCE_H
#define RETRY_SCHEMA_SINCE_H

#include "schema/fault.h"

#define RETRY_SINCE_FIRST "0.1" /* what says nothing of its release is from the first */

/** Reads "0.1", or what such a text begins with followed by a point. @return false: it is no release */
bool retry__since_read(const char *text, uint64_t *out);
/** Is the word, a kind or a key, known to the release that the check aims at? If not, adds a finding. NULL: from the
 * first release */
bool retry__since_check(const struct retry_check *check, const struct retry_value *word, const char *since);

#endif
