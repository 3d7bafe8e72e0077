/* load.c - loads of a catalogue as the host sees them: levers, the set, and what is made known of both. */
#include "engine/live/load.h"

#include "engine/live/last_good.h"
#include "engine/live/notice.h"
#include "engine/live/roster.h"
#include "engine/live/state_file.h"
#include "engine/live/tell.h"
#include "engine/store/reload.h"
#include "engine/tree/bell.h"

#include <errno.h>
#include <pthread.h>

/* What the file says that no load changes: which names were looked up, whether anybody watches, and is told of changes,
 * and the program's own switch, which another process may have thrown. */
static uint64_t what_shows(struct retry_catalogue *catalogue)
{
    const struct retry_watcher *watcher = retry__roster_watcher(catalogue);
    uint64_t watched = watcher ? 1 + watcher->is_notified(watcher) : 0;

    retry__lock_take(&catalogue->lock);
    uint64_t names = catalogue->handles.count;
    retry__lock_release(&catalogue->lock);
    return ((uint64_t)retry__switch_now() << 40) + 4 * names + watched;
}

/* With `loading` held. Nothing depends on the file: that it cannot be written is counted, and told once until it can.
 */
static void show_state(struct retry_catalogue *catalogue)
{
    char path[RETRY_STATE_FILE_BYTES];
    int error;

    catalogue->shown = what_shows(catalogue);
    error = retry__state_file_write(catalogue);

    if (error != 0 && !catalogue->status_told)
        retry__tell_state_file(catalogue, retry__state_file_name(catalogue, path) ? path : "", error);
    catalogue->status_told = error != 0;
}

void retry__live_show(struct retry_catalogue *catalogue)
{
    int cancelling, kept = errno;

    if (!catalogue->own || !atomic_load_explicit(&catalogue->loaded, memory_order_acquire) ||
        !retry__reload_enter(catalogue, &cancelling))
        return;
    if (what_shows(catalogue) != catalogue->shown)
        show_state(catalogue);
    retry__reload_leave(catalogue, cancelling);
    errno = kept;
}

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
    catalogue->doubted = retry__known_warned(report);
    if (changed) {
        retry__bell_ring(NULL, catalogue);
        retry__notice_ring(catalogue);
        retry__tell_lever(catalogue);
    }
    return RETRY_OK;
}

retry_status retry__live_pull(struct retry_catalogue *catalogue, bool *out_doubtful)
{
    struct retry_report *report = retry__report_new();
    retry_status status = RETRY_EBUSY;
    int cancelling;

    if (!report)
        return RETRY_ENOMEM;
    if (retry__reload_enter(catalogue, &cancelling)) {
        uint64_t before = catalogue->lever.hash, doubted = catalogue->doubted;
        status = pull(catalogue, report);
        if (out_doubtful)
            *out_doubtful = catalogue->doubted != doubted;
        if (catalogue->lever.hash != before)
            show_state(catalogue);
        retry__reload_leave(catalogue, cancelling);
    }
    retry__report_free(report);
    return status;
}

/* No file is written in the middle of a decision: the next load will tell. */
static void tell_all(struct retry_catalogue *own, bool off)
{
    retry__bell_ring_all();
    retry__roster_each(retry__notice_ring);
    if (!own || !atomic_load_explicit(&own->loaded, memory_order_acquire) || retry__thread_reading())
        return;
    retry__tell_switch(own, off);
    retry__state_file_write(own);
}

/* Locks are held while notices are rung: no thread may be cancelled then. */
void retry__live_disable_all(struct retry_catalogue *own, bool off)
{
    int cancelling;

    if (!retry__switch_throw(off))
        return;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancelling);
    tell_all(own, off);
    pthread_setcancelstate(cancelling, NULL);
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
    retry__reload_run(catalogue, outcome);
    if (outcome->report)
        add_findings(outcome->report, levers);
    retry__report_free(levers);
}

/* What serves where the first set was refused: the one accepted last, in an earlier process, or the program's own. */
static void fall_back(struct retry_catalogue *catalogue, struct retry_outcome *outcome)
{
    if (outcome->report && outcome->status != RETRY_ENOMEM)
        retry__last_good_serve(catalogue, outcome);
    if (outcome->after == 0)
        retry__reload_defaults(catalogue, outcome);
}

static void run_or_fall_back(struct retry_catalogue *catalogue, struct retry_outcome *outcome)
{
    outcome->keep = retry__last_good_wanted(catalogue);
    run(catalogue, outcome);
    if (outcome->status == RETRY_OK && (outcome->after > outcome->before || catalogue->unkept))
        catalogue->unkept = !retry__last_good_keep(catalogue, outcome);
    else if (outcome->status != RETRY_OK && outcome->after == 0)
        fall_back(catalogue, outcome);
    if (outcome->after != outcome->before)
        retry__notice_ring(catalogue);
}

/* A load that somebody will ask for. What it found is known before it is told of. */
static void run_known(struct retry_catalogue *catalogue, struct retry_outcome *outcome)
{
    struct retry_attempt *attempt = retry__known_begin(&catalogue->known, catalogue->path);

    outcome->before = outcome->after = retry__catalogue_generation(catalogue);
    outcome->status = RETRY_ENOMEM;
    if (attempt && attempt->path)
        run_or_fall_back(catalogue, outcome);
    retry__tally_note(&catalogue->tally, outcome);
    if (attempt)
        retry__known_end(&catalogue->known, attempt, outcome);
    if (outcome->status != RETRY_ENOMEM || outcome->after > 0)
        atomic_store_explicit(&catalogue->loaded, true, memory_order_release);
    retry__tell(catalogue, outcome);
    show_state(catalogue);
}

/* With `loading` held. */
static retry_status load(struct retry_catalogue *catalogue, struct retry_outcome *outcome,
                         struct retry_report **out_report)
{
    int kept = errno;

    if (outcome->dry)
        run(catalogue, outcome);
    else
        run_known(catalogue, outcome);
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
    int cancelling;

    if (!catalogue)
        return;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancelling);
    watcher = atomic_load_explicit(&catalogue->watcher, memory_order_acquire);
    if (watcher)
        watcher->end(watcher);
    retry__roster_remove(catalogue);
    retry__notice_done(catalogue);
    retry__catalogue_free(catalogue);
    pthread_setcancelstate(cancelling, NULL);
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
