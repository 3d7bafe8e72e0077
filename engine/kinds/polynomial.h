/* polynomial.h - delays that grow as a power of the number of the retry. */
#ifndef RETRY_KINDS_POLYNOMIAL_H
#define RETRY_KINDS_POLYNOMIAL_H

#include "engine/tree/kind.h"

extern const struct retry_kind retry__kind_polynomial;

#endif
