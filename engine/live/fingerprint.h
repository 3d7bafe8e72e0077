/* fingerprint.h - what stands on a search path, as one number that another state does not have. */
#ifndef RETRY_LIVE_FINGERPRINT_H
#define RETRY_LIVE_FINGERPRINT_H

#include <stdbool.h>
#include <stdint.h>

/* Contents are hashed up to so many bytes in all, because clocks may stand still or run backwards; times, sizes and
 * inodes tell of what is beyond. */
#define RETRY_FINGERPRINT_BYTES (4u << 20)

/**
 * Looks at the policy files that a load would read, at directories and at what cannot be read. Waits for nothing but
 * the file system.
 *
 * @param path, program  as for retry__search_path()
 * @return false: no memory, so that nobody knows
 */
bool retry__fingerprint_files(const char *path, const char *program, uint64_t *out);
/** The same for the levers: the files named `disabled`. */
bool retry__fingerprint_levers(const char *path, const char *program, uint64_t *out);

#endif
