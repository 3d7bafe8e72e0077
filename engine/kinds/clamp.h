/* clamp.h - delays moved into a range. */
#ifndef RETRY_KINDS_CLAMP_H
#define RETRY_KINDS_CLAMP_H

#include "engine/tree/kind.h"

extern const struct retry_kind retry__kind_clamp;

#endif
