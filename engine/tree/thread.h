/* thread.h - what the library keeps for each thread: a reader's slot, a bell to wait on, a random generator. */
#ifndef RETRY_TREE_THREAD_H
#define RETRY_TREE_THREAD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One cache line a thread. Slots are reused, never freed; a thread gives its slot back when it ends. */
struct retry_slot {
    _Alignas(64) _Atomic uint64_t epoch; /* 0: not reading; else the epoch in which reading began */
    _Atomic(const void *) waits_cancel;  /* the cancel object that the thread waits on, or NULL */
    _Atomic(const void *) waits_owner;   /* the catalogue whose changes wake it, or NULL */
    _Atomic uint32_t bell;               /* futex: rung to wake the thread */
    _Atomic uint32_t taken;              /* 1: belongs to a thread */
    uint64_t random;                     /* state of the generator; private to the thread */
    uint64_t process;                    /* the process word that the generator was seeded under; 0: not seeded */
    uint32_t depth;                      /* readings inside the outermost one; private to the thread */
    uint32_t number;                     /* of the slot, from 0: no two threads that live have the same */
};

/* What readers share with those who free. */
struct retry_epoch {
    _Alignas(64) _Atomic uint64_t now; /* counts from 1 */
    bool light; /* advancing interrupts all readers (membarrier), so that they need no fence. Set before any slot is */
};

extern struct retry_epoch retry__thread_epoch __attribute__((visibility("hidden")));
extern _Thread_local struct retry_slot *retry__thread_slot
    __attribute__((visibility("hidden"), tls_model("initial-exec")));

/* Another word in a forked child, 0 where it is yet to be given. */
extern _Atomic uint64_t *retry__thread_process_word __attribute__((visibility("hidden")));

/* The slow sides of the functions below: a thread without a slot or a seed, a kernel without membarrier. */
uint64_t retry__thread_random_first(void);
struct retry_slot *retry__thread_enter_first(void);
void retry__thread_leave_crowd(void);
void retry__thread_fence(void);

/**
 * Begins to read what retry__thread_advance() protects; nests. Takes no lock, makes no system call after the thread's
 * first time. Returns the thread's slot, NULL where none could be had (reading is protected all the same).
 */
static inline struct retry_slot *retry__thread_enter(void)
{
    struct retry_slot *slot = retry__thread_slot;

    if (slot == NULL)
        return retry__thread_enter_first();
    if (atomic_load_explicit(&slot->epoch, memory_order_relaxed) != 0) {
        slot->depth++;
        return slot;
    }
    uint64_t now = atomic_load_explicit(&retry__thread_epoch.now, memory_order_acquire);
    atomic_store_explicit(&slot->epoch, now, memory_order_relaxed);
    if (retry__thread_epoch.light)
        atomic_signal_fence(memory_order_seq_cst);
    else
        retry__thread_fence();
    return slot;
}

/** Ends what retry__thread_enter() began; takes what that returned. */
static inline void retry__thread_leave(struct retry_slot *slot)
{
    if (slot == NULL)
        retry__thread_leave_crowd();
    else if (slot->depth > 0)
        slot->depth--;
    else
        atomic_store_explicit(&slot->epoch, 0, memory_order_release);
}

/* wyrand (Wang Yi, github.com/wangyi-fudan/wyhash, public domain), of a slot that has a seed. */
static inline uint64_t retry__thread_random_next(struct retry_slot *slot)
{
    unsigned __int128 product;

    slot->random += UINT64_C(0xa0761d6478bd642f);
    product = (unsigned __int128)slot->random * (slot->random ^ UINT64_C(0xe7037ed1a0b428db));
    return (uint64_t)(product >> 64) ^ (uint64_t)product;
}

/** 64 random bits of this thread: seeded once by getrandom, different in a forked child. */
static inline uint64_t retry__thread_random(void)
{
    struct retry_slot *slot = retry__thread_slot;
    uint64_t word = atomic_load_explicit(retry__thread_process_word, memory_order_relaxed);

    return slot != NULL && slot->process == word && word != 0 ? retry__thread_random_next(slot)
                                                              : retry__thread_random_first();
}
/** A number that changes in a forked child; never 0. */
uint64_t retry__thread_process(void);
/** Is the calling thread reading right now? */
bool retry__thread_reading(void);

/**
 * Starts a new epoch, after something was unpublished. What was unpublished may be freed once
 * retry__thread_passed() says true for the epoch returned here.
 */
uint64_t retry__thread_advance(void);
/** Have all readers that began up to that epoch left? */
bool retry__thread_passed(uint64_t epoch);

/** The calling thread's slot, taken where it has none yet; NULL: there is none to be had. */
struct retry_slot *retry__thread_own(void);
/* Where somebody who walks all slots stands; zero bytes: at the start. */
struct retry_walk {
    struct retry_chunk *chunk;
    uint32_t index;
    uint32_t number; /* of slots passed */
};
/** The next slot of any thread or of none, NULL after the last. */
struct retry_slot *retry__thread_next(struct retry_walk *walk);

#endif
