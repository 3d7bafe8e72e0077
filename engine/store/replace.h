/* replace.h - writes a file so that others read all of the old one or all of the new one. */
#ifndef RETRY_STORE_REPLACE_H
#define RETRY_STORE_REPLACE_H

#include <stdbool.h>
#include <stdio.h>

/* What is written. */
struct retry_replacement {
    bool (*write)(const void *context, FILE *stream); /* false: it is not all there; errno says why, 0 = no memory */
    const void *context;
    bool lasting; /* outlives also a crash of the machine that follows at once */
};

/**
 * Writes beside the file, then renames. Nothing is left behind on failure. What is there and no regular file, a link
 * too, is somebody else's and stays: EEXIST.
 *
 * @return 0, or an errno value: then the file is as it was
 */
int retry__replace(const char *path, const struct retry_replacement *by);

#endif
