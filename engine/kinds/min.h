/* min.h - the shortest of several backoffs. */
#ifndef RETRY_KINDS_MIN_H
#define RETRY_KINDS_MIN_H

#include "engine/tree/kind.h"

extern const struct retry_kind retry__kind_min;

#endif
