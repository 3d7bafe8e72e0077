/* geometric.h - delays that reach the longest one in a given number of equal ratios. */
#ifndef RETRY_KINDS_GEOMETRIC_H
#define RETRY_KINDS_GEOMETRIC_H

#include "engine/tree/kind.h"

extern const struct retry_kind retry__kind_geometric;

#endif
