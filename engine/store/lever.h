/* lever.h - files named `disabled`, which switch retries off while they are there. */
#ifndef RETRY_STORE_LEVER_H
#define RETRY_STORE_LEVER_H

#include "engine/store/path.h"
#include "schema/report.h"

#include <stdbool.h>
#include <stdint.h>

#define RETRY_LEVER_FILE "disabled"
#define RETRY_LEVER_VARIABLE "RETRY_DISABLED"

/* One thing that is said to be off. */
struct retry_lever_line {
    const char *pattern; /* "db", "db.*", "*" for all */
    size_t length;       /* of what a name must equal or begin with */
    bool prefix;
    const char *by;    /* the path of the file, or the name of the variable */
    uint64_t since_ns; /* the wall clock: when the file was changed last, or the variable was read */
};

/* All that is off, in the order of the search path. Zero bytes: nothing is. Never changes once it was read. */
struct retry_lever {
    struct retry_arena arena;
    struct retry_lever_line *lines;
    size_t count;
    uint64_t hash; /* of what the lines say; equal ones mean the same */
};

/**
 * Reads the file of each directory of the search path and, where nothing was read before, the variable. What cannot be
 * read or understood is a warning: of a file that cannot be read the lines from before stay, and of one that can be
 * read those count that can be understood. What is not a regular file is never waited for.
 *
 * @param path    of the search
 * @param before  what was read last, or NULL
 * @return false: no memory, as the report says
 */
bool retry__lever_read(struct retry_lever *out, const struct retry_path *path, const struct retry_lever *before,
                       struct retry_report *report);
/** The first line that holds the name, NULL where none does. */
const struct retry_lever_line *retry__lever_find(const struct retry_lever *lever, const char *name);
void retry__lever_done(struct retry_lever *lever);

#endif
