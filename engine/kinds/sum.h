/* sum.h - the delays of several backoffs added. */
#ifndef RETRY_KINDS_SUM_H
#define RETRY_KINDS_SUM_H

#include "engine/tree/kind.h"

extern const struct retry_kind retry__kind_sum;

#endif
