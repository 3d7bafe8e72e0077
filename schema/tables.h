/* tables.h - all that documents may say, the tables from which schema and reference are written. */
#ifndef RETRY_SCHEMA_TABLES_H
#define RETRY_SCHEMA_TABLES_H

#include "schema/shape.h"

#define RETRY_TABLES_SECTIONS 64 /* more than documents have */

/* What stands in the ANY field of that key, or how a TEXT field of it is written; rows of one key are alternatives. */
struct retry_tables_place {
    const char *key;                 /* NULL ends the rows */
    const struct retry_field *field; /* what stands there; one of type ANY leads on to the rows of its own key */
    bool text;                       /* in the place of a field: a text as in a TEXTS field */
    bool list;                       /* a list of these */
    uint8_t least, most;             /* of a list: how many; most 0: any number */
    /* How a text is written, and what to say where it is not: as below. NULL: as the field says. */
    const char *pattern, *message;
};

struct retry_tables {
    const struct retry_shape *document;
    const struct retry_shape *const *kinds; /* sorted by name */
    size_t kind_count;
    const struct retry_tables_place *places;
    /* What a text of a TEXTS field is: an expression of ECMA 262 without delimiters, matched as a whole; the message
     * where it does not match; spellings to propose, ending with NULL. */
    const char *text_pattern;
    const char *text_message;
    const char *const *text_examples;
};

/* Every section once, the document first and then in the order in which the tables lead to them. */
struct retry_sections {
    const struct retry_shape *shapes[RETRY_TABLES_SECTIONS];
    size_t count;
};

void retry__tables_sections(const struct retry_tables *tables, struct retry_sections *out);

#endif
