/* catalogue.c - the current set, the names that programs hold, and the swap from one set to the next. */
#include "engine/store/catalogue.h"

#include "engine/store/options.h"
#include "schema/check.h"

#include <string.h>

#define NAME_MAX_BYTES 63
#define FIRST_PLANS 16u

static struct retry_view *current(const struct retry_catalogue *catalogue)
{
    return atomic_load_explicit(&catalogue->view, memory_order_relaxed);
}

static const struct retry_plan *plan_of(const struct retry_set *set, const struct retry_policy *policy)
{
    return set ? retry__set_find(set, policy->name, strlen(policy->name)) : NULL;
}

static void note_timed(struct retry_policy *policy, const struct retry_plan *plan)
{
    atomic_store_explicit(&policy->timed, plan && retry__plan_timed(plan), memory_order_relaxed);
}

/* ---- views -------------------------------------------------------------------------------------- */

static struct retry_view *view_new(uint32_t capacity, struct retry_set *set, uint64_t generation, uint64_t turn)
{
    struct retry_view *view = retry__mem_new(1, sizeof(*view) + (size_t)capacity * sizeof(view->plans[0]));

    if (view) {
        view->set = set;
        view->generation = generation;
        view->turn = turn;
        view->capacity = capacity;
    }
    return view;
}

struct retry_view *retry__catalogue_view_new(const struct retry_catalogue *catalogue, struct retry_set *set)
{
    const struct retry_view *old = current(catalogue);
    struct retry_view *view = view_new(old->capacity, set, old->generation + 1, old->turn + 1);

    for (const struct retry_policy *policy = catalogue->handles.first; view && policy; policy = policy->next)
        atomic_init(&view->plans[policy->index], plan_of(set, policy));
    return view;
}

uint64_t retry__catalogue_publish(struct retry_catalogue *catalogue, struct retry_view *view)
{
    struct retry_view *old = current(catalogue);

    atomic_store_explicit(&catalogue->view, view, memory_order_release);
    for (struct retry_policy *policy = catalogue->handles.first; policy; policy = policy->next)
        note_timed(policy, retry__policy_plan(policy, view));

    old->retired_epoch = retry__thread_advance();
    old->retired_set = old->set == view->set ? NULL : old->set;
    old->older = catalogue->retired;
    catalogue->retired = old;
    return old->retired_epoch;
}

static void free_retired(struct retry_view *view)
{
    while (view) {
        struct retry_view *older = view->older;
        retry__set_free(view->retired_set);
        retry__mem_free(view);
        view = older;
    }
}

/* The newest stands first: once one may be freed, so may all after it. */
void retry__catalogue_sweep(struct retry_catalogue *catalogue)
{
    struct retry_view **link = &catalogue->retired;

    while (*link && !retry__thread_passed((*link)->retired_epoch))
        link = &(*link)->older;
    struct retry_view *passed = *link;
    *link = NULL;
    free_retired(passed);
}

/* The same set in a view with room for more handles, or after a turn. NULL: no memory */
static struct retry_view *copy(const struct retry_view *old, uint32_t capacity, uint64_t turn)
{
    struct retry_view *view = view_new(capacity, old->set, old->generation, turn);

    for (uint32_t i = 0; view && i < old->capacity; i++)
        atomic_init(&view->plans[i], atomic_load_explicit(&old->plans[i], memory_order_relaxed));
    return view;
}

/* Makes room for one more handle. */
static bool widen(struct retry_catalogue *catalogue)
{
    const struct retry_view *old = current(catalogue);
    if (catalogue->handles.count < old->capacity)
        return true;

    struct retry_view *view = copy(old, old->capacity * 2, old->turn);
    if (!view)
        return false;
    retry__catalogue_publish(catalogue, view);
    retry__catalogue_sweep(catalogue);
    return true;
}

/* ---- the lever ----------------------------------------------------------------------------------- */

static void note_off(const struct retry_lever *lever, struct retry_policy *policy)
{
    bool off = retry__lever_find(lever, policy->name) != NULL;

    atomic_store_explicit(&policy->off, off, memory_order_relaxed);
}

/* In an order that leaves a child, forked between any two of these stores, with no line that is not there. */
static void exchange(struct retry_lever *lever, struct retry_lever with)
{
    size_t count = with.count;

    lever->count = with.count = 0;
    atomic_signal_fence(memory_order_seq_cst);
    *lever = with;
    atomic_signal_fence(memory_order_seq_cst);
    lever->count = count;
}

/* What is off is noted before the turn is seen: who sees the turn decides by it. */
static void swap(struct retry_catalogue *catalogue, struct retry_lever *lever, struct retry_view *view)
{
    struct retry_lever old = catalogue->lever;

    retry__lock_take(&catalogue->known.lock);
    exchange(&catalogue->lever, *lever);
    retry__lock_release(&catalogue->known.lock);
    *lever = old;
    for (struct retry_policy *policy = catalogue->handles.first; policy; policy = policy->next)
        note_off(&catalogue->lever, policy);
    retry__catalogue_publish(catalogue, view);
    retry__catalogue_sweep(catalogue);
}

