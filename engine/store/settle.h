/* settle.h - searches and loads until the files stand still in between, so that no half of a change is taken. */
#ifndef RETRY_STORE_SETTLE_H
#define RETRY_STORE_SETTLE_H

#include "engine/store/search.h"

/* The caller fills in the first part and zeroes the rest, which is that of the last try. */
struct retry_settle {
    char *const *names; /* what a command line names, name_count of them; 0: the search path */
    size_t name_count;
    const char *path, *program;  /* as for retry__search_path() */
    enum retry_trust trust;      /* the same */
    void (*load)(void *context); /* one try; asks retry__settle_changed() before it makes anything current */
    void *context;

    struct retry_search search;
    struct retry_report *report; /* NULL: no memory for one */
    bool partial;                /* the search has missed something */
    bool changed;                /* the files changed while they were read */
};

/**
 * Searches and loads, each time with a new report, up to three times until nothing changed; else the report says so.
 * There is one try where standard input is read, which cannot be read again. The search and the report are the
 * caller's to free.
 */
void retry__settle(struct retry_settle *settle);
/** Do the files no longer stand as they did when they were searched for? */
bool retry__settle_changed(struct retry_settle *settle);

#endif
