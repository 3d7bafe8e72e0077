/* shown.h - effective policies as a document of values, each with the place that it comes from. */
#ifndef RETRY_LINT_SHOWN_H
#define RETRY_LINT_SHOWN_H

#include "engine/store/load.h"
#include "schema/cursor.h"

enum retry_shown_type {
    RETRY_SHOWN_BARE, /* a number or a boolean */
    RETRY_SHOWN_TEXT, /* everything else that is one value */
    RETRY_SHOWN_ROW,  /* a list of values that came together, on one line */
    RETRY_SHOWN_LIST, /* a list */
    RETRY_SHOWN_MAPPING
};

/* A place whose value another one has taken. */
struct retry_shown_place {
    const struct retry_document *document;
    uint32_t line;
    struct retry_shown_place *below; /* whose value that one had taken */
};

struct retry_shown {
    enum retry_shown_type type;
    const char *key;                         /* under which it stands; NULL in a list */
    const char *text;                        /* BARE, TEXT */
    struct retry_shown *first, *last, *next; /* what it holds; what stands behind it */
    const struct retry_document *document; /* that it comes from; NULL where only what it holds comes from somewhere */
    uint32_t line;
    struct retry_shown_place *over; /* what it has been laid over; NULL: nothing */
};

/* A document of effective policies. */
struct retry_shown_document {
    const struct retry_loading *loading;
    struct retry_arena arena;
    struct retry_shown root;     /* of the document */
    struct retry_shown version;  /* what it holds, in order; */
    struct retry_shown backoffs; /* these only where a policy would be nested too deep otherwise */
    struct retry_shown policies;
    struct retry_cursor cursor; /* at the place whose line was asked for last */
    bool failed;                /* memory ran out */
};

/** Begins a document without policies; it stays where it is. */
void retry__shown_begin(struct retry_shown_document *shown, const struct retry_loading *loading);
void retry__shown_end(struct retry_shown_document *shown);

#endif
