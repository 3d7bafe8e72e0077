/* cells.c - what is counted of a policy: few adds, in shards that hardly any threads share. */
#include "engine/store/cells.h"

#include "schema/mem.h"

#include <string.h>

/* A thread that can have no slot takes the first of the shared ones. An add of a shard's owner may be done here too. */
void retry__cells_add_shared(struct retry_cells *cells, uint32_t cell, uint64_t amount)
{
    const struct retry_slot *slot = retry__thread_own();
    uint32_t shard = slot ? slot->number : RETRY_CELLS_OWN;

    if (shard >= RETRY_CELLS_OWN)
        shard = RETRY_CELLS_OWN + shard % RETRY_CELLS_SHARED;
    atomic_fetch_add_explicit(&cells->shards[shard].cells[cell], amount, memory_order_relaxed);
}

void retry__cells_read(const struct retry_cells *cells, uint64_t out[RETRY_CELL_COUNT])
{
    memset(out, 0, RETRY_CELL_COUNT * sizeof(out[0]));
    for (size_t shard = 0; shard < RETRY_COUNT(cells->shards); shard++)
        for (size_t cell = 0; cell < RETRY_CELL_COUNT; cell++)
            out[cell] += atomic_load_explicit(&cells->shards[shard].cells[cell], memory_order_relaxed);
}

void retry__cells_clear(struct retry_cells *cells)
{
    for (size_t shard = 0; shard < RETRY_COUNT(cells->shards); shard++)
        for (size_t cell = 0; cell < RETRY_CELL_COUNT; cell++)
            atomic_store_explicit(&cells->shards[shard].cells[cell], 0, memory_order_relaxed);
}
