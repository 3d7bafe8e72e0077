/* vocabulary.h - the kinds of errors: their prefixes, and the names of their codes. */
#ifndef RETRY_ERRORS_VOCABULARY_H
#define RETRY_ERRORS_VOCABULARY_H

#include "engine/errors/coded.h"

struct retry_vocabulary {
    const char *prefix; /* "http", without the colon; errno has one only where it has no name for a number */
    const char *wrong;  /* of a spelling that it does not know, the end of a sentence */
    const char *usage;  /* what may stand there, as a help */
    const struct retry_coded *names;
    const size_t *name_count;
};

#define RETRY_VOCABULARY_COUNT 10 /* one more than the last retry_error_kind */

/* By retry_error_kind; that of RETRY_ERROR_NONE is empty. */
extern const struct retry_vocabulary retry__vocabularies[RETRY_VOCABULARY_COUNT];

/** The row of that name, exactly as it is spelled; NULL: none. */
const struct retry_coded *retry__vocabulary_find(const struct retry_vocabulary *vocabulary, const char *text,
                                                 size_t length);
/** The usual name of a code; NULL: none. */
const char *retry__vocabulary_name(const struct retry_vocabulary *vocabulary, int64_t code);

#endif
