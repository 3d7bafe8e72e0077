/* jitter.h - delays spread around those of another backoff. */
#ifndef RETRY_KINDS_JITTER_H
#define RETRY_KINDS_JITTER_H

#include "engine/tree/kind.h"

extern const struct retry_kind retry__kind_jitter;

#endif
