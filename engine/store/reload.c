/* reload.c - one load of a catalogue: all or nothing, with a report and a line in the log. */
#include "engine/store/reload.h"

#include "engine/store/load.h"
#include "engine/store/tell.h"

#include <time.h>

/* Readers leave within microseconds; who is held up for longer keeps his set, and the next load frees it. */
#define READER_PAUSES 100
#define READER_PAUSE_NS 100000

/* ---- numbers for customs, while a set is loaded -------------------------------------------------- */

struct numbering {
    struct retry_customs *customs;
    struct retry_report *report;
};

static bool number(void *context, const char *name, size_t length, uint32_t *out)
{
    struct numbering *numbering = context;

    if (!retry__customs_number(numbering->customs, name, length, out))
        return false;
    if (*out == RETRY_CUSTOMS_MAX)
        retry__report_add(numbering->report, &(struct retry_draft){.code = RETRY_FINDING_TOO_MANY, .file = "<program>"},
                          "the custom '%.*s' is one name too many; a process can tell %d apart", (int)length, name,
                          RETRY_CUSTOMS_MAX);
    return true;
}

/* ---- what the names in use make of a new set ----------------------------------------------------- */

/* The plans that handles mean now; NULL: no memory. */
static const struct retry_plan **plans_in_use(const struct retry_catalogue *catalogue, size_t *out_count)
{
    const struct retry_view *view = atomic_load_explicit(&catalogue->view, memory_order_relaxed);
    const struct retry_plan **plans = retry__mem_new((size_t)catalogue->handles.count + 1, sizeof(*plans));

    *out_count = 0;
    for (const struct retry_policy *policy = catalogue->handles.first; plans && policy; policy = policy->next) {
        const struct retry_plan *plan = retry__policy_plan(policy, view);
        if (plan)
            plans[(*out_count)++] = plan;
    }
    return plans;
}

static void warn_undefined(const struct retry_catalogue *catalogue, const struct retry_view *view,
                           struct retry_report *report)
{
    for (const struct retry_policy *policy = catalogue->handles.first; policy; policy = policy->next)
        if (!retry__policy_plan(policy, view))
            retry__report_add(report,
                              &(struct retry_draft){
                                  .code = RETRY_FINDING_UNDEFINED,
                                  .file = "<program>",
                                  .help = "define it under policies:, or correct the name in the program",
                              },
                              "the program asked for '%s', which no file defines: its calls make one attempt",
                              policy->name);
}

static uint32_t defined_count(const struct retry_set *set)
{
    uint32_t count = 0;
    for (uint32_t i = 0; set && i < set->plan_count; i++)
        count += !retry__set_plan(set, i)->orphaned;
    return count;
}

/* A directory that is gone, or not yet mounted, must not take all policies away. */
static void refuse_emptiness(const struct retry_set *old, const struct retry_set *set, struct retry_report *report)
{
    if (defined_count(set) == 0 && defined_count(old) > 0) {
        retry__report_add(report,
                          &(struct retry_draft){
                              .code = RETRY_FINDING_CANNOT_READ,
                              .file = "<search path>",
                              .help = "put the files back; a program that shall have no policy must start without them",
                          },
                          "no policy is left where there were %u", (unsigned)defined_count(old));
        report->io = true;
    }
}

/* ---- one load ------------------------------------------------------------------------------------ */

static retry_status judge(const struct retry_report *report)
{
    if (report->out_of_memory)
        return RETRY_ENOMEM;
    if (report->io)
        return RETRY_EIO;
    return report->by_severity[RETRY_FINDING_ERROR] > 0 ? RETRY_EPOLICY : RETRY_OK;
}

