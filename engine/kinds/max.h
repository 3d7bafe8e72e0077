/* max.h - the longest of several backoffs. */
#ifndef RETRY_KINDS_MAX_H
#define RETRY_KINDS_MAX_H

#include "engine/tree/kind.h"

extern const struct retry_kind retry__kind_max;

#endif
