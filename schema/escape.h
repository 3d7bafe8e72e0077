/* escape.h - makes bytes of a file fit for a person's terminal. */
#ifndef RETRY_SCHEMA_ESCAPE_H
#define RETRY_SCHEMA_ESCAPE_H

#include <stddef.h>

/**
 * Writes the text with C0, DEL, C1, bidi, invisible and invalid bytes as \xHH or \u{HHHH}, cut at a whole character,
 * with "..." at the end where it was cut. Always ends with NUL where size > 0. @return bytes written without the NUL
 */
size_t retry__escape(const char *text, size_t length, char *buffer, size_t size);

/* One character as it is shown. */
struct retry_glyph {
    char text[12];   /* no NUL at the end */
    unsigned length; /* bytes of text */
    unsigned cells;  /* that it takes on a terminal: 0 for a combining mark, 2 for a wide character */
};

/** The character at text[*at], *at below length, made fit to be shown, a TAB as a space; moves *at past it. */
struct retry_glyph retry__escape_next(const char *text, size_t length, size_t *at);

#endif
