/* match.h - which of many lists of error classes holds an error. */
#ifndef RETRY_ERRORS_MATCH_H
#define RETRY_ERRORS_MATCH_H

#include "engine/errors/class.h"

/* The lists of one policy, compiled: for each error that any of them holds, the first that does. One piece of memory
 * that holds no pointer, so that it may lie in a block and be moved with it; aligned to 8. Never written after build.
 */
struct retry_match;

/* Lists while they are collected; zero bytes are none. The words of classes are borrowed until it is done. */
struct retry_matching {
    struct retry_collection *collection; /* NULL: nothing was added */
};

/** Adds a class to the list of that number, 1 to 255; lists come in rising order, of a class in several the first
 * counts. One that matches nothing here, NOWHERE or NAME, adds nothing and is new. @param out_new  false where earlier
 * lists hold all of the class already; may be NULL
 * @return false: no memory */
bool retry__matching_add(struct retry_matching *matching, const struct retry_class *class, uint8_t list, bool *out_new);
/** Bytes that the compiled lists need, a multiple of 8. */
size_t retry__matching_size(const struct retry_matching *matching);
/** Writes the compiled lists to memory of that size, aligned to 8. */
void retry__matching_write(const struct retry_matching *matching, void *out);
void retry__matching_done(struct retry_matching *matching);

/** The number of the first list that holds the error by either spelling or by its marks; 0 where none does. In time
 * that hardly grows with the number of classes; takes no memory. */
uint8_t retry__match_find(const struct retry_match *match, const retry_error *error);
/** Do both find the same list for every error? The order of the classes in a list makes no difference. */
bool retry__match_same(const struct retry_match *left, const struct retry_match *right);

#endif
