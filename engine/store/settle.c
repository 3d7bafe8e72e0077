/* settle.c - searches and loads until the files stand still in between, so that no half of a change is taken. */
#include "engine/store/settle.h"

#define TRIES 3

static bool search(const struct retry_settle *settle, struct retry_search *out, struct retry_report *report)
{
    *out = (struct retry_search){.trust = settle->trust};
    if (settle->name_count > 0)
        return retry__search_names(out, settle->names, settle->name_count, report);
    return retry__search_path(out, settle->path, settle->program, report);
}

static bool has_stream(const struct retry_search *search)
{
    for (size_t i = 0; i < search->count; i++)
        if (search->found[i].stream)
            return true;
    return false;
}

bool retry__settle_changed(struct retry_settle *settle)
{
    struct retry_search again;

    if (settle->report->out_of_memory || has_stream(&settle->search))
        return false;
    search(settle, &again, NULL);
    settle->changed = !retry__search_same(&settle->search, &again);
    retry__search_done(&again);
    return settle->changed;
}

/* What was found is loaded, and thereby checked, even where the search has failed: the report shall say everything. */
static void try(struct retry_settle *settle)
{
    retry__report_free(settle->report);
    retry__search_done(&settle->search);
    settle->changed = false;
    settle->report = retry__report_new();
    if (!settle->report)
        return;
    settle->partial = !search(settle, &settle->search, settle->report);
    if (!settle->report->out_of_memory)
        settle->load(settle->context);
}

void retry__settle(struct retry_settle *settle)
{
    struct retry_draft draft = {
        .code = RETRY_FINDING_CHANGED,
        .file = settle->name_count > 0 ? settle->names[0] : "<search path>",
        .help = "load again once the files stand still",
    };

    try(settle);
    for (int tries = 1; tries < TRIES && settle->changed; tries++)
        try(settle);
    if (settle->changed)
        retry__report_add(settle->report, &draft, "the files kept changing while they were read, %d times", TRIES);
}