/* The view of a new set, NULL where anything was wrong. */
static struct retry_view *prepare(struct retry_catalogue *catalogue, const struct retry_search *search,
                                  struct retry_report *report)
{
    const struct retry_view *current = atomic_load_explicit(&catalogue->view, memory_order_relaxed);
    struct numbering numbering = {&catalogue->customs, report};
    struct retry_load load = {
        .search = search,
        .defaults = catalogue->defaults,
        .symbol = number,
        .symbol_context = &numbering,
    };
    const struct retry_plan **keep = plans_in_use(catalogue, &load.keep_count);
    struct retry_set *set = NULL;
    struct retry_view *view = NULL;

    load.keep = keep;
    if (keep)
        set = retry__load(&load, report);
    if (set)
        view = retry__catalogue_view_new(catalogue, set);
    retry__mem_free(keep);
    if (view) {
        refuse_emptiness(current->set, set, report);
        warn_undefined(catalogue, view, report);
    } else if (judge(report) == RETRY_OK) {
        retry__report_no_memory(report);
    }
    if (judge(report) == RETRY_OK)
        return view;
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

static retry_status load(struct retry_catalogue *catalogue, const struct retry_search *search,
                         struct retry_report *report)
{
    uint64_t epoch = 0;

    retry__lock_take(&catalogue->lock);
    struct retry_view *view = prepare(catalogue, search, report);
    if (view)
        epoch = retry__catalogue_publish(catalogue, view);
    retry__lock_release(&catalogue->lock);
    if (!view)
        return judge(report);
    retry__thread_ring(NULL, catalogue);
    settle(catalogue, epoch);
    return RETRY_OK;
}

/* The program's own text alone, while no set was ever accepted. */
static void load_defaults(struct retry_catalogue *catalogue)
{
    struct retry_report *report = catalogue->defaults ? retry__report_new() : NULL;

    if (report && retry__catalogue_generation(catalogue) == 0)
        load(catalogue, NULL, report);
    retry__report_free(report);
}

static retry_status load_path(struct retry_catalogue *catalogue, struct retry_report *report)
{
    uint64_t before = retry__catalogue_generation(catalogue);
    struct retry_search search = {0};
    retry_status status;

    if (retry__search_path(&search, catalogue->path, catalogue->program, report))
        status = load(catalogue, &search, report);
    else
        status = judge(report);
    if (status != RETRY_OK)
        load_defaults(catalogue);
    if (status != RETRY_ENOMEM || retry__catalogue_generation(catalogue) > 0)
        atomic_store_explicit(&catalogue->loaded, true, memory_order_release);
    retry__tell(catalogue, &search, report, before);
    retry__search_done(&search);
    return status;
}

/* With `loading` held. */
static retry_status load_reported(struct retry_catalogue *catalogue, struct retry_report **out_report)
{
    struct retry_report *report = retry__report_new();
    retry_status status = report ? load_path(catalogue, report) : RETRY_ENOMEM;

    if (out_report)
        *out_report = report;
    else
        retry__report_free(report);
    return status;
}

/* A thread that reads would wait for itself, and so would one that is called in the middle of a load. */
static bool enter_load(struct retry_catalogue *catalogue)
{
    if (retry__thread_reading() || retry__lock_mine(&catalogue->loading))
        return false;
    retry__lock_take(&catalogue->loading);
    return true;
}

retry_status retry__catalogue_first_load(struct retry_catalogue *catalogue, const retry_options *options,
                                         struct retry_report **out_report)
{
    retry_status status = RETRY_EBUSY;

    if (!enter_load(catalogue))
        return RETRY_EBUSY;
    if (!atomic_load_explicit(&catalogue->loaded, memory_order_relaxed)) {
        status = retry__catalogue_set_options(catalogue, options);
        if (status == RETRY_OK)
            status = load_reported(catalogue, out_report);
    }
    retry__lock_release(&catalogue->loading);
    return status;
}

retry_status retry__catalogue_reload(struct retry_catalogue *catalogue, struct retry_report **out_report)
{
    if (!enter_load(catalogue))
        return RETRY_EBUSY;
    retry_status status = load_reported(catalogue, out_report);
    retry__lock_release(&catalogue->loading);
    return status;
}
