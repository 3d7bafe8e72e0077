/* replace.h - writes a file so that others read all of the old one or all of the new one. */
#ifndef RETRY_STORE_REPLACE_H
#define RETRY_STORE_REPLACE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Writes beside the file, then renames. Nothing is left behind on failure, and nobody waits for a fifo.
 *
 * @param lasting  also outlives a crash of the machine that follows at once
 * @return 0, or an errno value: then the file is as it was
 */
int retry__replace(const char *path, const char *text, size_t size, bool lasting);

#endif
