/* immediate.h - no delay at all. */
#ifndef RETRY_KINDS_IMMEDIATE_H
#define RETRY_KINDS_IMMEDIATE_H

#include "engine/tree/kind.h"

extern const struct retry_kind retry__kind_immediate;

#endif
