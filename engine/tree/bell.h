/* bell.h - threads that wait until an instant, and who wakes them earlier. */
#ifndef RETRY_TREE_BELL_H
#define RETRY_TREE_BELL_H

#include <stdbool.h>
#include <stdint.h>

/**
 * Waits until the bell is rung for this cancel object or owner, until the program's switch is thrown, in whichever
 * process that shares it, or until the instant (CLOCK_MONOTONIC). The condition is asked after the thread can be rung
 * for, so that no ring is lost. May also return early for no reason.
 *
 * @return true: the instant has come
 */
bool retry__bell_wait(const void *cancel, const void *owner, uint64_t until_ns, bool (*ready)(void *context),
                      void *context);
/** Wakes all threads of this process that wait on anything. */
void retry__bell_ring_all(void);
/** Wakes all threads that wait on this cancel object or owner; NULL matches nothing. Safe in signal handlers. */
void retry__bell_ring(const void *cancel, const void *owner);

#endif
