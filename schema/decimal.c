/* decimal.c - exact decimals: whole billionths, never a float. */
#include "schema/decimal.h"

#include <inttypes.h>
#include <stdio.h>

const char retry__decimal_too_large[] = "is too large";

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Says why the number does not go on at this byte; `after_zero` where all before it is a single 0. */
static const char *problem_at(char byte, bool after_zero)
{
    if (is_digit(byte))
        return "has a leading zero";
    if (after_zero && (byte == 'x' || byte == 'X'))
        return "is hexadecimal";
    if (after_zero && (byte == 'o' || byte == 'O'))
        return "is octal";
    switch (byte) {
    case 'e':
    case 'E':
        return "has an exponent";
    case '_':
        return "has an underscore";
    case ',':
        return "has a comma";
    case ' ':
    case '\t':
        return "has a space";
    case '%':
        return "has a percent sign";
    case '.':
        return "has a point";
    default:
        return "is not a number";
    }
}

static const char *problem_at_start(const char *text, size_t length)
{
    if (length == 0)
        return "is empty";
    if ((text[0] == '-' || text[0] == '+') && length > 1)
        return "has a sign";
    if (text[0] == '.' && length > 1 && is_digit(text[1]))
        return "has no digit before the point";
    return text[0] == ' ' || text[0] == '\t' ? "has a space" : "is not a number";
}

/* Reads the digits before a point and moves *at past them. */
static const char *whole_part(const char *text, size_t length, size_t *at, uint64_t *out)
{
    bool overflow = false;

    *out = 0;
    if (length == 0 || !is_digit(text[0]))
        return problem_at_start(text, length);
    for (*at = 0; *at < length && is_digit(text[*at]) && (*at == 0 || text[0] != '0'); ++*at) {
        overflow |= __builtin_mul_overflow(*out, 10u, out);
        overflow |= __builtin_add_overflow(*out, (uint64_t)(text[*at] - '0'), out);
    }
    if (*at < length && text[*at] != '.')
        return problem_at(text[*at], *at == 1 && text[0] == '0');
    return overflow ? retry__decimal_too_large : NULL;
}

const char *retry__whole_parse(const char *text, size_t length, uint64_t *out)
{
    size_t at = 0;
    uint64_t whole;
    const char *problem = whole_part(text, length, &at, &whole);

    if (problem == NULL && at < length)
        problem = problem_at(text[at], false);
    if (problem == NULL)
        *out = whole;
    return problem;
}

/* Reads what follows the point as billionths. */
static const char *fraction(const char *text, size_t length, unsigned digits, uint64_t *out)
{
    uint64_t unit = RETRY_DECIMAL_ONE;
    size_t count;

    *out = 0;
    for (count = 0; count < length && is_digit(text[count]); count++) {
        if (count == digits)
            return "has too many digits after the point";
        unit /= 10;
        *out += unit * (uint64_t)(text[count] - '0');
    }
    if (count < length)
        return text[count] == '.' ? "has two points" : problem_at(text[count], false);
    return count == 0 ? "has no digit after the point" : NULL;
}

const char *retry__decimal_parse(const char *text, size_t length, unsigned digits, struct retry_decimal *out)
{
    size_t at = 0;
    uint64_t whole;
    uint64_t billionths = 0;
    const char *problem = whole_part(text, length, &at, &whole);

    if (problem == NULL && at < length)
        problem = fraction(text + at + 1, length - at - 1, digits, &billionths);
    if (problem != NULL)
        return problem;
    if (__builtin_mul_overflow(whole, RETRY_DECIMAL_ONE, &whole) ||
        __builtin_add_overflow(whole, billionths, &billionths))
        return retry__decimal_too_large;
    out->billionths = billionths;
    return NULL;
}

size_t retry__decimal_text(struct retry_decimal decimal, char *buffer, size_t size)
{
    uint64_t whole = decimal.billionths / RETRY_DECIMAL_ONE;
    uint64_t billionths = decimal.billionths % RETRY_DECIMAL_ONE;
    int digits = 9;

    if (billionths == 0)
        return (size_t)snprintf(buffer, size, "%" PRIu64, whole);
    for (; billionths % 10 == 0; billionths /= 10)
        digits--;
    return (size_t)snprintf(buffer, size, "%" PRIu64 ".%0*" PRIu64, whole, digits, billionths);
}
