/* date.h - reads dates of HTTP. */
#ifndef RETRY_ERRORS_DATE_H
#define RETRY_ERRORS_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Reads an HTTP date (RFC 9110, 5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT" and
 * "Sun Nov  6 08:49:37 1994", each exactly so; a leap second is the first second of the next minute. Whether the day
 * of the week fits is not looked at. No locale, no time zone of the host.
 *
 * @param now_s   seconds since 1970, for years of two digits: the latest such year that is not more than 50 years ahead
 * @param out_s   seconds since 1970, negative before it
 */
bool retry__date_read(const char *text, size_t length, int64_t now_s, int64_t *out_s);

#endif
