/* escape.h - makes bytes of a file fit for a person's terminal. */
#ifndef RETRY_SCHEMA_ESCAPE_H
#define RETRY_SCHEMA_ESCAPE_H

#include <stddef.h>

/**
 * Writes the text with C0 (TAB as a space), DEL, C1, bidi, zero-width and invalid bytes as \xHH or \u{HHHH}, cut at a whole
 * character, with "..." at the end where it was cut. Always ends with NUL where size > 0. @return bytes written without the NUL
 */
size_t retry__escape(const char *text, size_t length, char *buffer, size_t size);

#endif
