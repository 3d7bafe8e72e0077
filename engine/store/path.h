/* path.h - the elements of a search path, in order, the built-in ones spelled out. */
#ifndef RETRY_STORE_PATH_H
#define RETRY_STORE_PATH_H

#include "schema/mem.h"

#include <stdbool.h>
#include <stddef.h>

struct retry_path_element {
    const char *path; /* of a directory or, where somebody named it, of a file */
    bool built_in;    /* may be absent */
};

/* Highest first. */
struct retry_path {
    struct retry_arena arena;
    struct retry_path_element *elements;
    size_t count;
};

/**
 * Takes a search path apart. retry__path_done() frees it, also after false, which means that memory ran out.
 *
 * @param path     colon-separated, highest first, an empty element stands for the built-in path; NULL: the variable
 *                 RETRY_POLICY_PATH (secure_getenv), else the built-in path
 * @param program  for PROGRAM.d, a checked name; may be NULL
 */
bool retry__path_read(struct retry_path *out, const char *path, const char *program);
void retry__path_done(struct retry_path *path);

#endif
