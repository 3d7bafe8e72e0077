/* coded.h - a name that a vocabulary of errors has for a code. */
#ifndef RETRY_ERRORS_CODED_H
#define RETRY_ERRORS_CODED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RETRY_CODE_NOWHERE INT32_MIN /* in the place of the code: other platforms have the name, this one has not */

/* Tables of these are sorted by name, as strcmp() does. */
struct retry_coded {
    const char *name;
    int32_t code;
    bool alias; /* read, never written: another name of the code is the usual one */
};

#endif