bool retry__catalogue_pull(struct retry_catalogue *catalogue, struct retry_lever *lever, bool *out_changed)
{
    struct retry_view *view = NULL;

    *out_changed = lever->hash != catalogue->lever.hash;
    if (*out_changed) {
        retry__lock_take(&catalogue->lock);
        const struct retry_view *old = current(catalogue);
        view = copy(old, old->capacity, old->turn + 1);
        if (view)
            swap(catalogue, lever, view);
        retry__lock_release(&catalogue->lock);
    }
    retry__lever_done(lever);
    return view || !*out_changed;
}

/* ---- handles and customs ------------------------------------------------------------------------- */

static struct retry_policy *add(struct retry_catalogue *catalogue, const char *name, size_t length, uint64_t hash)
{
    struct retry_policy *policy = retry__handles_find(&catalogue->handles, name, length, hash);
    if (policy || !widen(catalogue))
        return policy;

    policy = retry__handles_new(&catalogue->handles, name, length, hash, !catalogue->no_metrics);
    if (!policy)
        return NULL;
    struct retry_view *view = current(catalogue);
    const struct retry_plan *plan = plan_of(view->set, policy);
    policy->catalogue = catalogue;
    note_timed(policy, plan);
    note_off(&catalogue->lever, policy);
    atomic_store_explicit(&view->plans[policy->index], plan, memory_order_release);
    retry__handles_add(&catalogue->handles, policy);
    return policy;
}

const struct retry_policy *retry__catalogue_get(struct retry_catalogue *catalogue, const char *name)
{
    size_t length = strnlen(name, NAME_MAX_BYTES + 1);
    if (length > NAME_MAX_BYTES)
        return NULL;
    uint64_t hash = retry__name_hash(name, length);
    struct retry_policy *policy = retry__handles_find(&catalogue->handles, name, length, hash);
    if (policy || !retry__check_is_name(name, length))
        return policy;

    retry__lock_take(&catalogue->lock);
    policy = add(catalogue, name, length, hash);
    retry__lock_release(&catalogue->lock);
    return policy;
}

retry_status retry__catalogue_set_custom(struct retry_catalogue *catalogue, const char *name, retry_custom_fn function,
                                         void *context)
{
    size_t length = strnlen(name, NAME_MAX_BYTES + 1);
    if (!retry__check_is_name(name, length))
        return RETRY_EINVAL;

    uint32_t number;
    retry_status status = RETRY_ENOMEM;
    retry__lock_take(&catalogue->lock);
    if (retry__customs_number(&catalogue->customs, name, length, &number)) {
        if (number == RETRY_CUSTOMS_MAX)
            status = RETRY_EINVAL;
        else if (retry__customs_set(&catalogue->customs, number, function, context))
            status = RETRY_OK;
    }
    retry__lock_release(&catalogue->lock);
    return status;
}

/* ---- life ---------------------------------------------------------------------------------------- */

struct retry_catalogue *retry__catalogue_new(void)
{
    struct retry_catalogue *catalogue = retry__mem_new(1, sizeof(*catalogue));
    struct retry_view *view = view_new(FIRST_PLANS, NULL, 0, 0);

    retry__switch_set_up();
    if (!catalogue || !view || !retry__known_new(&catalogue->known)) {
        if (catalogue)
            retry__known_done(&catalogue->known);
        retry__mem_free(catalogue);
        retry__mem_free(view);
        return NULL;
    }
    atomic_init(&catalogue->view, view);
    return catalogue;
}

static bool keep_text(struct retry_catalogue *catalogue, const char *text, const char **out)
{
    *out = text ? retry__arena_text(&catalogue->texts, text, strlen(text)) : NULL;
    return !text || *out;
}

retry_status retry__catalogue_set_options(struct retry_catalogue *catalogue, const retry_options *options)
{
    retry_options known;
    const char *program, *path, *defaults;

    if (!retry__options_read(options, &known, sizeof(known)) ||
        (known.program && !retry__check_is_name(known.program, strlen(known.program))))
        return RETRY_EINVAL;
    if (!options)
        return RETRY_OK;
    if (!keep_text(catalogue, known.program, &program) || !keep_text(catalogue, known.path, &path) ||
        !keep_text(catalogue, known.defaults, &defaults))
        return RETRY_ENOMEM;
    catalogue->program = program;
    catalogue->path = path;
    catalogue->defaults = defaults;
    catalogue->strict = known.strict;
    catalogue->no_metrics = known.no_metrics;
    catalogue->host = (struct retry_host){
        .context = known.context,
        .clock = known.clock,
        .random = known.random,
        .wait = known.wait,
        .log = known.log,
        .observe = known.observe,
    };
    return RETRY_OK;
}

void retry__catalogue_free(struct retry_catalogue *catalogue)
{
    if (!catalogue)
        return;
    struct retry_view *view = current(catalogue);
    view->retired_set = view->set;
    view->older = catalogue->retired;
    free_retired(view);
    retry__handles_done(&catalogue->handles);
    retry__customs_done(&catalogue->customs);
    retry__known_done(&catalogue->known);
    retry__lever_done(&catalogue->lever);
    retry__arena_done(&catalogue->texts);
    retry__mem_free(catalogue);
}
