/* route.h - the directories in which a path can change its meaning: what holds its name, its links, its gaps. */
#ifndef RETRY_LIVE_ROUTE_H
#define RETRY_LIVE_ROUTE_H

#include <stdbool.h>

/* Shown one directory. `name` is what counts in it; NULL: all. `contents`: also what is written into its files. */
typedef void (*retry_route_fn)(void *context, const char *directory, const char *name, bool contents);

/** Shows each directory that the meaning of the path hangs on, from the root down; a link is followed like the kernel
 * does, 40 in all. */
void retry__route(const char *path, retry_route_fn show, void *context);

#endif
