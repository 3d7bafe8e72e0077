/* switch.h - the program's own switch for all retries, in a page that a process shares with its forked children. */
#ifndef RETRY_TREE_SWITCH_H
#define RETRY_TREE_SWITCH_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define RETRY_SWITCH_NAME "retry_disable_all()" /* as people are told who has switched retries off */

/* Lives in the page; where there is none, in this process alone. */
struct retry_switch {
    _Atomic uint32_t word;     /* counts the changes: odd = off. A futex that all processes may wait on */
    _Atomic uint64_t since_ns; /* the wall clock at the last change, ns since 1970 */
};

/* Set once, before the first catalogue is made. */
extern struct retry_switch *retry__switch __attribute__((visibility("hidden")));

/** The number of changes so far; odd: retries are off. One load of a word that hardly ever changes. */
static inline uint32_t retry__switch_now(void)
{
    return atomic_load_explicit(&retry__switch->word, memory_order_acquire);
}

/** Makes the page, once: who forks before shares nothing. */
void retry__switch_set_up(void);
/** Throws the switch, and wakes those who wait in retry__bell_wait() on a kernel that can. @return false: it stood so
 * already */
bool retry__switch_throw(bool off);

#endif
