/* record.h - what one load has read: kept after its documents are closed, for whoever asks what runs. */
#ifndef RETRY_STORE_RECORD_H
#define RETRY_STORE_RECORD_H

#include "engine/store/load.h"

/* One file of the search, or the program's own text behind them. */
struct retry_record_file {
    const char *path;
    const char *reason;   /* why it was not read, or NULL */
    uint64_t modified_ns; /* 0 where it was not read */
    uint64_t hash;        /* of its text alone; likewise */
    uint32_t layer;
};

/* Small, since a set may hold 100,000 of them. */
struct retry_record_policy {
    uint32_t file; /* its index */
    uint32_t line;
    uint32_t warnings;
    uint32_t overrides; /* the index of the first place + 1, 0 = none */
};

/* Where a policy is overridden. */
struct retry_record_place {
    uint32_t file, line;
    uint32_t next; /* the index + 1 of what is laid over this, 0 = none */
};

/* All texts are copies in the arena. Never changes once it is known. */
struct retry_record {
    struct retry_arena arena;
    const struct retry_set *set; /* that came of the load, which the record may outlive; NULL: refused */
    struct retry_record_file *files;
    struct retry_record_policy *policies; /* those of the set in its order, orphans left out; none where refused */
    struct retry_record_place *places;
    uint32_t file_count, policy_count, place_count;
    uint64_t hash;
    uint64_t loaded_ns;  /* when the set was made current, by the wall clock; 0: never */
    bool defaults_alone; /* the set is the program's own text, because the files were refused */
    bool last_good;      /* the set was kept by an earlier process, and serves for the same reason */
};

/**
 * Keeps what the documents say and which set came of them. To be called while both are there.
 *
 * @param set     NULL: refused
 * @param report  of the load, sorted, for the warnings of each policy
 * @return NULL: no memory, as the report says
 */
struct retry_record *retry__record_new(const struct retry_loading *loading, const struct retry_set *set,
                                       struct retry_report *report);
/** The file that the search found at that path and that was read, NULL where there is none. */
const struct retry_record_file *retry__record_file(const struct retry_record *record, const char *path);
void retry__record_free(struct retry_record *record);

#endif
