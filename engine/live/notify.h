/* notify.h - is told by the kernel (inotify) that something on a search path may have changed. */
#ifndef RETRY_LIVE_NOTIFY_H
#define RETRY_LIVE_NOTIFY_H

#include "engine/store/descriptor.h"
#include "engine/store/path.h"

#include <stddef.h>

/* One directory that the kernel watches. */
struct retry_notify_watch {
    int number;     /* the kernel's */
    uint32_t round; /* the last in which it was wanted */
    bool any;       /* whatever happens in it counts; else what happens to one name, or to the directory itself */
    uint64_t name;  /* the hash of that name */
};

/* Of one search path. Zero bytes: nothing is watched. */
struct retry_notify {
    struct retry_descriptor descriptor;
    struct retry_notify_watch *watches;
    size_t count, capacity;
    uint32_t round;
    bool added;  /* this round has begun to watch something */
    bool remote; /* part of the path lies where other machines change files without a word */
    int error;   /* an errno value: why some of it cannot be watched; 0: all of it is */
};

/**
 * Watches what is to be watched now, and no more what is no longer: each directory of the path, the one that holds its
 * name, those that hold the links on the way, those of files that links lead to; where something is missing, the
 * nearest directory above. What changes after this is told. Opens inotify where that is not open. On failure `error`
 * says why, and what can be watched is.
 *
 * @param path, program  as for retry__search_path()
 */
void retry__notify_follow(struct retry_notify *notify, const char *path, const char *program);
/** Takes all that was told. Never waits. @return whether any of it counts */
bool retry__notify_drain(struct retry_notify *notify);
/** Ends; the kernel forgets what it watched. */
void retry__notify_done(struct retry_notify *notify);

#endif
