/* load.c - loads of a catalogue as the host sees them: levers, the set, and what is made known of both. */
#include "engine/live/load.h"

#include "engine/live/last_good.h"
#include "engine/live/notice.h"
#include "engine/live/roster.h"
#include "engine/live/tell.h"
#include "engine/store/reload.h"
#include "engine/tree/bell.h"

#include <errno.h>
#include <time.h>

/* ---- the lever ----------------------------------------------------------------------------------- */

/* With `loading` held. What is odd about the lever goes to the report, and refuses nothing. */
static retry_status pull(struct retry_catalogue *catalogue, struct retry_report *report)
{
    struct retry_path path;
    struct retry_lever lever;
    bool changed = false;
    bool good = retry__path_read(&path, catalogue->path, catalogue->program) &&
                retry__lever_read(&lever, &path, catalogue->pulled ? &catalogue->lever : NULL, report) &&
                retry__catalogue_pull(catalogue, &lever, &changed);

    retry__path_done(&path);
    if (!good)
        return RETRY_ENOMEM;
    catalogue->pulled = true;
    if (changed) {
        retry__bell_ring(NULL, catalogue);
        retry__notice_ring(catalogue);
        retry__tell_lever(catalogue);
    }
    return RETRY_OK;
}

retry_status retry__live_pull(struct retry_catalogue *catalogue)
{
    struct retry_report *report = retry__report_new();
    retry_status status = RETRY_EBUSY;
    int cancelling;

    if (!report)
        return RETRY_ENOMEM;
    if (retry__reload_enter(catalogue, &cancelling)) {
        status = pull(catalogue, report);
        retry__reload_leave(catalogue, cancelling);
    }
    retry__report_free(report);
    return status;
}

void retry__live_disable_all(bool off)
{
    if (!retry__switch_throw(off))
        return;
    retry__bell_ring_all();
    retry__roster_each(retry__notice_ring);
}

/* ---- loads --------------------------------------------------------------------------------------- */

/* Adds what was found of the lever to the report of the load. */
static void add_findings(struct retry_report *report, const struct retry_report *more)
{
    for (size_t i = 0; i < more->count; i++) {
        const struct retry_finding *finding = &more->findings[i];
        struct retry_draft draft = {
            .code = finding->code,
            .file = finding->place.file,
            .span = finding->place.span,
            .help = finding->help,
        };
        retry__report_add(report, &draft, "%s", finding->message);
    }
}

/* The lever comes first: it counts whatever is wrong with the files. */
static void run(struct retry_catalogue *catalogue, struct retry_outcome *outcome)
{
    struct retry_report *levers = retry__report_new();

    outcome->before = outcome->after = retry__catalogue_generation(catalogue);
    if (!levers || (!outcome->dry && pull(catalogue, levers) != RETRY_OK)) {
        retry__report_no_memory(levers);
        outcome->status = RETRY_ENOMEM;
        outcome->report = levers;
        return;
    }
    outcome->keep = !outcome->dry && retry__last_good_wanted(catalogue);
    retry__reload_run(catalogue, outcome);
    if (outcome->after != outcome->before)
        retry__notice_ring(catalogue);
    if (outcome->report)
        add_findings(outcome->report, levers);
    retry__report_free(levers);
}

