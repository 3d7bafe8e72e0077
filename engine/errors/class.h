/* class.h - reads how documents spell errors: "ECONNREFUSED", "http:5xx", "sqlstate:08*", "transient". */
#ifndef RETRY_ERRORS_CLASS_H
#define RETRY_ERRORS_CLASS_H

#include "engine/retry.h"

struct retry_group;

enum retry_class_type {
    RETRY_CLASS_CODES,   /* the codes from..to of a kind */
    RETRY_CLASS_WORD,    /* a word of the program's */
    RETRY_CLASS_GROUP,   /* a built-in group */
    RETRY_CLASS_ANY,     /* everything */
    RETRY_CLASS_NOWHERE, /* a name that other platforms have: known, and matches nothing here */
    RETRY_CLASS_NAME     /* perhaps a group that documents define: a checked name */
};

struct retry_class {
    enum retry_class_type type;
    uint8_t kind;                    /* CODES: a retry_error_kind */
    int32_t from, to;                /* CODES: both included */
    const char *word;                /* WORD, NAME: borrowed from the text, no NUL at the end */
    size_t length;                   /* of the word */
    const struct retry_group *group; /* GROUP */
};

/**
 * Reads one spelling.
 *
 * @return NULL, or what is wrong as the end of a sentence ("is no HTTP status"), *out untouched
 */
const char *retry__class_read(const char *text, size_t length, struct retry_class *out);
/** Writes what may have been meant by a spelling that could not be read, "did you mean ECONNREFUSED?", or what to write
 * instead. @return the buffer */
const char *retry__class_help(const char *text, size_t length, char *buffer, size_t size);
/** Does the class name exactly one error? Then that error, for tests in policy files; a word is borrowed. */
bool retry__class_error(const struct retry_class *class, retry_error *out);

#endif
