/* cells.h - what is counted of a policy: few adds, in shards that hardly any threads share. */
#ifndef RETRY_STORE_CELLS_H
#define RETRY_STORE_CELLS_H

#include "engine/retry.h"
#include "engine/tree/thread.h"

#define RETRY_CELLS_REASONS (RETRY_REASON_HINT_OVER_MAX + 1 - RETRY_REASON_SUCCESS)
#define RETRY_CELLS_DELAYS 13 /* up to 1 ms, 4 ms, 16 ms ... 4^11 ms, and beyond */

/* Whatever else is of interest is a sum of these. */
enum retry_cell {
    RETRY_CELL_AT_ONCE,  /* calls of which the first attempt succeeded; the other successes stand with the reasons */
    RETRY_CELL_FAILED,   /* calls that stopped as a failure was reported, which was one more attempt */
    RETRY_CELL_WAITING,  /* calls that wait now; shard by shard it may be below zero */
    RETRY_CELL_DELAY_US, /* the sum of what was granted; in ns it would come to its end within days of a busy program */
    RETRY_CELL_ENDED,    /* calls that ended, by reason, from RETRY_REASON_SUCCESS on */
    RETRY_CELL_DELAYS = RETRY_CELL_ENDED + RETRY_CELLS_REASONS, /* retries granted, by the length of the delay */
    RETRY_CELL_COUNT = RETRY_CELL_DELAYS + RETRY_CELLS_DELAYS
};

/* The first few threads have a shard of their own, where an add needs no bus lock; all others meet in the rest. */
#define RETRY_CELLS_OWN 4
#define RETRY_CELLS_SHARED 4

struct retry_cells {
    struct retry_shard {
        _Alignas(64) _Atomic uint64_t cells[RETRY_CELL_COUNT];
    } shards[RETRY_CELLS_OWN + RETRY_CELLS_SHARED];
};

/** The bytes that cells take behind anything else, aligned as they have to be. */
#define RETRY_CELLS_ROOM (sizeof(struct retry_cells) + _Alignof(struct retry_cells) - 1)

/** Where they stand behind that address. */
static inline struct retry_cells *retry__cells_behind(void *address)
{
    uintptr_t mask = _Alignof(struct retry_cells) - 1;

    return (struct retry_cells *)(((uintptr_t)address + mask) & ~mask);
}

/** The rare side of the function below: a thread without a shard of its own, or whose first time this is. */
void retry__cells_add_shared(struct retry_cells *cells, uint32_t cell, uint64_t amount);

/** Adds to one cell. Takes no lock; beside the first of a thread, allocates nothing and makes no system call. */
static inline void retry__cells_add(struct retry_cells *cells, uint32_t cell, uint64_t amount)
{
    const struct retry_slot *slot = retry__thread_slot;

    if (slot != NULL && slot->number < RETRY_CELLS_OWN) {
        _Atomic uint64_t *own = &cells->shards[slot->number].cells[cell];
        atomic_store_explicit(own, atomic_load_explicit(own, memory_order_relaxed) + amount, memory_order_relaxed);
    } else {
        retry__cells_add_shared(cells, cell, amount);
    }
}

/** The bucket of a delay: the first whose end, 4^bucket ms, is not below it. */
static inline uint32_t retry__cells_bucket(uint64_t delay_ns)
{
    uint64_t whole_ms = delay_ns > 0 ? (delay_ns - 1) / 1000000 : 0; /* that the delay exceeds */
    uint32_t bucket = whole_ms > 0 ? (uint32_t)(63 - __builtin_clzll(whole_ms)) / 2 + 1 : 0;

    return bucket < RETRY_CELLS_DELAYS ? bucket : RETRY_CELLS_DELAYS - 1;
}

/** Counts a retry that was granted. */
static inline void retry__cells_grant(struct retry_cells *cells, uint64_t delay_ns)
{
    retry__cells_add(cells, RETRY_CELL_DELAYS + retry__cells_bucket(delay_ns), 1);
    retry__cells_add(cells, RETRY_CELL_DELAY_US, delay_ns / 1000);
}

/** Counts the end of a call, but for the usual one: success at once. */
static inline void retry__cells_end(struct retry_cells *cells, retry_reason reason)
{
    retry__cells_add(cells, RETRY_CELL_ENDED + (uint32_t)(reason - RETRY_REASON_SUCCESS), 1);
}

/** Adds the shards up. Not one moment of all cells, but no cell ever falls, RETRY_CELL_WAITING aside. */
void retry__cells_read(const struct retry_cells *cells, uint64_t out[RETRY_CELL_COUNT]);
/** Back to zero, in a forked child. */
void retry__cells_clear(struct retry_cells *cells);

#endif
