/* scale.h - delays multiplied by a factor. */
#ifndef RETRY_KINDS_SCALE_H
#define RETRY_KINDS_SCALE_H

#include "engine/tree/kind.h"

extern const struct retry_kind retry__kind_scale;

#endif
