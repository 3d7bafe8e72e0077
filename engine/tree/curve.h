/* curve.h - growing curves in whole numbers. */
#ifndef RETRY_TREE_CURVE_H
#define RETRY_TREE_CURVE_H

#include "schema/duration.h"

/**
 * initial * multiplier^power, at most max_ns. Exact for a whole multiplier; else within 1 ns + 10^-11 of the value,
 * never falling as power grows, exactly max_ns wherever the value reaches it. In time that does not grow with power.
 *
 * @param multiplier  1 to 100, at most 3 digits after the point
 */
uint64_t retry__curve_power(uint64_t initial_ns, struct retry_decimal multiplier, uint32_t power, uint64_t max_ns);

#endif
