/* reload.h - one load of a catalogue: all or nothing, with a report. */
#ifndef RETRY_STORE_RELOAD_H
#define RETRY_STORE_RELOAD_H

#include "engine/store/catalogue.h"
#include "engine/store/kept.h"
#include "engine/store/search.h"

/* What came of one load. */
struct retry_outcome {
    retry_trigger trigger; /* set by the caller */
    bool dry;              /* likewise: nothing of it is made current */
    bool keep;             /* likewise: the files of an accepted set are wanted as bytes */
    bool repeated;         /* likewise: of files that were loaded just so before; what is the same is not told again */
    retry_status status;
    struct retry_report *report; /* NULL: no memory for one */
    struct retry_search search;
    uint64_t before, after;       /* the generations; before a run, both are that of now */
    uint64_t old_hash, hash;      /* of what was current, and of what was read, accepted or not; 0: nothing */
    bool unchanged;               /* what is current is what the files say; a watch then leaves it as it is */
    struct retry_kept_bytes kept; /* those bytes; none where memory ran out */
    uint64_t last_good_ns;        /* a set that was kept then serves, since no other was ever accepted; 0: none does */
    bool defaults_alone;          /* the program's own text serves, since no set was ever accepted */
};

/**
 * Enters the catalogue's loads; one at a time. No thread is cancelled until it leaves.
 *
 * @param out_cancelling  handed to retry__reload_leave()
 * @return false: the thread is in a load or in a decision already
 */
bool retry__reload_enter(struct retry_catalogue *catalogue, int *out_cancelling);
void retry__reload_leave(struct retry_catalogue *catalogue, int cancelling);
/** Is the thread in a load or in a decision? It must not wait for another's load then, nor for a watch to end. */
bool retry__reload_busy(void);
/** Reads the files again and makes the result current where nothing is wrong. Between the two above. */
void retry__reload_run(struct retry_catalogue *catalogue, struct retry_outcome *outcome);
/** After a run that has refused the first set: makes one that was kept the current one. @return false: it is none */
bool retry__reload_kept(struct retry_catalogue *catalogue, struct retry_outcome *outcome,
                        const struct retry_kept *kept);
/** After a run that has refused the first set: makes the program's own text alone the current one, where there is any.
 */
void retry__reload_defaults(struct retry_catalogue *catalogue, struct retry_outcome *outcome);
/** Frees the search and, unless somebody has taken it, the report. */
void retry__outcome_done(struct retry_outcome *outcome);
/** How a report is summed up. */
retry_status retry__reload_judge(const struct retry_report *report);

#endif
