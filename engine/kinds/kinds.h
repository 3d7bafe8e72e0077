/* kinds.h - the list of all kinds of node. */
#ifndef RETRY_KINDS_KINDS_H
#define RETRY_KINDS_KINDS_H

#include "engine/tree/kind.h"

#define RETRY_KIND_COUNT 18

extern const struct retry_kind *const retry__kinds[RETRY_KIND_COUNT];        /* sorted by name */
extern const struct retry_shape *const retry__kind_shapes[RETRY_KIND_COUNT]; /* in the same order */

#endif
