/* record.c - what one load has read: kept after its documents are closed, for whoever asks what runs. */
#include "engine/store/record.h"

#include "engine/store/moment.h"

#include <string.h>

/* A record while it is made. */
struct recording {
    struct retry_record *record;
    const struct retry_loading *loading;
    const struct retry_set *set;
    uint32_t *file_of; /* by the index of a text */
};

/* ---- files --------------------------------------------------------------------------------------- */

static const char *copy(struct retry_record *record, const char *text)
{
    return text ? retry__arena_text(&record->arena, text, strlen(text)) : NULL;
}

/* @return false: no memory */
static bool add_file(struct recording *recording, const struct retry_record_file *file)
{
    struct retry_record *record = recording->record;
    struct retry_record_file *added = &record->files[record->file_count++];

    *added = *file;
    added->path = copy(record, file->path);
    added->reason = copy(record, file->reason);
    return added->path && (added->reason || !file->reason);
}

/* The texts stand in the order of the search; where reading had to end early, some of the last are missing. */
static bool add_found(struct recording *recording, const struct retry_found *found, size_t *next)
{
    const struct retry_loading *loading = recording->loading;
    const struct retry_text *text = found->skipped || *next >= loading->count ? NULL : &loading->texts[*next];
    struct retry_record_file file = {.path = found->path, .reason = found->skipped, .layer = found->layer};

    if (text)
        recording->file_of[(*next)++] = recording->record->file_count;
    if (text && text->file.source.text) {
        file.hash = text->hash;
        file.modified_ns = retry__moment_of(found->stamp.modified);
    } else if (!found->skipped) {
        file.reason = "could not be read";
    }
    return add_file(recording, &file);
}

static bool add_files(struct recording *recording)
{
    const struct retry_loading *loading = recording->loading;
    const struct retry_search *search = loading->load->search;
    size_t count = search ? search->count : 0, next = 0;

    recording->record->files = retry__arena_new(&recording->record->arena, count + 1, sizeof *recording->record->files);
    if (!recording->record->files)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!add_found(recording, &search->found[i], &next))
            return false;
    if (next == loading->count) /* the program's own text comes last */
        return true;
    const struct retry_text *text = &loading->texts[next];
    struct retry_record_file file = {.path = text->file.name, .layer = text->layer, .hash = text->hash};
    recording->file_of[next] = recording->record->file_count;
    return add_file(recording, &file);
}

/* ---- policies ------------------------------------------------------------------------------------ */

/* Where somebody who asks for lines in their order stands. */
struct passing {
    size_t text;
    size_t offset;
    uint32_t line;
};

/* The line of a key in the text where the passing stands. Only keys of a document that is wrong stand in no order. */
static uint32_t line_of(struct passing *passing, const struct retry_source *source, const struct retry_pair *pair)
{
    size_t offset = pair->key.place.start;

    if (offset < passing->offset || passing->line == 0) {
        passing->offset = 0;
        passing->line = 1;
    }
    passing->line += retry__cursor_breaks(source, passing->offset, offset);
    passing->offset = offset;
    return passing->line;
}

/* Definitions that count stand in the order of the set, text by text. */
static void fill_policies(struct recording *recording)
{
    const struct retry_loading *loading = recording->loading;
    struct retry_record *record = recording->record;
    struct passing passing = {0};

    for (size_t i = 0; i < loading->policies.count && record->policy_count < loading->policies.distinct; i++) {
        const struct retry_definition *definition = &loading->policies.items[i];
        if (definition->replaced)
            continue;
        while (&loading->texts[passing.text].document != definition->document)
            passing = (struct passing){.text = passing.text + 1};
        record->policies[record->policy_count++] = (struct retry_record_policy){
            .file = recording->file_of[passing.text],
            .line = line_of(&passing, definition->document->source, definition->pair),
        };
    }
}

/* That of a name, NULL where the set does not define it. */
static struct retry_record_policy *policy_named(const struct recording *recording, const char *name, size_t length)
{
    const struct retry_plan *plan = retry__set_find(recording->set, name, length);

    return plan && !plan->orphaned ? &recording->record->policies[plan - retry__set_plan(recording->set, 0)] : NULL;
}

/* ---- overrides ----------------------------------------------------------------------------------- */

static size_t count_overrides(const struct retry_loading *loading)
{
    size_t count = 0;

    for (size_t i = 0; i < loading->count; i++)
        count += loading->texts[i].section.override_policies ? loading->texts[i].section.override_policies->count : 0;
    return count;
}

