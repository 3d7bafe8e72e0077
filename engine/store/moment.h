/* moment.h - instants of the wall clock: now, and as people and logs write them. */
#ifndef RETRY_STORE_MOMENT_H
#define RETRY_STORE_MOMENT_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#define RETRY_MOMENT_BYTES 64 /* of a text, its NUL included: far more than a compiler can rule out */

/** The wall clock, ns since 1970. */
uint64_t retry__moment_now(void);
/** Instants before 1970 are 0. */
uint64_t retry__moment_of(struct timespec time);
/** Writes "2026-11-28T10:39:05.123456789Z" (RFC 3339, always UTC and nine digits). */
void retry__moment_text(uint64_t moment_ns, char text[RETRY_MOMENT_BYTES]);
/** Reads exactly what was written above. @return false: it is something else */
bool retry__moment_read(const char *text, uint64_t *out_ns);

#endif
