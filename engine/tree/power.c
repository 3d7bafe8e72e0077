/* power.c - powers that are no whole numbers, in whole numbers. */
#include "engine/tree/power.h"

#include "schema/shape.h"

/* Logarithms are to the base 2, in units of 2^-58, so that those of all delays and counts fit 64 bits. */
#define LOG_BITS 58
#define LOG_MAX (UINT64_C(55) << LOG_BITS) /* 2^55 > RETRY_DURATION_MAX */
/* Added to what is a sum of a few logarithms, times 10 at most: more than they and a power of two are off by, so that
 * nothing comes out below its exact value. It makes a delay longer by 2^-52 of itself. */
#define LOG_MARGIN 64

#define ROOT_OF_TWO UINT64_C(0xb504f333f9de6484) /* in units of 2^-63 */

/* 2 / ln 2 / (2k + 1), in units of 2^-61 */
static const uint64_t log_terms[] = {
    UINT64_C(0x5c551d94ae0bf85d), UINT64_C(0x1ec709dc3a03fd74), UINT64_C(0x12776c50ef9bfe79),
    UINT64_C(0x0d30bb153d6f6c9f), UINT64_C(0x0a42589ebe01547c), UINT64_C(0x0864d424ca011694),
    UINT64_C(0x071a3d5a34c5d807), UINT64_C(0x0627cec5a533ff7d), UINT64_C(0x056e6b26dd0fc350),
    UINT64_C(0x04dc0f07d343ff99), UINT64_C(0x046593b1bf252435), UINT64_C(0x0403b35f8200853b),
    UINT64_C(0x03b17c102febffb1),
};

/* (ln 2)^n / n! from n = 1 on, in units of 2^-64 */
static const uint64_t power_terms[] = {
    UINT64_C(0xb17217f7d1cf79ab), UINT64_C(0x3d7f7bff058b1d50), UINT64_C(0x0e35846b82505fc5),
    UINT64_C(0x0276556df749cee5), UINT64_C(0x005761ff9e299cc4), UINT64_C(0x000a184897c363c3),
    UINT64_C(0x0000ffe5fe2c4586), UINT64_C(0x0000162c0223a5c8), UINT64_C(0x000001b5253d395e),
    UINT64_C(0x0000001e4cf5158b), UINT64_C(0x00000001e8cac735), UINT64_C(0x000000001c3bd650),
    UINT64_C(0x0000000001816193), UINT64_C(0x0000000000131496), UINT64_C(0x000000000000e1b7),
    UINT64_C(0x00000000000009c7), UINT64_C(0x0000000000000066), UINT64_C(0x0000000000000003),
};

/* The upper half of the product. */
static uint64_t multiply(uint64_t left, uint64_t right)
{
    return (uint64_t)(((unsigned __int128)left * right) >> 64);
}

static uint64_t least(unsigned __int128 left, uint64_t right)
{
    return left < right ? (uint64_t)left : right;
}

/* terms[0] + x * (terms[1] + x * (...)), x in units of 2^-64. Never falls as x grows, since no rounding does. */
static uint64_t series(const uint64_t *terms, size_t count, uint64_t x)
{
    uint64_t sum = terms[count - 1];

    for (size_t i = count - 1; i > 0; i--)
        sum = terms[i - 1] + multiply(sum, x);
    return sum;
}

/*
 * The logarithm of a number below 2^63, off by less than 2 units. It is m * 2^e with m between the root of 1/2 and the
 * root of 2, and log2(m) = 2 / ln 2 * (z + z^3/3 + z^5/5 + ...) with z = (m - 1) / (m + 1) (Abramowitz and Stegun
 * 4.1.27); |z| is below 0.172, so that the 13th term is below 2^-64.
 */
static uint64_t logarithm(uint64_t number)
{
    uint32_t exponent = 63 - (uint32_t)__builtin_clzll(number);
    uint64_t mantissa = number << (63 - exponent); /* 1 to 2, in units of 2^-63 */
    bool upper = mantissa >= ROOT_OF_TWO;
    uint64_t one = UINT64_C(1) << 63;
    uint64_t over = upper ? 0 - mantissa : mantissa - one;            /* what it differs from 2 or from 1 by */
    uint64_t under = (mantissa >> 1) + (upper ? one : one >> 1);      /* the sum, in units of 2^-62 */
    uint64_t z = (uint64_t)(((unsigned __int128)over << 63) / under); /* in units of 2^-64 */
    uint64_t part = multiply(series(log_terms, RETRY_COUNT(log_terms), multiply(z, z)), z) >> (61 - LOG_BITS);

    return upper ? ((uint64_t)(exponent + 1) << LOG_BITS) - part : ((uint64_t)exponent << LOG_BITS) + part;
}

/* value * 2^log, rounded half up; 2^x - 1 = x ln 2 + (x ln 2)^2 / 2! + ... with 18 terms, off by less than 2^-59. */
static uint64_t raise(uint64_t value, uint64_t log, uint64_t max_ns)
{
    uint64_t rest = log << (64 - LOG_BITS); /* behind the point, in units of 2^-64 */
    uint64_t mantissa =
        (UINT64_C(1) << 63) + (multiply(series(power_terms, RETRY_COUNT(power_terms), rest), rest) >> 1);
    uint32_t shift = 63 - (uint32_t)(log >> LOG_BITS);
    unsigned __int128 product = (unsigned __int128)value * mantissa;

    return least((product + ((unsigned __int128)1 << (shift - 1))) >> shift, max_ns);
}

static uint64_t grow_whole(uint64_t value, uint64_t base, uint64_t exponent, uint64_t max_ns)
{
    for (; exponent > 0 && value < max_ns; exponent--)
        if (__builtin_mul_overflow(value, base, &value))
            return max_ns;
    return least(value, max_ns);
}

/* Neighbouring bases differ by 10^-3 / 2^32 of the value or more, far more than what is rounded, so nothing falls. */
uint64_t retry__power_grow(uint64_t initial_ns, uint32_t base, struct retry_decimal exponent, uint64_t max_ns)
{
    unsigned __int128 log;

    if (initial_ns == 0 || base <= 1)
        return least(initial_ns, max_ns);
    if (exponent.billionths % RETRY_DECIMAL_ONE == 0)
        return grow_whole(initial_ns, base, exponent.billionths / RETRY_DECIMAL_ONE, max_ns);
    log = (unsigned __int128)logarithm(base) * exponent.billionths / RETRY_DECIMAL_ONE + LOG_MARGIN;
    return log < LOG_MAX ? raise(initial_ns, (uint64_t)log, max_ns) : max_ns;
}

/* The logarithm of the whole way is one number, rounded once, so that its parts grow with the steps. */
uint64_t retry__power_between(uint64_t initial_ns, uint64_t max_ns, uint32_t step, uint32_t steps)
{
    uint64_t from, to;
    unsigned __int128 log;

    if (step == 0)
        return initial_ns;
    if (step >= steps)
        return max_ns;
    from = logarithm(initial_ns);
    to = logarithm(max_ns);
    log = (unsigned __int128)(to > from ? to - from : 0) * step / steps + LOG_MARGIN;
    return raise(initial_ns, least(log, LOG_MAX - 1), max_ns);
}
