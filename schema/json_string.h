/* json_string.h - finds the end of a string in JSON and undoes its escapes. */
#ifndef RETRY_SCHEMA_JSON_STRING_H
#define RETRY_SCHEMA_JSON_STRING_H

#include "schema/finding.h"

#include <stdbool.h>
#include <stddef.h>

/* What can be wrong with a string. */
struct retry_json_fault {
    enum retry_finding_code code;
    const char *message, *help;
    bool opening;  /* it is shown at the opening quote, else at the offset of the fault */
    size_t length; /* bytes to point at */
};

struct retry_json_string {
    size_t end;           /* just past the closing quote, or the offset of the fault */
    size_t continuations; /* bytes that do not start a code point, which columns leave out */
    bool escaped;
};

/** Finds the end of the string whose opening quote is text[at], in scanned text. @return NULL, or what is wrong */
const struct retry_json_fault *retry__json_string_find(const char *text, size_t size, size_t at,
                                                       struct retry_json_string *out);
/**
 * Undoes the escapes of what stands between the quotes, as found above.
 *
 * @param out   takes at most as many bytes as there are between the quotes; *length is set to their number
 * @param fault_at  set, where there is a fault, to its offset from the first byte
 * @return NULL, or what is wrong
 */
const struct retry_json_fault *retry__json_string_decode(const char *raw, size_t raw_length, char *out, size_t *length,
                                                         size_t *fault_at);

#endif
