/* roster.h - all catalogues of the process, and what a forked child does with each. */
#ifndef RETRY_LIVE_ROSTER_H
#define RETRY_LIVE_ROSTER_H

#include "engine/store/catalogue.h"

/* What a catalogue that is watched must see to, without its loads and lists knowing of watches. */
struct retry_watcher {
    void (*wake)(struct retry_watcher *watcher);              /* do a step now, from whichever thread */
    void (*start_as_child)(struct retry_watcher *watcher);    /* in a forked child */
    void (*end)(struct retry_watcher *watcher);               /* for good; frees it */
    bool (*is_on)(const struct retry_watcher *watcher);       /* in this process */
    bool (*is_notified)(const struct retry_watcher *watcher); /* the kernel tells it of every change */
};

/** What watches the catalogue in this process; NULL: nothing. */
static inline const struct retry_watcher *retry__roster_watcher(const struct retry_catalogue *catalogue)
{
    const struct retry_watcher *watcher = atomic_load_explicit(&catalogue->watcher, memory_order_acquire);

    return watcher && watcher->is_on(watcher) ? watcher : NULL;
}

/** Adds a catalogue, unless it is there already. */
void retry__roster_add(struct retry_catalogue *catalogue);
void retry__roster_remove(struct retry_catalogue *catalogue);
/** Shows each; none comes or goes meanwhile. */
void retry__roster_each(void (*show)(struct retry_catalogue *catalogue));

#endif
