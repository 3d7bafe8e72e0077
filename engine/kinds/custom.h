/* custom.h - delays that the program's own function answers. */
#ifndef RETRY_KINDS_CUSTOM_H
#define RETRY_KINDS_CUSTOM_H

#include "engine/tree/kind.h"

extern const struct retry_kind retry__kind_custom;

#endif
