/* file.h - reads one file whole, safely: no device, no fifo, no half-changed text. */
#ifndef RETRY_STORE_FILE_H
#define RETRY_STORE_FILE_H

#include "engine/store/descriptor.h"
#include "engine/store/found.h"

/* A file's text; the source's name and text belong to this. */
struct retry_file {
    struct retry_source source;
    char *name, *text;
    uint64_t device, inode; /* of what was read; 0 for a text that is no file */
};

/** Opens a file to read without waiting: a fifo opens at once, and what is not regular is then refused. @return false,
 * with errno */
bool retry__file_open(const char *path, struct retry_descriptor *out);
/** Reads a regular file of at most RETRY_LIMIT_FILE_BYTES, or of what is found to be its limit, that others may not
 * write. Findings of reading set report->io. */
bool retry__file_read(const struct retry_found *found, struct retry_file *out, struct retry_report *report);
/** Reads a descriptor (standard input) to its end, under the same limit. */
bool retry__file_read_stream(int descriptor, const char *display, struct retry_file *out, struct retry_report *report);
/** Wraps a copy of a text that is already in memory. */
bool retry__file_from_text(const char *text, const char *display, struct retry_file *out, struct retry_report *report);
void retry__file_done(struct retry_file *file);

/** Adds the finding for an errno value: "cannot VERB 'DISPLAY': No such file or directory (ENOENT)". @return false,
 * always */
bool retry__file_fault(struct retry_report *report, const char *display, const char *verb, int number);

#endif
