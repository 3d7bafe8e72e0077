/* bell.c - threads that wait until an instant, and who wakes them earlier. */
#include "engine/tree/bell.h"

#include "engine/tree/switch.h"
#include "engine/tree/thread.h"

#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_SECOND UINT64_C(1000000000)
#define POLL_NS UINT64_C(20000000) /* how long a thread without a bell may overlook a ring */
#define SLICE_NS NS_PER_SECOND     /* how long an old kernel may overlook a switch thrown by another process */

static struct timespec instant(uint64_t ns)
{
    return (struct timespec){(time_t)(ns / NS_PER_SECOND), (long)(ns % NS_PER_SECOND)};
}

static uint64_t clock_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * NS_PER_SECOND + (uint64_t)now.tv_nsec;
}

/* A thread without a bell looks again and again. */
static bool poll_until(uint64_t until_ns, bool (*ready)(void *context), void *context)
{
    while (!ready(context)) {
        uint64_t now_ns = clock_ns();
        struct timespec next;

        if (now_ns >= until_ns)
            return true;
        next = instant(until_ns - now_ns < POLL_NS ? until_ns : now_ns + POLL_NS);
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
    }
    return false;
}

/* Sleeps until one of the words is no longer what it was, on a kernel that can wait for two (Linux 5.16). The switch
 * may be thrown by another process, hence a futex that is not private. @return 0, or an errno value */
static int sleep_on_two(_Atomic uint32_t *bell, uint32_t before, uint32_t thrown, const struct timespec *until)
{
#ifdef SYS_futex_waitv
    struct futex_waitv words[] = {
        {.val = before, .uaddr = (uintptr_t)bell, .flags = FUTEX_32 | FUTEX_PRIVATE_FLAG},
        {.val = thrown, .uaddr = (uintptr_t)&retry__switch->word, .flags = FUTEX_32},
    };

    return syscall(SYS_futex_waitv, words, 2, 0, until, CLOCK_MONOTONIC) >= 0 ? 0 : errno;
#else
    (void)bell, (void)before, (void)thrown, (void)until;
    return ENOSYS;
#endif
}

/* Sleeps on the bell alone, until `until` or, so that a switch thrown by another process is not overlooked for long,
 * for one slice. @return 0, or an errno value; ETIMEDOUT: the instant has come */
static int sleep_on_bell(_Atomic uint32_t *bell, uint32_t before, uint64_t until_ns)
{
    uint64_t now_ns = clock_ns();
    bool last = now_ns >= until_ns || until_ns - now_ns <= SLICE_NS;
    struct timespec until = instant(last ? until_ns : now_ns + SLICE_NS);

    if (syscall(SYS_futex, bell, FUTEX_WAIT_BITSET_PRIVATE, before, &until, NULL, FUTEX_BITSET_MATCH_ANY) == 0)
        return 0;
    return errno == ETIMEDOUT && !last ? 0 : errno;
}

static int sleep_once(_Atomic uint32_t *bell, uint32_t before, uint32_t thrown, uint64_t until_ns)
{
    static _Atomic bool one_only; /* the kernel waits for one word at a time, or a sandbox lets it do no more */
    struct timespec until = instant(until_ns);
    int error;

    if (!atomic_load_explicit(&one_only, memory_order_relaxed)) {
        error = sleep_on_two(bell, before, thrown, &until);
        if (error == 0 || error == ETIMEDOUT || error == EAGAIN || error == EINTR)
            return error;
        atomic_store_explicit(&one_only, true, memory_order_relaxed);
    }
    return sleep_on_bell(bell, before, until_ns);
}

/* Sleeps while nobody rings; readiness is asked after the words were read. */
static bool listen_until(_Atomic uint32_t *bell, uint64_t until_ns, bool (*ready)(void *context), void *context)
{
    uint32_t before = atomic_load_explicit(bell, memory_order_acquire);
    uint32_t thrown = retry__switch_now();

    while (!ready(context) && atomic_load_explicit(bell, memory_order_acquire) == before &&
           retry__switch_now() == thrown)
        if (sleep_once(bell, before, thrown, until_ns) == ETIMEDOUT)
            return true;
    return false;
}

/*
 * Why no ring is lost: the waiter stores what it waits on, passes a fence, reads the bell, asks for the condition; the
 * one who rings has set the condition, passes a fence, reads what is waited on. By the two fences the waiter finds the
 * condition, or it is found waiting and its bell is rung. A ring before the bell was read (acquire) shows the condition
 * with it; a ring after that changes the word that the kernel compares before it puts the thread to sleep.
 */
bool retry__bell_wait(const void *cancel, const void *owner, uint64_t until_ns, bool (*ready)(void *context),
                      void *context)
{
    struct retry_slot *slot = retry__thread_own();
    int kept = errno;
    bool over;

    if (slot == NULL)
        return poll_until(until_ns, ready, context);
    atomic_store_explicit(&slot->waits_cancel, cancel, memory_order_relaxed);
    atomic_store_explicit(&slot->waits_owner, owner, memory_order_relaxed);
    retry__thread_fence();
    over = listen_until(&slot->bell, until_ns, ready, context);
    errno = kept;
    atomic_store_explicit(&slot->waits_cancel, NULL, memory_order_relaxed);
    atomic_store_explicit(&slot->waits_owner, NULL, memory_order_relaxed);
    return over;
}

static bool matches(_Atomic(const void *) *waits, const void *what)
{
    return what != NULL && atomic_load_explicit(waits, memory_order_relaxed) == what;
}

/* The bell of that slot. */
static void ring(struct retry_slot *slot)
{
    atomic_fetch_add(&slot->bell, 1);
    syscall(SYS_futex, &slot->bell, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

void retry__bell_ring(const void *cancel, const void *owner)
{
    struct retry_walk walk = {0};
    int kept = errno;

    retry__thread_fence();
    for (struct retry_slot *slot; (slot = retry__thread_next(&walk)) != NULL;)
        if (matches(&slot->waits_cancel, cancel) || matches(&slot->waits_owner, owner))
            ring(slot);
    errno = kept;
}

void retry__bell_ring_all(void)
{
    struct retry_walk walk = {0};
    int kept = errno;

    retry__thread_fence();
    for (struct retry_slot *slot; (slot = retry__thread_next(&walk)) != NULL;)
        if (atomic_load_explicit(&slot->waits_owner, memory_order_relaxed) != NULL)
            ring(slot);
    errno = kept;
}
