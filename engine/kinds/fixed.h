/* fixed.h - the same delay before every retry. */
#ifndef RETRY_KINDS_FIXED_H
#define RETRY_KINDS_FIXED_H

#include "engine/tree/kind.h"

extern const struct retry_kind retry__kind_fixed;

#endif
