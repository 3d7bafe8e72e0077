/* report.h - collects every finding of a load, with its place and its line of the source. */
#ifndef RETRY_SCHEMA_REPORT_H
#define RETRY_SCHEMA_REPORT_H

#include "schema/cursor.h"
#include "schema/finding.h"
#include "schema/value.h"

/* Findings that are kept; more are counted only, so that a hostile file cannot eat the memory. */
#define RETRY_REPORT_MAX 10000

struct retry_place {
    const char *file; /* never NULL; "" where a finding belongs to no file */
    struct retry_span span;
    const char *line; /* the source line as in the file, without its end, cut to 512 bytes; NULL where there is none */
    uint32_t line_length; /* in bytes; a file may hold NULs */
    uint32_t line_column; /* of the first character of `line`: over 1 where the start of a long line is cut away */
    bool line_cut;        /* the end of a long line is cut away */
};

struct retry_finding {
    enum retry_finding_code code;
    struct retry_place place;
    const char *path;           /* in the document; "" where there is none */
    const char *message;        /* one sentence without a full stop, escaped */
    const char *help;           /* what to write instead, escaped, or NULL */
    struct retry_place related; /* file NULL where there is none */
    const char *related_note;   /* "first defined here" */
    uint32_t file_order;        /* files in the order in which they first appeared */
    uint32_t sequence;          /* the order in which findings were added */
};

/* All texts are copies in the arena. A NULL report takes everything and keeps nothing. */
struct retry_report {
    struct retry_arena arena;
    struct retry_report_file *files; /* names seen so far, the newest first */
    struct retry_cursor cursors[2];  /* of places and of related places */
    struct retry_finding *findings;
    size_t count, capacity;
    size_t dropped;        /* found but not kept */
    size_t by_severity[3]; /* dropped ones included */
    bool io;               /* a finding of reading is among them: RETRY_EIO */
    bool out_of_memory;
};

struct retry_report *retry__report_new(void);
void retry__report_free(struct retry_report *report);

/* What a finding says, before the texts are copied. */
struct retry_draft {
    enum retry_finding_code code;
    const struct retry_source *source; /* NULL: no source line; then `file` names the place */
    const char *file;                  /* used where source is NULL */
    const struct retry_value *root;    /* of the document, for the path to `place`; may be NULL */
    const struct retry_range *place;   /* in the source; NULL: `span` says where */
    struct retry_span span;
    const char *help;                        /* copied; may be NULL */
    bool json;                               /* what the help says to write, in flow style, is written as JSON */
    const struct retry_source *related;      /* may be NULL */
    const struct retry_range *related_place; /* in `related`; NULL: `related_span` says where */
    struct retry_span related_span;
    const char *related_note;
};

/** Adds a finding. The message is printf's, of at most 511 bytes after expansion. @return false, always, so that
 * callers can return it */
bool retry__report_add(struct retry_report *report, const struct retry_draft *draft, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/** Notes that memory ran out, once, without allocating. @return false, always */
bool retry__report_no_memory(struct retry_report *report);
/** Orders findings by file (in order of first appearance), line, column, severity. */
void retry__report_sort(struct retry_report *report);
/** The finding of that index; running out of memory is one more behind those that were kept. NULL: there is none. */
const struct retry_finding *retry__report_at(const struct retry_report *report, size_t index);

/** Copies the first `each` findings of each severity into an empty report, texts included; the rest is only counted.
 * Where memory runs out, the copy says so. */
void retry__report_copy(struct retry_report *out, const struct retry_report *report, size_t each);
/** Frees what the report holds, so that it is empty. */
void retry__report_empty(struct retry_report *report);

/* One more finding that says how many were not kept; the memory for it. */
struct retry_more {
    struct retry_finding finding;
    char message[64];
};

/** Fills in what is to be said last where some were dropped. */
const struct retry_finding *retry__report_more(const struct retry_report *report, struct retry_more *more);
/** Counts findings of at least that severity, those that were not kept included. */
size_t retry__report_count(const struct retry_report *report, enum retry_finding_severity least);

#endif
