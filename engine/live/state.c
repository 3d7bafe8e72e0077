/* state.c - what a catalogue is at one moment: what runs, and what the last attempt to load has said. */
#include "engine/live/state.h"

#include "engine/live/roster.h"
#include "engine/store/moment.h"
#include "engine/store/record.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A state while it is taken, with the lock held and a view entered. */
struct taking {
    struct retry_state *state;
    const struct retry_catalogue *catalogue;
    const struct retry_view *view;
    const struct retry_record *record;   /* of the set, or NULL */
    const struct retry_policy **handles; /* that have been looked up */
    size_t handle_count;
};

/* NULL stays NULL. @return false: no memory */
static bool keep(struct retry_state *state, const char *text, const char **out)
{
    *out = text ? retry__arena_text(&state->arena, text, strlen(text)) : NULL;
    return *out || !text;
}

/* ---- the whole ----------------------------------------------------------------------------------- */

static uint64_t read_count(const _Atomic uint64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

/* Options are settled by the first load. */
static bool fill_whole(struct taking *taking)
{
    const struct retry_catalogue *catalogue = taking->catalogue;
    const struct retry_attempt *attempt = catalogue->known.attempt;
    const struct retry_watcher *watcher = retry__roster_watcher(catalogue);
    retry_state_view *view = &taking->state->view;
    bool loaded = atomic_load_explicit(&catalogue->loaded, memory_order_acquire);

    *view = (retry_state_view){
        .taken_ns = retry__moment_now(),
        .process = getpid(),
        .generation = taking->view->generation,
        .hash = taking->view->set ? taking->view->set->hash : 0,
        .loaded_ns = taking->record ? taking->record->loaded_ns : 0,
        .defaults_alone = taking->record && taking->record->defaults_alone,
        .last_good = taking->record && taking->record->last_good,
        .attempt_status = attempt->status,
        .attempt_trigger = attempt->trigger,
        .attempt_ns = attempt->time_ns,
        .attempt_hash = attempt->hash,
        .attempt_errors = attempt->errors,
        .attempt_warnings = attempt->warnings,
        .accepted = read_count(&catalogue->tally.accepted),
        .refused = read_count(&catalogue->tally.refused),
        .unchanged = read_count(&catalogue->tally.unchanged),
        .watching = watcher != NULL,
        .notified = watcher && watcher->is_notified(watcher),
        .status_file_failures = read_count(&catalogue->status_failures),
    };
    retry__report_copy(&taking->state->report, &attempt->report, RETRY_KNOWN_FINDINGS);
    return taking->state->report.out_of_memory == attempt->report.out_of_memory &&
           keep(taking->state, loaded ? catalogue->program : NULL, &view->program) &&
           keep(taking->state, attempt->path, &view->path);
}

/* ---- levers -------------------------------------------------------------------------------------- */

static bool add_lever(struct retry_state *state, const char *pattern, const char *by, uint64_t since_ns)
{
    retry_lever_view *lever = &state->levers[state->view.lever_count++];

    lever->since_ns = since_ns;
    state->view.all_disabled |= strcmp(pattern, "*") == 0;
    return keep(state, pattern, &lever->pattern) && keep(state, by, &lever->by);
}

static bool add_levers(struct taking *taking)
{
    const struct retry_lever *lever = &taking->catalogue->lever;
    struct retry_state *state = taking->state;

    state->levers = retry__arena_new(&state->arena, lever->count + 1, sizeof(*state->levers));
    if (!state->levers)
        return false;
    for (size_t i = 0; i < lever->count; i++)
        if (!add_lever(state, lever->lines[i].pattern, lever->lines[i].by, lever->lines[i].since_ns))
            return false;
    return !(retry__switch_now() & 1) || add_lever(state, "*", RETRY_SWITCH_NAME, read_count(&retry__switch->since_ns));
}

/* ---- files --------------------------------------------------------------------------------------- */

static bool copy_file(struct retry_state *state, const struct retry_record_file *file, retry_file_view *out)
{
    out->layer = file->layer;
    out->modified_ns = file->modified_ns;
    out->hash = file->hash;
    return keep(state, file->path, &out->path) && keep(state, file->reason, &out->reason);
}

/* Those that were read. What the index of a record's file means in the state: its index here. */
static bool add_running(struct taking *taking)
{
    const struct retry_record *record = taking->record;
    struct retry_state *state = taking->state;
    size_t count = record ? record->file_count : 0;

    state->running = retry__arena_new(&state->arena, count, sizeof(*state->running));
    if (!state->running)
        return false;
    state->running_count = count;
    for (size_t i = 0; i < count; i++)
        if (!copy_file(state, &record->files[i], &state->running[i]))
            return false;
    return true;
}

/* A file that says what it said when the set was made is part of the set, whatever is wrong with others. */
static bool add_files(struct taking *taking)
{
    const struct retry_record *last = taking->catalogue->known.attempt->record;
    struct retry_state *state = taking->state;
    size_t count = last ? last->file_count : 0;

    state->files = retry__arena_new(&state->arena, count, sizeof(*state->files));
    if (!state->files)
        return false;
    for (size_t i = 0; i < count; i++) {
        retry_file_view *file = &state->files[i];
        if (!copy_file(state, &last->files[i], file))
            return false;
        const struct retry_record_file *runs = file->hash == 0 ? NULL
                                               : last == taking->record
                                                   ? &last->files[i]
                                                   : retry__record_file(taking->record, file->path);
        file->applied = runs && runs->hash == file->hash;
        if (!file->applied && !file->reason)
            file->reason = "refused";
        state->view.file_count++;
    }
    return true;
}

/* ---- policies ------------------------------------------------------------------------------------ */

/* "FILE:LINE FILE:LINE" @return NULL: no memory */
static const char *places_text(struct retry_state *state, const struct retry_record *record, uint32_t first)
{
    size_t size = 1, length = 0;

    for (uint32_t at = first; at; at = record->places[at - 1].next)
        size += strlen(record->files[record->places[at - 1].file].path) + 12;
    char *text = retry__arena_take(&state->arena, size, 1);
    for (uint32_t at = first; text && at; at = record->places[at - 1].next) {
        const struct retry_record_place *place = &record->places[at - 1];
        length += (size_t)snprintf(text + length, size - length, "%s%s:%u", length ? " " : "",
                                   record->files[place->file].path, (unsigned)place->line);
    }
    return text;
}

/* Where the policy of that index in the set comes from. @return false: no memory */
static bool fill_origin(struct taking *taking, uint32_t index, retry_policy_view *view)
{
    const struct retry_record *record = taking->record;

    if (!record || index >= record->policy_count)
        return true;
    const struct retry_record_policy *origin = &record->policies[index];
    view->file = taking->state->running[origin->file].path;
    view->line = origin->line;
    view->warnings = origin->warnings;
    if (origin->overrides)
        view->overridden_by = places_text(taking->state, record, origin->overrides);
    return view->overridden_by || !origin->overrides;
}

static bool add_defined(struct taking *taking, uint32_t index)
{
    const struct retry_plan *plan = retry__set_plan(taking->view->set, index);
    const char *name = retry__plan_name(plan);
    size_t length = strlen(name);
    struct retry_state_policy *policy = &taking->state->policies[taking->state->view.policy_count++];

    policy->keeps = plan->keeps;
    policy->view = (retry_policy_view){
        .state = plan->orphaned ? RETRY_POLICY_ORPHANED : RETRY_POLICY_DEFINED,
        .looked_up = retry__handles_find(&taking->catalogue->handles, name, length, retry__name_hash(name, length)),
        .disabled = !plan->enabled,
    };
    return keep(taking->state, name, &policy->view.name) && fill_origin(taking, index, &policy->view);
}

static bool add_undefined(struct taking *taking)
{
    struct retry_state *state = taking->state;

    for (size_t i = 0; i < taking->handle_count; i++) {
        if (retry__policy_plan(taking->handles[i], taking->view))
            continue;
        struct retry_state_policy *policy = &state->policies[state->view.policy_count++];
        policy->view.looked_up = true;
        if (!keep(state, taking->handles[i]->name, &policy->view.name))
            return false;
    }
    return true;
}

static bool add_policies(struct taking *taking)
{
    struct retry_state *state = taking->state;
    uint32_t defined = taking->view->set ? taking->view->set->plan_count : 0;

    taking->handles = retry__handles_all(&taking->catalogue->handles, &taking->handle_count);
    if (!taking->handles)
        return false;
    state->policies = retry__arena_new(&state->arena, defined + taking->handle_count, sizeof(*state->policies));
    if (!state->policies)
        return false;
    for (uint32_t i = 0; i < defined; i++)
        if (!add_defined(taking, i))
            return false;
    return add_undefined(taking);
}

/* Levers are held against policies when somebody asks, which takes as long as both are many. */
retry_policy_view retry__state_policy(const struct retry_state *state, size_t index)
{
    const struct retry_state_policy *policy = &state->policies[index];
    retry_policy_view view = policy->view;

    for (size_t i = 0; i < state->view.lever_count && !policy->keeps && !view.disabled; i++) {
        const char *pattern = state->levers[i].pattern;
        size_t plain = strcspn(pattern, "*");
        view.disabled = strncmp(view.name, pattern, plain) == 0 && (pattern[plain] || !view.name[plain]);
    }
    return view;
}

/* ---- all together -------------------------------------------------------------------------------- */

/* The record is that of the set but in a child that was forked while both were replaced. */
static bool take(struct retry_state *state, struct retry_catalogue *catalogue)
{
    struct taking taking = {.state = state, .catalogue = catalogue};
    struct retry_known *known = &catalogue->known;

    retry__lock_take(&known->lock);
    struct retry_slot *slot = retry__catalogue_enter(catalogue, &taking.view);
    if (taking.view->set && known->active && known->active->set == taking.view->set)
        taking.record = known->active;
    bool good = fill_whole(&taking) && add_levers(&taking) && add_running(&taking) && add_files(&taking) &&
                add_policies(&taking);
    retry__thread_leave(slot);
    retry__lock_release(&known->lock);
    retry__mem_free(taking.handles);
    return good;
}

struct retry_state *retry__state_take(struct retry_catalogue *catalogue)
{
    struct retry_state *state = retry__mem_new(1, sizeof(*state));

    if (state && take(state, catalogue))
        return state;
    retry__state_free(state);
    return NULL;
}

void retry__state_free(struct retry_state *state)
{
    if (!state)
        return;
    retry__report_empty(&state->report);
    retry__arena_done(&state->arena);
    retry__mem_free(state);
}
