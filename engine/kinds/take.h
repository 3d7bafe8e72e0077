/* take.h - another backoff, for so many retries. */
#ifndef RETRY_KINDS_TAKE_H
#define RETRY_KINDS_TAKE_H

#include "engine/tree/kind.h"

extern const struct retry_kind retry__kind_take;

#endif
