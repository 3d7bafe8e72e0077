/* fibonacci.h - delays that grow as the Fibonacci numbers. */
#ifndef RETRY_KINDS_FIBONACCI_H
#define RETRY_KINDS_FIBONACCI_H

#include "engine/tree/kind.h"

extern const struct retry_kind retry__kind_fibonacci;

#endif
