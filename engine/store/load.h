/* load.h - files become a set: all or nothing, with a report of everything that was found. */
#ifndef RETRY_STORE_LOAD_H
#define RETRY_STORE_LOAD_H

#include "engine/store/build.h"
#include "engine/store/file.h"
#include "engine/store/search.h"
#include "engine/store/set.h"
#include "engine/store/shapes.h"

struct retry_loading;

/* A file that is in memory already; both are NUL-terminated. */
struct retry_load_text {
    const char *name;
    const char *text;
    uint32_t layer;
};

/* What to load, and what must outlive the old set. */
struct retry_load {
    const struct retry_search *search;  /* may be NULL: no files */
    const struct retry_load_text *kept; /* read behind the files found; highest layer first */
    size_t kept_count;
    const char *defaults; /* a document, the lowest layer; may be NULL */
    bool partial;         /* the search has missed something, so that what is not known may stand there */
    /* numbers a custom's name; false: no memory */
    bool (*symbol)(void *context, const char *name, size_t length, uint32_t *out);
    void *symbol_context;
    const char
        *target; /* a release, "0.1": what it does not know yet is an error; NULL: all is right that this one knows */
    /* plans of the old set that are in use: orphans where the new set lacks them */
    const struct retry_plan *const *keep;
    size_t keep_count;
    /* shown what the documents say, and the set that came of them or NULL, while both are there; may be NULL */
    void (*inspect)(void *context, const struct retry_loading *loading, const struct retry_set *set);
    void *inspect_context;
};

/* A file and what it says. Findings and values point into it, so it stays where it is until the load is closed. */
struct retry_text {
    struct retry_file file;
    struct retry_document document;
    struct retry_document_section section; /* of the document, where it could be held against its shape */
    uint32_t layer;
    uint64_t hash; /* of the file's text */
    bool parsed;
};

/* What the documents say and what has become of it. Policies that were built have their lines of fragments. */
struct retry_loading {
    const struct retry_load *load;
    struct retry_text *texts; /* highest layer first */
    size_t count;
    size_t bytes;  /* of all texts */
    uint64_t hash; /* of the names and texts of all files, in order; the program's own text is the same in each load */
    struct retry_definitions policies, backoffs, groups;
    struct retry_policy_section presets;
    struct retry_build build;
};

/** Loads; NULL where anything was wrong or memory ran out, as the report then says. Sorts the report. The report must
 * not be NULL. */
struct retry_set *retry__load(const struct retry_load *load, struct retry_report *report);
/** As retry__load(), and keeps what the documents say for whoever wants to look at it, until it is closed. */
struct retry_set *retry__load_open(const struct retry_load *load, struct retry_report *report,
                                   struct retry_loading *out);
void retry__load_close(struct retry_loading *loading);

#endif
