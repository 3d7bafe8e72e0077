/* decorrelated.h - delays drawn up to a multiple of the one before. */
#ifndef RETRY_KINDS_DECORRELATED_H
#define RETRY_KINDS_DECORRELATED_H

#include "engine/tree/kind.h"

extern const struct retry_kind retry__kind_decorrelated;

#endif
