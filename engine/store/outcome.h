/* outcome.h - what came of one load of a catalogue. */
#ifndef RETRY_STORE_OUTCOME_H
#define RETRY_STORE_OUTCOME_H

#include "engine/retry.h"
#include "engine/store/kept.h"
#include "engine/store/search.h"

#define RETRY_OUTCOME_CHANGES 1024 /* bytes; more changes than fit are counted */

struct retry_record;

/* What came of one load. */
struct retry_outcome {
    retry_trigger trigger; /* set by the caller */
    bool dry;              /* likewise: nothing of it is made current */
    bool keep;             /* likewise: the files of an accepted set are wanted as bytes */
    bool repeated;         /* likewise: of files that were loaded just so before; what is the same is not told again */
    retry_status status;
    struct retry_report *report; /* NULL: no memory for one */
    struct retry_search search;
    uint64_t before, after;              /* the generations; before a run, both are that of now */
    uint64_t old_hash, hash;             /* of what was current, and of what was read, accepted or not; 0: nothing */
    bool unchanged;                      /* what is current is what the files say; a watch then leaves it as it is */
    bool mended;                         /* it is current, and an attempt before this one had not been accepted */
    bool other_warnings;                 /* accepted or not, it has not the warnings of the attempt before */
    struct retry_kept_bytes kept;        /* those bytes; none where memory ran out */
    uint64_t last_good_ns;               /* a set kept then serves, since no other was ever accepted; 0: none does */
    bool defaults_alone;                 /* the program's own text serves, since no set was ever accepted */
    struct retry_record *record;         /* what was read of the files; NULL: nothing, or no memory */
    char changes[RETRY_OUTCOME_CHANGES]; /* what a new set changes in the meaning of policies; "": not known */
};

#endif
