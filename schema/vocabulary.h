/* vocabulary.h - all that documents may say, as one table of tables that schema and reference are written from. */
#ifndef RETRY_SCHEMA_VOCABULARY_H
#define RETRY_SCHEMA_VOCABULARY_H

#include "schema/shape.h"

#define RETRY_VOCABULARY_SECTIONS 64 /* more than a vocabulary has */

/* What stands in the ANY field of that key; rows of one key are alternatives. */
struct retry_vocabulary_place {
    const char *key;                 /* NULL ends the rows */
    const struct retry_shape *shape; /* of a mapping; NULL: no mapping may stand there */
    bool scalars;                    /* scalars may stand there */
    bool list;                       /* a list of these, with one item at least */
};

struct retry_vocabulary {
    const struct retry_shape *document;
    const struct retry_shape *const *kinds; /* sorted by name */
    size_t kind_count;
    const struct retry_vocabulary_place *places;
    /* What a text of a TEXTS field is: an expression of ECMA 262 without delimiters, matched as a whole; the message
     * where it does not match; spellings to propose, ending with NULL. */
    const char *text_pattern;
    const char *text_message;
    const char *const *text_examples;
};

/* Every section once, the document first and then in the order in which the tables lead to them. */
struct retry_sections {
    const struct retry_shape *shapes[RETRY_VOCABULARY_SECTIONS];
    size_t count;
};

void retry__vocabulary_sections(const struct retry_vocabulary *vocabulary, struct retry_sections *out);

#endif
