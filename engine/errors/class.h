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
    const char *word;                /* WORD, NAME, NOWHERE: borrowed from the text, no NUL at the end */
    size_t length;                   /* of the word; NOWHERE: of the whole spelling */
    const struct retry_group *group; /* GROUP, ANY */
};

#define RETRY_CLASS_TEXT 96 /* bytes that hold any spelling, its NUL included */

/**
 * Reads one spelling.
 *
 * @return NULL, or what is wrong as the end of a sentence ("is no HTTP status"), *out untouched
 */
const char *retry__class_read(const char *text, size_t length, struct retry_class *out);
/** Writes what may have been meant by a spelling that could not be read, or by a NAME that no document defines: "did
 * you mean ECONNREFUSED?", "write http:503", or what may stand there; "" where all of the text is unknown. @return the
 * buffer, of which RETRY_CLASS_HELP bytes suffice */
const char *retry__class_help(const char *text, size_t length, char *buffer, size_t size);
#define RETRY_CLASS_HELP 256
/** Writes the usual spelling, which reads as the same class. @return the buffer */
const char *retry__class_text(const struct retry_class *class, char buffer[RETRY_CLASS_TEXT]);
/** Does the class name exactly one error? Then that error as a program reports it, so that http:200 is success; for
 * tests in policy files. A word is borrowed, and a NUL must follow it as long as the error is used. */
bool retry__class_error(const struct retry_class *class, retry_error *out);

#endif
