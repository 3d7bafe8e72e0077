/* scan.h - looks at the bytes of a text before any parser does. */
#ifndef RETRY_SCHEMA_SCAN_H
#define RETRY_SCHEMA_SCAN_H

#include "schema/report.h"

/**
 * Refuses what no policy file needs and parsers disagree on: invalid UTF-8, NUL, control characters, byte order marks
 * but UTF-8's at the start, bidi controls, U+2028 and U+2029, directives but %YAML 1.1 or 1.2 (YAML only). One finding
 * for each kind of fault at its first place.
 */
bool retry__scan(const struct retry_source *source, bool yaml, struct retry_report *report);
/** Is it all printable ASCII, as nearly all text is? */
bool retry__scan_printable(const char *text, size_t length);
/** The code point at text[*at], of valid UTF-8; moves *at past it. */
uint32_t retry__scan_point(const char *text, size_t size, size_t *at);
/** The columns that valid UTF-8 takes: its code points. */
size_t retry__scan_width(const char *text, size_t length);
/** At most so many bytes of valid UTF-8, without a torn code point at the end. */
size_t retry__scan_cut(const char *text, size_t length, size_t most);

/** The bytes of the word that the text starts with, up to a space or the end of the line; at most 40. */
size_t retry__scan_word(const char *text, size_t length);

/* A key and its value with no space between: "version:1". */
struct retry_unspaced {
    size_t key_length;
    const char *value; /* behind the ':' and any spaces that YAML takes for none, value_length bytes */
    size_t value_length;
};

/** Is the text that, the mark being ':' or '='? Addresses such as "http://x" are none. */
bool retry__scan_unspaced(const char *text, size_t length, char mark, struct retry_unspaced *out);

#endif
