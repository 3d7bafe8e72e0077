/* tally.c - counts the loads of a catalogue by what came of them. */
#include "engine/store/tally.h"

#include "engine/store/moment.h"
#include "engine/store/outcome.h"

static void count(_Atomic uint64_t *counter)
{
    atomic_fetch_add_explicit(counter, 1, memory_order_relaxed);
}

void retry__tally_note(struct retry_tally *tally, const struct retry_outcome *outcome)
{
    uint64_t now_ns = retry__moment_now();

    if (outcome->status != RETRY_OK)
        count(&tally->refused);
    else
        count(outcome->unchanged ? &tally->unchanged : &tally->accepted);
    if (outcome->after != outcome->before)
        atomic_store_explicit(&tally->loaded_ns, now_ns, memory_order_relaxed);
    atomic_store_explicit(&tally->attempt_ns, now_ns, memory_order_relaxed);
}
