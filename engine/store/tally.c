/* tally.c - counts the loads of a catalogue by what came of them. */
#include "engine/store/tally.h"

#include "engine/store/moment.h"
#include "engine/store/outcome.h"
#include "engine/tree/host.h"

static void count(_Atomic uint64_t *counter)
{
    atomic_fetch_add_explicit(counter, 1, memory_order_relaxed);
}

static void set(_Atomic uint64_t *time, uint64_t ns)
{
    atomic_store_explicit(time, ns, memory_order_relaxed);
}

void retry__tally_note(struct retry_tally *tally, const struct retry_outcome *outcome)
{
    static const struct retry_host system;
    uint64_t now_ns = retry__moment_now();
    bool good = outcome->status == RETRY_OK;

    if (!good)
        count(&tally->refused);
    else
        count(outcome->unchanged ? &tally->unchanged : &tally->accepted);
    atomic_store_explicit(&tally->good, good, memory_order_relaxed);
    set(&tally->attempt_ns, now_ns);
    if (good)
        set(&tally->success_ns, now_ns);
    if (outcome->after == outcome->before)
        return;
    set(&tally->loaded_ns, now_ns);
    set(&tally->running_since_ns, retry__host_now(&system));
}
