/* load.h - files become a set: all or nothing, with a report of everything that was found. */
#ifndef RETRY_STORE_LOAD_H
#define RETRY_STORE_LOAD_H

#include "engine/store/search.h"
#include "engine/store/set.h"
#include "engine/store/texts.h"

/* What to load, and what must outlive the old set. */
struct retry_load {
    const struct retry_search *search; /* may be NULL: no files */
    const char *defaults;              /* a document, the lowest layer; may be NULL */
    bool partial;                      /* the search has missed something, so that what is not known may stand there */
    /* numbers a custom's name; false: no memory */
    bool (*symbol)(void *context, const char *name, size_t length, uint32_t *out);
    void *symbol_context;
    /* plans of the old set that are in use: orphans where the new set lacks them */
    const struct retry_plan *const *keep;
    size_t keep_count;
    struct retry_texts *texts; /* takes the files and what they say, also where the load fails; NULL: they are freed */
};

/** Loads; NULL where anything was wrong or memory ran out, as the report then says. Sorts the report. The report must
 * not be NULL. */
struct retry_set *retry__load(const struct retry_load *load, struct retry_report *report);

#endif
