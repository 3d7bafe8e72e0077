/* sqlstate.c - an SQLSTATE as one number: five digits of base 36, so that those with one beginning are a range. */
#include "engine/errors/sqlstate.h"

#define DIGITS "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

static int32_t digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : -1;
}

bool retry__sqlstate_range(const char *text, size_t length, int32_t *from, int32_t *to)
{
    int32_t low = 0, high = 0;

    if (length == 0 || length > RETRY_SQLSTATE_LENGTH)
        return false;
    for (size_t i = 0; i < RETRY_SQLSTATE_LENGTH; i++) {
        int32_t value = i < length ? digit(text[i]) : 0;
        if (value < 0)
            return false;
        low = low * RETRY_SQLSTATE_BASE + value;
        high = high * RETRY_SQLSTATE_BASE + (i < length ? value : RETRY_SQLSTATE_BASE - 1);
    }
    *from = low;
    *to = high;
    return true;
}

const char *retry__sqlstate_text(int64_t code, char buffer[RETRY_SQLSTATE_LENGTH + 1])
{
    for (int i = RETRY_SQLSTATE_LENGTH; i-- > 0; code /= RETRY_SQLSTATE_BASE)
        buffer[i] = DIGITS[code % RETRY_SQLSTATE_BASE];
    buffer[RETRY_SQLSTATE_LENGTH] = '\0';
    return buffer;
}
