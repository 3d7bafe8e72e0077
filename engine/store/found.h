/* found.h - the files that a search has met, in order. */
#ifndef RETRY_STORE_FOUND_H
#define RETRY_STORE_FOUND_H

#include "engine/store/trust.h"

#include <time.h>

/* What tells one state of a file from the next; zero bytes where nobody has looked. */
struct retry_stamp {
    uint64_t device, inode, size;
    struct timespec modified, changed;
};

/* One file to read, or a file or directory that was passed over. */
struct retry_found {
    const char *path;         /* in the arena; "-" for standard input */
    const char *name;         /* the last part of path, by which it masks lower ones; NULL where it cannot */
    const char *skipped;      /* why it is not read ("starts with a dot", "masked by /etc/..."), or NULL: it is read */
    struct retry_stamp stamp; /* of files that are read, when the search met them */
    uint32_t limit;           /* of bytes; 0: RETRY_LIMIT_FILE_BYTES */
    uint32_t layer;           /* 0 = highest; files of one directory share it, a file named directly has its own */
    bool stream;              /* read from standard input */
    bool apart;               /* a link, or named itself: the way to it is not that to a directory that was listed */
    enum retry_trust trust;   /* the search's, when it was met */
};

struct retry_search {
    enum retry_trust trust; /* what follows where others may write what is met; the caller's to fill in */
    struct retry_arena arena;
    struct retry_found *found; /* highest layer first, then byte order of names; skipped ones included */
    size_t count, capacity;
    size_t files, litter; /* met so far, in all directories; past RETRY_LIMIT_FILES each they are only counted */
};

/** Appends a file. The first beyond RETRY_LIMIT_FILES is a finding. @return false: the report has gained a finding */
bool retry__found_add(struct retry_search *search, const struct retry_found *found, struct retry_report *report);
/** Prints into the arena. NULL: no memory, as the report says. */
const char *retry__found_text(struct retry_search *search, struct retry_report *report, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
