/* reload.c - one load of a catalogue: all or nothing, with a report. */
#include "engine/store/reload.h"

#include "engine/store/changes.h"
#include "engine/store/in_use.h"
#include "engine/store/load.h"
#include "engine/store/moment.h"
#include "engine/store/record.h"
#include "engine/store/settle.h"
#include "engine/tree/bell.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

/* Readers leave within microseconds; who is held up for longer keeps his set, and the next load frees it. */
#define READER_PAUSES 100
#define READER_PAUSE_NS 100000

/* One try to load. */
struct attempt {
    struct retry_catalogue *catalogue;
    struct retry_report *report;
    struct retry_settle *settle;   /* NULL: no files are searched for */
    const struct retry_kept *kept; /* NULL: no files that were kept either */
    struct retry_outcome *outcome;
    struct retry_record *record; /* of the last try */
    uint32_t names;              /* that had been looked up when it began */
    uint32_t numbered;           /* customs that it has given new numbers */
};

/* ---- numbers for customs, while a set is loaded -------------------------------------------------- */

static bool number(void *context, const char *name, size_t length, uint32_t *out)
{
    struct attempt *attempt = context;
    struct retry_customs *customs = &attempt->catalogue->customs;

    retry__lock_take(&attempt->catalogue->lock);
    uint32_t before = retry__customs_count(customs);
    bool good = retry__customs_number(customs, name, length, out);
    attempt->numbered += retry__customs_count(customs) - before;
    retry__lock_release(&attempt->catalogue->lock);
    if (good && *out == RETRY_CUSTOMS_MAX)
        retry__report_add(attempt->report, &(struct retry_draft){.code = RETRY_FINDING_TOO_MANY, .file = "<program>"},
                          "the custom '%.*s' is one name too many; a process can tell %d apart", (int)length, name,
                          RETRY_CUSTOMS_MAX);
    return good;
}

/* Numbers of a set that is not to be go back, unless the program has taken one after them. With the lock. */
static void forget_numbers(const struct attempt *attempt, uint32_t before)
{
    struct retry_customs *customs = &attempt->catalogue->customs;

    if (retry__customs_count(customs) == before + attempt->numbered)
        retry__customs_forget(customs, before);
}

/* ---- one load ------------------------------------------------------------------------------------ */

retry_status retry__reload_judge(const struct retry_report *report)
{
    if (report->out_of_memory)
        return RETRY_ENOMEM;
    if (report->io)
        return RETRY_EIO;
    return report->by_severity[RETRY_FINDING_ERROR] > 0 ? RETRY_EPOLICY : RETRY_OK;
}

static void inspect(void *context, const struct retry_loading *loading, const struct retry_set *set)
{
    struct attempt *attempt = context;
    struct retry_outcome *outcome = attempt->outcome;

    outcome->hash = loading->hash;
    retry__record_free(attempt->record);
    attempt->record = outcome->dry ? NULL : retry__record_new(loading, set, attempt->report);
    retry__mem_free(outcome->kept.bytes);
    outcome->kept = (struct retry_kept_bytes){0};
    if (set && outcome->keep)
        retry__kept_write(loading, retry__moment_now(), &outcome->kept);
}

/* The set, NULL where a file was wrong. Files are read without the lock, so that who looks a new name up does not wait
 * for a disk. */
static struct retry_set *load_set(struct attempt *attempt)
{
    struct retry_catalogue *catalogue = attempt->catalogue;
    struct retry_load load = {
        .search = attempt->settle ? &attempt->settle->search : NULL,
        .kept = attempt->kept ? attempt->kept->texts : NULL,
        .kept_count = attempt->kept ? attempt->kept->count : 0,
        .defaults = catalogue->defaults,
        .partial = attempt->settle && attempt->settle->partial,
        .symbol = number,
        .symbol_context = attempt,
        .inspect = inspect,
        .inspect_context = attempt,
    };
    struct retry_set *set = NULL;

    retry__lock_take(&catalogue->lock);
    const struct retry_plan **keep = retry__in_use_plans(catalogue, &load.keep_count);
    attempt->names = catalogue->handles.count;
    retry__lock_release(&catalogue->lock);
    load.keep = keep;
    if (keep)
        set = retry__load(&load, attempt->report);
    else
        retry__report_no_memory(attempt->report);
    retry__mem_free(keep);
    return set;
}

static uint32_t from_files(const struct retry_set *set)
{
    return set ? set->from_files : 0;
}

/* A directory that is gone, or not yet mounted, must not take all policies away, nor leave the defaults alone. */
static void refuse_emptiness(const struct retry_set *old, const struct retry_set *set, struct retry_report *report)
{
    if (from_files(set) == 0 && from_files(old) > 0)
        retry__report_add(report,
                          &(struct retry_draft){
                              .code = RETRY_FINDING_EMPTY,
                              .file = "<search path>",
                              .help = "put the files back; a program that shall have no policy must start without them",
                          },
                          "no file defines a policy any more, where files defined %u", (unsigned)from_files(old));
}

