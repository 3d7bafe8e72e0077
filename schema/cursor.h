/* cursor.h - finds the line and column of a place, and its source line, without counting from the start each time. */
#ifndef RETRY_SCHEMA_CURSOR_H
#define RETRY_SCHEMA_CURSOR_H

#include "schema/value.h"

#define RETRY_CURSOR_LINE 512 /* bytes kept of a source line; a minified file is one line of megabytes */

/* A position in a source; zero bytes are none yet. */
struct retry_cursor {
    const char *file; /* the name, compared as a pointer: a report keeps one copy of each */
    const char *text;
    size_t size;
    size_t offset;
    uint32_t line, column;
};

/* The piece of a source line that is worth showing, borrowed from the source. */
struct retry_cursor_line {
    const char *text;
    size_t length;
    uint32_t column; /* of the first character: over 1 where the start is cut away */
    bool cut;        /* the end is cut away */
};

/** Moves the cursor to the start of a range that lies in the source, and says which lines and columns the range takes.
 */
struct retry_span retry__cursor_span(struct retry_cursor *cursor, const struct retry_source *source, const char *file,
                                     const struct retry_range *range);
/** Counts the lines that begin after `from`, up to the byte at `to`: what the line of `to` is further down. Quick, for
 * whoever asks for many places in their order and needs no columns. A NUL ends
 * the text. */
uint32_t retry__cursor_breaks(const struct retry_source *source, size_t from, size_t to);
/** Moves the cursor to the place and finds its line. @return false where the source has no such line */
bool retry__cursor_line(struct retry_cursor *cursor, const struct retry_source *source, const char *file, uint32_t line,
                        uint32_t column, struct retry_cursor_line *out);

#endif
