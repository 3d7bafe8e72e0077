/* kept.h - an accepted set as one file, for a later start at which the policy files are wrong. */
#ifndef RETRY_STORE_KEPT_H
#define RETRY_STORE_KEPT_H

#include "engine/store/load.h"

#define RETRY_KEPT_BYTES (68u << 20) /* all files of a set, their names, and a line for each */

/* Zero bytes hold nothing. */
struct retry_kept {
    struct retry_arena arena;
    struct retry_load_text *texts; /* in the order in which they were read */
    size_t count;
    uint64_t hash;     /* of names and texts */
    uint64_t saved_ns; /* the wall clock when it was accepted */
};

/* Bytes as they grow. */
struct retry_kept_bytes {
    char *bytes;
    size_t size, capacity;
};

/** Writes the files of a load down, those of the program's own text not. @return false: no memory, nothing to free */
bool retry__kept_write(const struct retry_loading *loading, uint64_t now_ns, struct retry_kept_bytes *out);
/** Reads what was written. Whatever is cut off or altered is not taken. @return false: it is none, or no memory;
 * nothing to free */
bool retry__kept_read(const char *bytes, size_t size, struct retry_kept *out);
void retry__kept_done(struct retry_kept *kept);

#endif