/* What a watch has found is what is current: nothing to do. What was kept gives way to files that say the same. */
static bool is_current(const struct attempt *attempt, const struct retry_set *current, const struct retry_set *set)
{
    return attempt->outcome->trigger == RETRY_TRIGGER_WATCH && current && set->hash == current->hash &&
           !attempt->catalogue->last_good;
}

/* The view of a new set, which it takes over; NULL where there is none: where anything was wrong, or nothing is new.
 * With the lock.
 *
 * @param customs  how many had a number before */
static struct retry_view *prepare(struct attempt *attempt, struct retry_set *set, bool changed, uint32_t customs)
{
    struct retry_catalogue *catalogue = attempt->catalogue;
    const struct retry_view *current = atomic_load_explicit(&catalogue->view, memory_order_relaxed);

    if (set && attempt->settle && retry__in_use_misses(catalogue, attempt->names, set))
        attempt->settle->changed = changed = true; /* once more, with that name */
    struct retry_view *view = set ? retry__catalogue_view_new(catalogue, set) : NULL;
    if (view) {
        refuse_emptiness(current->set, set, attempt->report);
        retry__in_use_warn(catalogue, view, attempt->report);
    } else if (retry__reload_judge(attempt->report) == RETRY_OK) {
        retry__report_no_memory(attempt->report);
    }
    if (retry__reload_judge(attempt->report) == RETRY_OK && !changed) {
        attempt->outcome->unchanged = is_current(attempt, current->set, set);
        if (!attempt->outcome->unchanged && !attempt->outcome->dry)
            return view;
    }
    forget_numbers(attempt, customs);
    retry__mem_free(view);
    retry__set_free(set);
    return NULL;
}

/* Frees what was replaced as soon as its readers have left. */
static void settle(struct retry_catalogue *catalogue, uint64_t epoch)
{
    for (int i = 0; i < READER_PAUSES && !retry__thread_passed(epoch); i++)
        nanosleep(&(struct timespec){.tv_nsec = READER_PAUSE_NS}, NULL);
    retry__lock_take(&catalogue->lock);
    retry__catalogue_sweep(catalogue);
    retry__lock_release(&catalogue->lock);
}

/* Who asks what runs sees the set and its record together, or both of before. With the lock. */
static uint64_t publish(struct attempt *attempt, struct retry_view *view)
{
    struct retry_catalogue *catalogue = attempt->catalogue;
    struct retry_known *known = &catalogue->known;

    attempt->record->defaults_alone = !attempt->settle && !attempt->kept;
    attempt->record->last_good = attempt->kept != NULL;
    attempt->record->loaded_ns = retry__moment_now();
    retry__lock_take(&known->lock);
    uint64_t epoch = retry__catalogue_publish(catalogue, view);
    struct retry_record *old = retry__known_activate(known, attempt->record);
    retry__lock_release(&known->lock);
    retry__record_free(old);
    return epoch;
}

/* Both sets are there: only a load replaces the one that is current. */
static void tell_changes(const struct attempt *attempt, const struct retry_set *set)
{
    const struct retry_view *view;
    struct retry_slot *slot = retry__catalogue_enter(attempt->catalogue, &view);
    const struct retry_set *before = view->set;

    retry__thread_leave(slot);
    if (before && set)
        retry__changes(before, set, attempt->outcome->changes, sizeof(attempt->outcome->changes));
}

static retry_status load(struct attempt *attempt)
{
    struct retry_catalogue *catalogue = attempt->catalogue;
    uint32_t customs = retry__customs_count(&catalogue->customs);
    uint64_t epoch = 0;

    attempt->numbered = 0;
    struct retry_set *set = load_set(attempt);
    bool changed = attempt->settle && retry__settle_changed(attempt->settle);
    tell_changes(attempt, set);
    retry__lock_take(&catalogue->lock);
    struct retry_view *view = prepare(attempt, set, changed, customs);
    if (view)
        epoch = publish(attempt, view);
    retry__lock_release(&catalogue->lock);
    if (!view)
        return retry__reload_judge(attempt->report);
    retry__bell_ring(NULL, catalogue);
    settle(catalogue, epoch);
    return RETRY_OK;
}

static void try_load(void *context)
{
    struct attempt *attempt = context;

    attempt->report = attempt->settle->report;
    load(attempt);
}

static bool reported(const struct retry_report *report, const struct retry_finding *finding)
{
    for (size_t i = 0; i < report->count; i++) {
        const struct retry_finding *known = &report->findings[i];
        if (known->code == finding->code && !strcmp(known->place.file, finding->place.file) &&
            known->place.span.line == finding->place.span.line &&
            known->place.span.column == finding->place.span.column)
            return true;
    }
    return false;
}

