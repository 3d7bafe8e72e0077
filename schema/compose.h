/* compose.h - builds a document from what a reader meets, and holds it to the limits. */
#ifndef RETRY_SCHEMA_COMPOSE_H
#define RETRY_SCHEMA_COMPOSE_H

#include "schema/limits.h"
#include "schema/report.h"

/* A stack machine. A reader fills in the first two members, zeroes the others, and feeds it from left to right. */
struct retry_compose {
    struct retry_document *document; /* its source set, the rest zero bytes */
    struct retry_report *report;
    struct retry_value *pending;    /* the open collections, each followed by its children so far */
    size_t count, capacity;         /* of pending */
    size_t open[RETRY_LIMIT_DEPTH]; /* where in pending the open collections stand */
    uint32_t depth;                 /* of them */
    uint32_t values;                /* met so far, keys included */
    bool faulty;                    /* a finding was made that did not end the reading, but leaves no document */
};

/* All return false where the reading cannot go on; the report then has the reason. */

/** Opens a list or a mapping; its place ends where its first token does. */
bool retry__compose_begin(struct retry_compose *compose, enum retry_value_type type, const struct retry_range *place);
/** Takes a key, an item or a value. The text must live as long as the document. */
bool retry__compose_scalar(struct retry_compose *compose, const struct retry_value *scalar);
/** Closes the innermost collection, which ends there; 0: where its last child ends. */
bool retry__compose_end(struct retry_compose *compose, uint32_t end);

/** The innermost open collection; NULL where none is. */
const struct retry_value *retry__compose_innermost(const struct retry_compose *compose);
/** Will the next value be a key? */
bool retry__compose_wants_key(const struct retry_compose *compose);
/** Makes the document's root of all. @return false where there was any finding but of keys that stand twice */
bool retry__compose_finish(struct retry_compose *compose);
/** Frees what is not the document's. */
void retry__compose_done(struct retry_compose *compose);

#endif
