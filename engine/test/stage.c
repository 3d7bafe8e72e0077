/* stage.c - where tests are played: a catalogue of a set that is loaded already, on a virtual clock. */
#include "engine/test/stage.h"

static uint64_t read_clock(void *context)
{
    return ((const struct retry_stage *)context)->now_ns;
}

static bool wait_until(void *context, uint64_t until_ns)
{
    struct retry_stage *stage = context;

    stage->now_ns = until_ns < RETRY_STAGE_END_NS ? until_ns : RETRY_STAGE_END_NS;
    return true;
}

/*
 * The bits from which the bounded draw of a program makes the delay that the test wants: Lemire's multiplication maps
 * 2^64 / count of them to each delay, 584 at the least, and the second of these is none that it would draw again.
 */
static uint64_t choose_bits(void *context)
{
    struct retry_stage *stage = context;
    const retry_window window = stage->call->window;
    uint64_t count = window.hi_ns - window.lo_ns + 1;
    uint64_t wanted = retry__draws_next(&stage->draws, window) - window.lo_ns;

    return (uint64_t)((((unsigned __int128)wanted << 64) + count - 1) / count) + 1;
}

/* Nothing is registered, and no other set comes. */
static bool publish(struct retry_catalogue *catalogue, struct retry_set *set)
{
    retry__lock_take(&catalogue->lock);
    struct retry_view *view = retry__catalogue_view_new(catalogue, set);
    if (view) {
        retry__catalogue_publish(catalogue, view);
        retry__catalogue_sweep(catalogue);
    }
    retry__lock_release(&catalogue->lock);
    return view != NULL;
}

bool retry__stage_open(struct retry_stage *stage, struct retry_set *set)
{
    *stage = (struct retry_stage){.catalogue = retry__catalogue_new(), .now_ns = RETRY_STAGE_START_NS};
    if (!stage->catalogue)
        return false;
    stage->catalogue->no_metrics = true;
    stage->catalogue->host = (struct retry_host){
        .context = stage,
        .clock = read_clock,
        .wait = wait_until,
        .random = choose_bits,
    };
    if (publish(stage->catalogue, set))
        return true;
    retry__catalogue_free(stage->catalogue);
    return false;
}

/* The set is taken out of the view before that is freed with all that it holds. */
void retry__stage_close(struct retry_stage *stage)
{
    atomic_load_explicit(&stage->catalogue->view, memory_order_relaxed)->set = NULL;
    retry__catalogue_free(stage->catalogue);
}

void retry__stage_reset(struct retry_stage *stage, const retry_call *call, const struct retry_random *random)
{
    stage->now_ns = RETRY_STAGE_START_NS;
    stage->call = call;
    retry__draws_begin(&stage->draws, random);
}

void retry__stage_pass(struct retry_stage *stage, uint64_t ns)
{
    stage->now_ns += ns < RETRY_STAGE_END_NS - stage->now_ns ? ns : RETRY_STAGE_END_NS - stage->now_ns;
}

bool retry__stage_over(const struct retry_stage *stage)
{
    return stage->now_ns == RETRY_STAGE_END_NS;
}
