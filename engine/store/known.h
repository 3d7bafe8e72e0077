/* known.h - what is known of a catalogue's loads: the record of the set that runs, and all of the last attempt. */
#ifndef RETRY_STORE_KNOWN_H
#define RETRY_STORE_KNOWN_H

#include "engine/retry.h"
#include "engine/store/lock.h"
#include "schema/report.h"

#define RETRY_KNOWN_FINDINGS 100 /* of each severity that are kept of an attempt: more than anybody reads */

struct retry_outcome;
struct retry_record;

/* One attempt to load, as it is remembered. */
struct retry_attempt {
    retry_status status;
    retry_trigger trigger;
    uint64_t time_ns; /* the wall clock, when it was over; 0: there was none yet */
    uint64_t hash;    /* of what it read */
    size_t errors, warnings;
    uint64_t warned;            /* the hash of what the warnings say; 0: there are none */
    struct retry_report report; /* its first findings */
    struct retry_record *record;
    char *path; /* the search path that it was given; NULL: none was */
};

/* Whoever asks what runs takes this lock alone, and so never waits for a load. Each change is the store of one pointer,
 * and what is replaced is freed afterwards, so that a child that is forked in between has the one or the other. */
struct retry_known {
    struct retry_lock lock;        /* never held while files are read; the last that anybody takes */
    struct retry_record *active;   /* of the set that is current, or of one before it that is just being replaced */
    struct retry_attempt *attempt; /* the last one */
    struct retry_attempt *spare;   /* for the next one, so that even a want of memory is remembered; under `loading` */
};

/** Makes room for what will be known. @return false: no memory */
bool retry__known_new(struct retry_known *known);
void retry__known_done(struct retry_known *known);
/** Before a load: notes its search path, as an option gives it or NULL. @return NULL: no memory */
struct retry_attempt *retry__known_begin(struct retry_known *known, const char *path);
/** With the lock held: the record is that of the set which is made current at this moment. @return what it replaces, to
 * be freed without the lock; NULL: nothing */
struct retry_record *retry__known_activate(struct retry_known *known, struct retry_record *record);
/** After a load: makes the attempt the last one, and takes the record out of the outcome. Says in the outcome whether
 * an error is gone, and whether the warnings are others. */
void retry__known_end(struct retry_known *known, struct retry_attempt *attempt, struct retry_outcome *outcome);
/** What the warnings say, and of which file and line, as one number; 0: there are none. */
uint64_t retry__known_warned(const struct retry_report *report);

#endif
