/* power.h - powers that are no whole numbers, in whole numbers. */
#ifndef RETRY_TREE_POWER_H
#define RETRY_TREE_POWER_H

#include "schema/decimal.h"

/**
 * initial * base^exponent, at most max_ns. Exact for a whole exponent; else within 1 ns + 10^-11 of the value, never
 * falling as the base grows, exactly max_ns wherever the value reaches it.
 *
 * @param base      at least 1
 * @param exponent  0 to 10, at most 3 digits after the point
 */
uint64_t retry__power_grow(uint64_t initial_ns, uint32_t base, struct retry_decimal exponent, uint64_t max_ns);
/**
 * initial * (max / initial)^(step / steps), at most max_ns: equal ratios from initial to max. Within 1 ns + 10^-11 of
 * the value, never falling as step grows; exactly initial_ns at step 0 and max_ns from `steps` on.
 *
 * @param initial_ns  1 to max_ns
 */
uint64_t retry__power_between(uint64_t initial_ns, uint64_t max_ns, uint32_t step, uint32_t steps);

#endif
