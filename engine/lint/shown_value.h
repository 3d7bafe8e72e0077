/* shown_value.h - values of documents as they are shown: references followed, in their shortest spelling. */
#ifndef RETRY_LINT_SHOWN_VALUE_H
#define RETRY_LINT_SHOWN_VALUE_H

#include "engine/lint/shown.h"

/* A value of a document that becomes part of something. */
struct retry_part {
    struct retry_shown_document *made;
    struct retry_shown *into;
    unsigned depth; /* of `into` in the document that is made */
    const struct retry_field *field;
    const struct retry_document *document;
    const struct retry_value *value;
};

/** Appends a value to what it becomes part of. @return NULL: no memory, as the document then knows */
struct retry_shown *retry__part_append(const struct retry_part *part, enum retry_shown_type type, const char *key);
/** The line on which a value of a document begins. */
uint32_t retry__part_line(const struct retry_part *part, const struct retry_document *document,
                          const struct retry_value *value);
/** Shows the value of a field under its key. */
void retry__part_show(const struct retry_part *part);

#endif
