/* lock.h - a lock for writers that a forked child never inherits taken. */
#ifndef RETRY_STORE_LOCK_H
#define RETRY_STORE_LOCK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Zero bytes are a free lock. Writers sleep on it in turn; readers of the library never touch it. */
struct retry_lock {
    _Atomic uint32_t
        word; /* futex. 0: free; else the tag of the process that took it, the lowest bit set while others wait */
    _Atomic uintptr_t owner; /* the thread that holds it */
};

void retry__lock_take(struct retry_lock *lock);
void retry__lock_release(struct retry_lock *lock);
/** Does the calling thread hold it? */
bool retry__lock_mine(const struct retry_lock *lock);

#endif
