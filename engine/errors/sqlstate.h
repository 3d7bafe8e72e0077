/* sqlstate.h - an SQLSTATE as one number: five digits of base 36, so that those with one beginning are a range. */
#ifndef RETRY_ERRORS_SQLSTATE_H
#define RETRY_ERRORS_SQLSTATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RETRY_SQLSTATE_LENGTH 5
#define RETRY_SQLSTATE_BASE 36
#define RETRY_SQLSTATE_LAST 60466175 /* ZZZZZ, which no database uses: 36^5 - 1 */

/** The states that begin with 1 to 5 digits of 0-9A-Z, *from to *to. @return false: other characters, or another
 * length */
bool retry__sqlstate_range(const char *text, size_t length, int32_t *from, int32_t *to);
/** Writes the five digits and a NUL. @return the buffer */
const char *retry__sqlstate_text(int64_t code, char buffer[RETRY_SQLSTATE_LENGTH + 1]);

#endif
