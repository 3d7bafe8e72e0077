/* release.h - which release a document is written for. */
#ifndef RETRY_STORE_RELEASE_H
#define RETRY_STORE_RELEASE_H

#include "schema/fault.h"

/** Is the document written in a version of the format, and for a release, that this one reads? If not, one finding says
 * so, and the rest of it is not to be held against what this release knows. */
bool retry__release_check(const struct retry_check *check);

#endif
