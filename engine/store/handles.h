/* handles.h - the names that a program has looked up, found again without a lock. */
#ifndef RETRY_STORE_HANDLES_H
#define RETRY_STORE_HANDLES_H

#include "engine/store/cells.h"

#include <stdatomic.h>

/* A handle: a name that follows every reload. Lives as long as its catalogue, never moves. */
struct retry_policy {
    struct retry_catalogue *catalogue;
    struct retry_policy *next; /* in the order of first look-ups; for writers only */
    struct retry_cells *cells; /* what is counted of it; NULL where nothing is */
    uint64_t hash;
    uint32_t index;         /* counts from 0 in the order of first look-ups */
    _Atomic uint32_t timed; /* 1 while its plan has max_elapsed: begin must read the clock. May lag a reload. */
    _Atomic uint32_t off;   /* 1 while the lever of its catalogue holds it */
    char name[];
};

/* Zero bytes hold no handle. Written under the catalogue's lock, read without. */
struct retry_handles {
    _Atomic(struct retry_handles_table *) table; /* NULL before the first; replaced by a larger one when half full */
    struct retry_policy *first, *last;
    uint32_t count; /* of indexes given out */
};

/** The handle of that name, NULL where it was never looked up. */
struct retry_policy *retry__handles_find(const struct retry_handles *handles, const char *name, size_t length,
                                         uint64_t hash);
/** Makes a handle that retry__handles_add() takes, and room for it. NULL: no memory.
 *
 * @param counts  whether it has cells
 */
struct retry_policy *retry__handles_new(struct retry_handles *handles, const char *name, size_t length, uint64_t hash,
                                        bool counts);
/** Makes the handle known to all threads. */
void retry__handles_add(struct retry_handles *handles, struct retry_policy *policy);
/** All handles that are known by now, in the order of their first look-ups; takes no lock. The array is the caller's to
 * free. NULL: no memory. */
const struct retry_policy **retry__handles_all(const struct retry_handles *handles, size_t *out_count);
void retry__handles_done(struct retry_handles *handles);

#endif
