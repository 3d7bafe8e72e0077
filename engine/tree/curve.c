/* curve.c - growing curves in whole numbers. */
#include "engine/tree/curve.h"

/* 1.001^40000 > 2^55 > RETRY_DURATION_MAX: beyond this power every multiplier above 1 has left the range of delays. */
#define POWER_MAX 40000

/* The number mantissa * 2^(exponent - 63); bit 63 of the mantissa is set, so that it lies in [2^exponent,
 * 2^(exponent+1)). */
struct scaled {
    uint64_t mantissa;
    uint32_t exponent;
};

static uint64_t least(uint64_t left, uint64_t right)
{
    return left < right ? left : right;
}

/* Exact. A delay has 55 bits, so that a multiplier of 2 or more passes the cap after 55 steps at most. */
static uint64_t grow_whole(uint64_t value, uint64_t multiplier, uint32_t power, uint64_t max_ns)
{
    for (; power > 0 && value < max_ns; power--)
        if (__builtin_mul_overflow(value, multiplier, &value))
            return max_ns;
    return least(value, max_ns);
}

static uint64_t grow_double(uint64_t value, uint32_t power, uint64_t max_ns)
{
    return power < 64 && value <= max_ns >> power ? value << power : max_ns;
}

/* The multiplier, rounded up to 64 bits. */
static struct scaled scaled_from(struct retry_decimal decimal)
{
    unsigned __int128 wide =
        (((unsigned __int128)decimal.billionths << 64) + RETRY_DECIMAL_ONE - 1) / RETRY_DECIMAL_ONE;
    uint32_t exponent = 63 - (uint32_t)__builtin_clzll((uint64_t)(wide >> 64));
    uint32_t shift = exponent + 1;

    return (struct scaled){(uint64_t)((wide + ((unsigned __int128)1 << shift) - 1) >> shift), exponent};
}

/* The product, rounded up to 64 bits: never below the exact one, at most 2^-63 of it above. */
static struct scaled scaled_multiply(struct scaled left, struct scaled right)
{
    unsigned __int128 product = (unsigned __int128)left.mantissa * right.mantissa;
    uint32_t carry = (uint32_t)(product >> 127);
    struct scaled result;

    product <<= 1 - carry;
    result.mantissa = (uint64_t)(product >> 64) + ((uint64_t)product != 0);
    result.exponent = left.exponent + right.exponent + carry;
    if (result.mantissa == 0) { /* rounded up to the next power of two */
        result.mantissa = UINT64_C(1) << 63;
        result.exponent++;
    }
    return result;
}

/*
 * Square and multiply (Knuth, The Art of Computer Programming 2, 4.6.3). Every rounding goes up, so that the power is
 * never below the exact one and the cap is reached wherever the exact curve reaches it. It is above by at most
 * 2 * POWER_MAX * 2^-63 < 10^-14 of the value, since an error doubles with each square as the power does. Steps of the
 * exact curve differ by 0.1 % or more, hence the curve never falls as the power grows. Not inlined: the registers that
 * it needs would be saved on the way of whole multipliers as well.
 */
__attribute__((noinline)) static uint64_t grow_fraction(uint64_t initial_ns, struct retry_decimal multiplier,
                                                        uint32_t power, uint64_t max_ns)
{
    struct scaled base = scaled_from(multiplier), result = {UINT64_C(1) << 63, 0};
    unsigned __int128 product;
    uint32_t shift;

    if (power > POWER_MAX)
        return max_ns;
    for (; power > 0; power >>= 1) {
        if (power & 1)
            result = scaled_multiply(result, base);
        base = scaled_multiply(base, base);
    }
    if (result.exponent >= 55)
        return max_ns;
    shift = 63 - result.exponent;
    product = (unsigned __int128)initial_ns * result.mantissa;
    product = (product + ((unsigned __int128)1 << (shift - 1))) >> shift;
    return product < max_ns ? (uint64_t)product : max_ns;
}

uint64_t retry__curve_power(uint64_t initial_ns, struct retry_decimal multiplier, uint32_t power, uint64_t max_ns)
{
    uint64_t whole = multiplier.billionths / RETRY_DECIMAL_ONE;

    if (initial_ns == 0 || power == 0)
        return least(initial_ns, max_ns);
    if (multiplier.billionths == 2 * RETRY_DECIMAL_ONE)
        return grow_double(initial_ns, power, max_ns);
    if (multiplier.billionths == RETRY_DECIMAL_ONE)
        return least(initial_ns, max_ns);
    if (multiplier.billionths == whole * RETRY_DECIMAL_ONE)
        return grow_whole(initial_ns, whole, power, max_ns);
    return grow_fraction(initial_ns, multiplier, power, max_ns);
}