/* Adds the errors that the report lacks: a text may be wrong by itself where files had defined or replaced a name. */
static void add_errors(struct retry_report *report, const struct retry_report *more, const char *text)
{
    const struct retry_source source = {.name = "<defaults>", .text = text, .size = strlen(text)};

    for (size_t i = 0; i < more->count; i++) {
        const struct retry_finding *finding = &more->findings[i];
        struct retry_draft draft = {.code = finding->code, .span = finding->place.span, .help = finding->help};
        if (strcmp(finding->place.file, source.name) == 0)
            draft.source = &source;
        else
            draft.file = finding->place.file;
        if (retry__finding_severity(finding->code) == RETRY_FINDING_ERROR && !reported(report, finding))
            retry__report_add(report, &draft, "%s", finding->message);
    }
}

static retry_status status_of(const struct retry_outcome *outcome)
{
    return outcome->report ? retry__reload_judge(outcome->report) : RETRY_ENOMEM;
}

/* Loads without looking for files, into a report of its own, which is the caller's to free; NULL: no memory for it.
 * What the outcome says of the files stays. */
static struct retry_report *load_instead(struct retry_catalogue *catalogue, struct retry_outcome *outcome,
                                         const struct retry_kept *kept)
{
    struct retry_outcome own = {.trigger = outcome->trigger};
    struct attempt attempt = {.catalogue = catalogue, .kept = kept, .outcome = &own, .report = retry__report_new()};

    if (!attempt.report || load(&attempt) == RETRY_ENOMEM)
        retry__report_no_memory(outcome->report);
    outcome->after = retry__catalogue_generation(catalogue);
    if (outcome->after == outcome->before)
        retry__record_free(attempt.record);
    return attempt.report;
}

bool retry__reload_kept(struct retry_catalogue *catalogue, struct retry_outcome *outcome, const struct retry_kept *kept)
{
    retry__report_free(load_instead(catalogue, outcome, kept));
    if (outcome->after == 0)
        return false;
    catalogue->last_good = true;
    outcome->last_good_ns = kept->saved_ns;
    return true;
}

void retry__reload_defaults(struct retry_catalogue *catalogue, struct retry_outcome *outcome)
{
    if (!catalogue->defaults)
        return;
    struct retry_report *report = load_instead(catalogue, outcome, NULL);
    if (report && outcome->report)
        add_errors(outcome->report, report, catalogue->defaults);
    retry__report_free(report);
    outcome->defaults_alone = outcome->after > 0;
    outcome->status = status_of(outcome);
}

static uint64_t current_hash(const struct retry_catalogue *catalogue)
{
    const struct retry_view *view;
    struct retry_slot *slot = retry__catalogue_enter(catalogue, &view);
    uint64_t hash = view->set ? view->set->hash : 0;

    retry__thread_leave(slot);
    return hash;
}

void retry__reload_run(struct retry_catalogue *catalogue, struct retry_outcome *outcome)
{
    struct retry_settle settle = {
        .path = catalogue->path,
        .program = catalogue->program,
        .trust = catalogue->strict ? RETRY_TRUST_REFUSE : RETRY_TRUST_WARN,
        .load = try_load,
    };
    struct attempt attempt = {.catalogue = catalogue, .settle = &settle, .outcome = outcome};

    outcome->old_hash = current_hash(catalogue);
    settle.context = &attempt;
    retry__settle(&settle);
    outcome->report = settle.report;
    outcome->search = settle.search;
    outcome->record = attempt.record;
    outcome->status = status_of(outcome);
    outcome->after = retry__catalogue_generation(catalogue);
    if (outcome->after > outcome->before)
        catalogue->last_good = false;
}

void retry__outcome_done(struct retry_outcome *outcome)
{
    retry__report_free(outcome->report);
    retry__search_done(&outcome->search);
    retry__record_free(outcome->record);
    retry__mem_free(outcome->kept.bytes);
    outcome->report = NULL;
    outcome->record = NULL;
    outcome->kept = (struct retry_kept_bytes){0};
}

/* ---- entering and leaving ------------------------------------------------------------------------ */

/* The process word under which this thread is inside a load; 0: it is not. A child forked in the middle is in none. */
static _Thread_local uint64_t inside __attribute__((tls_model("initial-exec")));

bool retry__reload_busy(void)
{
    return retry__thread_reading() || inside == retry__thread_process();
}

/* A thread that reads would wait for itself. So would one that is called in the middle of a load, also where it asks
 * for another catalogue's: that one's load may be asking for ours. And no thread may be cancelled with locks held. */
bool retry__reload_enter(struct retry_catalogue *catalogue, int *out_cancelling)
{
    if (retry__reload_busy())
        return false;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, out_cancelling);
    retry__lock_take(&catalogue->loading);
    inside = retry__thread_process();
    return true;
}

void retry__reload_leave(struct retry_catalogue *catalogue, int cancelling)
{
    inside = 0;
    retry__lock_release(&catalogue->loading);
    pthread_setcancelstate(cancelling, NULL);
}
