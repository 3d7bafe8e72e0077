/* texts.h - the files of a set with what they say. */
#ifndef RETRY_STORE_TEXTS_H
#define RETRY_STORE_TEXTS_H

#include "engine/store/file.h"

/* A file and what it says. Findings and values point into it, so it never moves. */
struct retry_text {
    struct retry_file file;
    struct retry_document document; /* where `parsed` */
    uint32_t layer;
    bool parsed;
};

/* Zero bytes are none. */
struct retry_texts {
    struct retry_text *items; /* highest layer first */
    size_t count;
};

void retry__texts_done(struct retry_texts *texts);

#endif
