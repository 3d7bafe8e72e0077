/* lock.c - a lock for writers that a forked child never inherits taken. */
#include "engine/store/lock.h"

#include "engine/tree/thread.h"

#include <linux/futex.h>
#include <pthread.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

#define WAITED_FOR 1u

/* Made of the process word: even, never 0. A lock with another tag was taken before a fork, by a thread that is not
 * here. */
static uint32_t tag(void)
{
    uint32_t doubled = (uint32_t)(retry__thread_process() * 2);

    return doubled ? doubled : 2;
}

static bool held(uint32_t word, uint32_t mine)
{
    return (word & ~WAITED_FOR) == mine;
}

static void sleep_while(_Atomic uint32_t *word, uint32_t value)
{
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, NULL, NULL, 0);
}

void retry__lock_take(struct retry_lock *lock)
{
    uint32_t mine = tag(), want = mine;
    uint32_t seen = atomic_load_explicit(&lock->word, memory_order_relaxed);

    for (;;) {
        if (!held(seen, mine)) {
            if (atomic_compare_exchange_weak_explicit(&lock->word, &seen, want, memory_order_acquire,
                                                      memory_order_relaxed))
                break;
            continue;
        }
        /* Who has slept cannot know whether others still do, and so keeps the mark when its turn comes. */
        want = mine | WAITED_FOR;
        if (seen == want || atomic_compare_exchange_weak_explicit(&lock->word, &seen, want, memory_order_relaxed,
                                                                  memory_order_relaxed)) {
            sleep_while(&lock->word, want);
            seen = atomic_load_explicit(&lock->word, memory_order_relaxed);
        }
    }
    atomic_store_explicit(&lock->owner, (uintptr_t)pthread_self(), memory_order_relaxed);
}

void retry__lock_release(struct retry_lock *lock)
{
    /* A child that was forked by the holder does not hold it. */
    if (!retry__lock_mine(lock))
        return;
    atomic_store_explicit(&lock->owner, 0, memory_order_relaxed);
    if (atomic_exchange_explicit(&lock->word, 0, memory_order_release) & WAITED_FOR)
        syscall(SYS_futex, &lock->word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

bool retry__lock_mine(const struct retry_lock *lock)
{
    return held(atomic_load_explicit(&lock->word, memory_order_relaxed), tag()) &&
           atomic_load_explicit(&lock->owner, memory_order_relaxed) == (uintptr_t)pthread_self();
}