static void add_place(struct retry_record *record, struct retry_record_policy *policy, uint32_t file, uint32_t line)
{
    uint32_t *link = &policy->overrides;

    while (*link)
        link = &record->places[*link - 1].next;
    record->places[record->place_count] = (struct retry_record_place){.file = file, .line = line};
    *link = ++record->place_count;
}

static void add_overrides_of(struct recording *recording, size_t index)
{
    const struct retry_text *text = &recording->loading->texts[index];
    const struct retry_value *overrides = text->section.override_policies;
    struct passing passing = {0};

    for (uint32_t i = 0; overrides && i < overrides->count; i++) {
        const struct retry_value *key = &overrides->pairs[i].key;
        struct retry_record_policy *policy = policy_named(recording, key->text, key->count);
        uint32_t line = line_of(&passing, &text->file.source, &overrides->pairs[i]);
        if (policy)
            add_place(recording->record, policy, recording->file_of[index], line);
    }
}

/* In the order in which they apply: the lowest layer first, and in a layer as the files come. */
static void add_overrides(struct recording *recording)
{
    const struct retry_text *texts = recording->loading->texts;
    size_t end = recording->loading->count, first;

    for (; end > 0; end = first) {
        for (first = end - 1; first > 0 && texts[first - 1].layer == texts[end - 1].layer;)
            first--;
        for (size_t i = first; i < end; i++)
            add_overrides_of(recording, i);
    }
}

/* ---- warnings ------------------------------------------------------------------------------------ */

/* Behind "policies." or "overrides.policies.", NULL for other paths. */
static const char *below_policies(const char *path)
{
    static const char *const sections[] = {"policies.", "overrides.policies."};

    for (size_t i = 0; i < RETRY_COUNT(sections); i++)
        if (strncmp(path, sections[i], strlen(sections[i])) == 0)
            return path + strlen(sections[i]);
    return NULL;
}

/* A name may hold dots as the path does: the longest that is one counts. */
static struct retry_record_policy *policy_at(const struct recording *recording, const char *path)
{
    size_t length = strlen(path);

    while (length > 0) {
        struct retry_record_policy *policy = policy_named(recording, path, length);
        if (policy)
            return policy;
        do
            length--;
        while (length > 0 && path[length] != '.' && path[length] != '[');
    }
    return NULL;
}

static void count_warnings(struct recording *recording, const struct retry_report *report)
{
    for (size_t i = 0; i < report->count; i++) {
        const struct retry_finding *finding = &report->findings[i];
        const char *path = below_policies(finding->path);
        struct retry_record_policy *policy;
        if (!path || retry__finding_severity(finding->code) != RETRY_FINDING_WARNING)
            continue;
        policy = policy_at(recording, path);
        if (policy)
            policy->warnings++;
    }
}

/* ---- all together -------------------------------------------------------------------------------- */

static bool add_policies(struct recording *recording, const struct retry_report *report)
{
    struct retry_record *record = recording->record;
    size_t places = count_overrides(recording->loading);

    if (!recording->set)
        return true;
    record->policies =
        retry__arena_take(&record->arena, recording->loading->policies.distinct, sizeof *record->policies);
    record->places = retry__arena_take(&record->arena, places, sizeof *record->places);
    if (!record->policies || !record->places)
        return false;
    fill_policies(recording);
    add_overrides(recording);
    count_warnings(recording, report);
    return true;
}

struct retry_record *retry__record_new(const struct retry_loading *loading, const struct retry_set *set,
                                       struct retry_report *report)
{
    struct retry_record *record = retry__mem_new(1, sizeof *record);
    struct recording recording = {.record = record, .loading = loading, .set = set};
    bool good;

    recording.file_of = retry__mem_new(loading->count + 1, sizeof *recording.file_of);
    good = record && recording.file_of && add_files(&recording) && add_policies(&recording, report);
    retry__mem_free(recording.file_of);
    if (!good) {
        retry__record_free(record);
        retry__report_no_memory(report);
        return NULL;
    }
    record->set = set;
    record->hash = loading->hash;
    return record;
}

const struct retry_record_file *retry__record_file(const struct retry_record *record, const char *path)
{
    for (uint32_t i = 0; record && i < record->file_count; i++)
        if (record->files[i].hash && !strcmp(record->files[i].path, path))
            return &record->files[i];
    return NULL;
}

void retry__record_free(struct retry_record *record)
{
    if (!record)
        return;
    retry__arena_done(&record->arena);
    retry__mem_free(record);
}
