/* exponential.h - delays that grow by a constant factor. */
#ifndef RETRY_KINDS_EXPONENTIAL_H
#define RETRY_KINDS_EXPONENTIAL_H

#include "engine/tree/kind.h"

extern const struct retry_kind retry__kind_exponential;

#endif
