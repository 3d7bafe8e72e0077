/* search.h - which files make a set: the search path, its layers, what masks what. */
#ifndef RETRY_STORE_SEARCH_H
#define RETRY_STORE_SEARCH_H

#include "engine/store/file.h"

/* One file to read. */
struct retry_found {
    const char *path;   /* in the arena */
    uint32_t layer;     /* 0 = highest; files of one directory share it, a file named directly has its own */
    const char *skipped; /* why it is not read ("starts with a dot", "masked by /etc/..."), or NULL: it is read */
};

struct retry_search {
    struct retry_arena arena;
    struct retry_found *found; /* highest layer first, then byte order of names; skipped ones included */
    size_t count, capacity;
};

/**
 * Lists the files of a search path: `path`, or RETRY_POLICY_PATH (secure_getenv), or the built-in directories.
 *
 * @param path     colon-separated; NULL: the variable, else the built-in path
 * @param program  for PROGRAM.d; may be NULL
 */
bool retry__search_path(struct retry_search *search, const char *path, const char *program, struct retry_report *report);
/** Lists the files that a command line names: files and directories, "-" included as it is, all one layer, each file once. */
bool retry__search_names(struct retry_search *search, char *const *names, size_t count, struct retry_report *report);
void retry__search_done(struct retry_search *search);

#endif
