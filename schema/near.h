/* near.h - finds the name that somebody meant. */
#ifndef RETRY_SCHEMA_NEAR_H
#define RETRY_SCHEMA_NEAR_H

#include <stddef.h>

/* The best so far; start with zero bytes. */
struct retry_near {
    const char *best; /* NULL: none is near enough */
    unsigned distance;
};

/**
 * Offers a candidate (NUL-terminated, kept by pointer): nearest by optimal string alignment, at most a third of the
 * length away; failing that, one of which the text is the first or the last words ("initial" of "initial_delay").
 * min_... and max_... are never near.
 */
void retry__near_offer(struct retry_near *near, const char *text, size_t length, const char *candidate);

#endif