static uint64_t clock_ns(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

static void set(_Atomic uint64_t *to, uint64_t value)
{
    atomic_store_explicit(to, value, memory_order_relaxed);
}

/* With `loading` held, so that nobody else counts. */
static void count(struct retry_tally *tally, const struct retry_outcome *outcome)
{
    uint64_t now_ns = clock_ns(CLOCK_REALTIME);
    bool good = outcome->status == RETRY_OK;
    _Atomic uint64_t *result = outcome->unchanged ? &tally->unchanged : &tally->accepted;

    if (!good)
        result = &tally->refused;
    set(result, atomic_load_explicit(result, memory_order_relaxed) + 1);
    atomic_store_explicit(&tally->good, good, memory_order_relaxed);
    set(&tally->attempt_ns, now_ns);
    if (good)
        set(&tally->success_ns, now_ns);
    if (outcome->after > outcome->before) {
        set(&tally->loaded_ns, now_ns);
        set(&tally->running_since_ns, clock_ns(CLOCK_MONOTONIC));
    }
}

/* What serves where the first set was refused: the one accepted last, in an earlier process, or the program's own. */
static void fall_back(struct retry_catalogue *catalogue, struct retry_outcome *outcome)
{
    if (outcome->report && outcome->status != RETRY_ENOMEM)
        retry__last_good_serve(catalogue, outcome);
    if (outcome->after == 0)
        retry__reload_defaults(catalogue, outcome);
}

/* What follows from a load, but for what is told of it. */
static void conclude(struct retry_catalogue *catalogue, struct retry_outcome *outcome)
{
    if (outcome->after > outcome->before && outcome->status == RETRY_OK)
        retry__last_good_keep(catalogue, outcome);
    else if (outcome->status != RETRY_OK && outcome->after == 0)
        fall_back(catalogue, outcome);
    count(&catalogue->tally, outcome);
    if (outcome->status != RETRY_ENOMEM || outcome->after > 0)
        atomic_store_explicit(&catalogue->loaded, true, memory_order_release);
}

/* With `loading` held. */
static retry_status load(struct retry_catalogue *catalogue, struct retry_outcome *outcome,
                         struct retry_report **out_report)
{
    int kept = errno;

    run(catalogue, outcome);
    if (!outcome->dry)
        conclude(catalogue, outcome);
    if (!outcome->dry && outcome->report)
        retry__tell(catalogue, outcome);
    if (out_report) {
        *out_report = outcome->report;
        outcome->report = NULL;
    }
    retry__outcome_done(outcome);
    errno = kept;
    return outcome->status;
}

retry_status retry__live_first_load(struct retry_catalogue *catalogue, const retry_options *options,
                                    struct retry_report **out_report)
{
    struct retry_outcome outcome = {.trigger = RETRY_TRIGGER_FIRST};
    retry_status status = RETRY_EBUSY;
    int cancelling;

    if (!retry__reload_enter(catalogue, &cancelling))
        return RETRY_EBUSY;
    if (!atomic_load_explicit(&catalogue->loaded, memory_order_relaxed)) {
        status = retry__catalogue_set_options(catalogue, options);
        if (status == RETRY_OK) {
            retry__roster_add(catalogue);
            status = load(catalogue, &outcome, out_report);
        }
    }
    retry__reload_leave(catalogue, cancelling);
    return status;
}

void retry__live_free(struct retry_catalogue *catalogue)
{
    struct retry_watcher *watcher;

    if (!catalogue)
        return;
    watcher = atomic_load_explicit(&catalogue->watcher, memory_order_acquire);
    if (watcher)
        watcher->end(watcher);
    retry__roster_remove(catalogue);
    retry__notice_done(catalogue);
    retry__catalogue_free(catalogue);
}

static retry_status load_alone(struct retry_catalogue *catalogue, struct retry_outcome *outcome,
                               struct retry_report **out_report)
{
    retry_status status;
    int cancelling;

    if (!retry__reload_enter(catalogue, &cancelling))
        return RETRY_EBUSY;
    status = load(catalogue, outcome, out_report);
    retry__reload_leave(catalogue, cancelling);
    return status;
}

retry_status retry__live_reload(struct retry_catalogue *catalogue, retry_trigger trigger,
                                struct retry_report **out_report)
{
    struct retry_outcome outcome = {.trigger = trigger};

    return load_alone(catalogue, &outcome, out_report);
}

retry_status retry__live_watched(struct retry_catalogue *catalogue, bool repeated)
{
    struct retry_outcome outcome = {.trigger = RETRY_TRIGGER_WATCH, .repeated = repeated};

    return load_alone(catalogue, &outcome, NULL);
}

retry_status retry__live_check(struct retry_catalogue *catalogue, struct retry_report **out_report)
{
    struct retry_outcome outcome = {.trigger = RETRY_TRIGGER_RELOAD, .dry = true};

    return load_alone(catalogue, &outcome, out_report);
}
