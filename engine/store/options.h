/* options.h - reads an options struct of a caller that may know fewer members than we do, or more. */
#ifndef RETRY_STORE_OPTIONS_H
#define RETRY_STORE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/**
 * Copies the members that both sides know; the rest of *out stays zero.
 *
 * @param given  begins with its size; NULL: none is given
 * @return false: the size is none that a caller could have
 */
static inline bool retry__options_read(const void *given, void *out, size_t size)
{
    size_t given_size;

    memset(out, 0, size);
    if (given == NULL)
        return true;
    memcpy(&given_size, given, sizeof(given_size));
    if (given_size < sizeof(given_size) || given_size % sizeof(given_size) != 0)
        return false;
    memcpy(out, given, given_size < size ? given_size : size);
    return true;
}

#endif
