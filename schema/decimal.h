/* decimal.h - exact decimals: whole billionths, never a float. */
#ifndef RETRY_SCHEMA_DECIMAL_H
#define RETRY_SCHEMA_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RETRY_DECIMAL_ONE UINT64_C(1000000000)

struct retry_decimal {
    uint64_t billionths;
};

/* The answer of both parsers to a well-formed number that cannot be held: compare the pointer. */
extern const char retry__decimal_too_large[];

/**
 * Reads `0|[1-9][0-9]*` with an optional point and 1 to `digits` digits (at most 9).
 *
 * @return NULL, or what is wrong as the end of a sentence ("has a sign")
 */
const char *retry__decimal_parse(const char *text, size_t length, unsigned digits, struct retry_decimal *out);
/** Reads `0|[1-9][0-9]*`. @return as above */
const char *retry__whole_parse(const char *text, size_t length, uint64_t *out);
/** Writes the shortest spelling, "1.5"; returns its length. Size 32 always suffices. */
size_t retry__decimal_text(struct retry_decimal decimal, char *buffer, size_t size);

#endif
