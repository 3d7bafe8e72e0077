/* linear.h - delays that grow by a constant amount. */
#ifndef RETRY_KINDS_LINEAR_H
#define RETRY_KINDS_LINEAR_H

#include "engine/tree/kind.h"

extern const struct retry_kind retry__kind_linear;

#endif
