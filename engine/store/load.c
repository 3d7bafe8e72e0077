/* load.c - files become a set: all or nothing, with a report of everything that was found. */
#include "engine/store/load.h"

#include "engine/store/assembly.h"
#include "engine/store/hash.h"
#include "engine/store/overrides.h"
#include "engine/store/release.h"
#include "schema/limits.h"
#include "schema/read.h"
#include "schema/unknown.h"

#include <string.h>
#include <unistd.h>

#define DEFAULTS_LAYER UINT32_MAX /* below all files */

/* ---- reading ------------------------------------------------------------------------------------ */

/* All files together may be too large although each is not. */
static bool within_limit(struct retry_loading *loading, const struct retry_text *text)
{
    struct retry_draft draft = {.code = RETRY_FINDING_TOO_LARGE, .file = text->file.name, .span = {1, 1, 1, 1}};

    loading->bytes += text->file.source.size;
    if (loading->bytes <= RETRY_LIMIT_SET_BYTES)
        return true;
    return retry__report_add(loading->build.report, &draft, "with this file the set has %zu bytes, the limit is %u",
                             loading->bytes, RETRY_LIMIT_SET_BYTES);
}

static void hash(struct retry_loading *loading, struct retry_text *text)
{
    const struct retry_source *source = &text->file.source;

    text->hash = retry__hash(0, source->text, source->size);
    if (text->layer == DEFAULTS_LAYER) /* the program's own affair, which no tool knows of */
        return;
    loading->hash = retry__hash(loading->hash, source->name, strlen(source->name));
    loading->hash = retry__hash(loading->hash, &text->hash, sizeof text->hash);
}

/* Parses the file of a text. */
static void parse(struct retry_loading *loading, struct retry_text *text)
{
    const struct retry_source *source = &text->file.source;
    enum retry_format format = retry__read_format(source->name, source->text, source->size);

    text->parsed = retry__read(source, format, &text->document, loading->build.report);
}

/* @return false: it makes no sense to go on */
static bool read_file(struct retry_loading *loading, const struct retry_found *found)
{
    struct retry_text *text = &loading->texts[loading->count++];
    bool good;

    text->layer = found->layer;
    if (found->stream)
        good = retry__file_read_stream(STDIN_FILENO, "<stdin>", &text->file, loading->build.report);
    else
        good = retry__file_read(found, &text->file, loading->build.report);
    if (good)
        hash(loading, text);
    if (good && !within_limit(loading, text))
        return false;
    if (good)
        parse(loading, text);
    if (!text->parsed)
        loading->build.partial = true;
    return !loading->build.report->out_of_memory;
}

static bool read_text(struct retry_loading *loading, const struct retry_load_text *from)
{
    struct retry_text *text = &loading->texts[loading->count++];

    text->layer = from->layer;
    if (retry__file_from_text(from->text, from->name, &text->file, loading->build.report)) {
        hash(loading, text);
        parse(loading, text);
    }
    if (!text->parsed)
        loading->build.partial = true;
    return !loading->build.report->out_of_memory;
}

/* Reads everything, whatever is wrong with single files, but for a set that is too large. */
static bool read_all(struct retry_loading *loading)
{
    const struct retry_search *search = loading->load->search;
    const struct retry_load_text defaults = {"<defaults>", loading->load->defaults, DEFAULTS_LAYER};
    size_t count = search ? search->count : 0;

    loading->texts = retry__mem_new(count + loading->load->kept_count + 1, sizeof *loading->texts);
    if (!loading->texts)
        return retry__report_no_memory(loading->build.report);
    for (size_t i = 0; i < count; i++)
        if (!search->found[i].skipped && !read_file(loading, &search->found[i]))
            return false;
    for (size_t i = 0; i < loading->load->kept_count; i++)
        if (!read_text(loading, &loading->load->kept[i]))
            return false;
    return !defaults.text || read_text(loading, &defaults);
}

/* ---- checking ----------------------------------------------------------------------------------- */

static bool too_many(struct retry_loading *loading, const struct retry_text *text, const struct retry_pair *pair,
                     size_t count)
{
    struct retry_draft draft = {
        .code = RETRY_FINDING_TOO_MANY,
        .source = &text->file.source,
        .root = &text->document.root,
        .place = &pair->key.place,
    };

    return retry__report_add(loading->build.report, &draft, "the set has at least %zu policies, the limit is %d", count,
                             RETRY_LIMIT_POLICIES);
}

/* Notes what stands outside of the policy that was defined last. */
static void tear(struct retry_definitions *policies, const struct retry_value *key)
{
    struct retry_definition *last = &policies->items[policies->count - 1];

    last->torn.limits |= retry__value_is(key, "limits");
    last->torn.backoff |= retry__value_is(key, "backoff");
}

/* Names that say nothing because what they say is not indented below them are left out: a finding says so. */
static bool define(struct retry_loading *loading, const struct retry_text *text, const struct retry_value *names,
                   struct retry_definitions *table, size_t limit)
{
    const struct retry_shape *section = table == &loading->policies ? &retry__shape_policy : NULL;

    if (names && !retry__definitions_reserve(table, names->count, loading->build.report))
        return false;
    for (uint32_t i = 0; names && i < names->count; i++) {
        const struct retry_pair *pair = &names->pairs[i];
        uint32_t outside = section ? retry__unknown_outside(names, section, i) : 0;
        i += outside;
        if (outside > 0 && pair->value.type != RETRY_VALUE_MAPPING)
            continue;
        if (table->count == limit)
            return too_many(loading, text, pair, limit + 1);
        if (!retry__definitions_add(table, &text->document, pair, text->layer, loading->build.report))
            return false;
        for (uint32_t behind = 1; behind <= outside; behind++)
            tear(table, &pair[behind].key);
    }
    return true;
}

/* Keys of a policy that are not indented at all were meant for the last one. */
static void tear_last(struct retry_loading *loading, const struct retry_document *document)
{
    struct retry_definitions *policies = &loading->policies;
    size_t count = policies->count;

    for (uint32_t i = 0; count > 0 && policies->items[count - 1].document == document && i < document->root.count; i++)
        tear(policies, &document->root.pairs[i].key);
}

/* Where the key stands twice, names below each are defined: whatever uses them makes no second mistake. */
static bool define_repeated(struct retry_loading *loading, const struct retry_text *text, const char *key,
                            struct retry_definitions *table, size_t limit)
{
    const struct retry_value *root = &text->document.root;

    for (uint32_t i = 0; root->repeated && i < root->count; i++) {
        const struct retry_pair *pair = &root->pairs[i];
        if (pair->key.repeated && retry__value_is(&pair->key, key) && pair->value.type == RETRY_VALUE_MAPPING &&
            !define(loading, text, &pair->value, table, limit))
            return false;
    }
    return true;
}

/* Checks the outermost mapping of a document and collects what it defines. */
static bool check_document(struct retry_loading *loading, struct retry_text *text)
{
    const struct retry_check check = {
        .document = &text->document,
        .report = loading->build.report,
        .target = loading->load->target,
    };
    struct retry_document_section *section = &text->section;

    if (!retry__release_check(&check)) {
        loading->build.partial = true;
        return true;
    }
    if (!retry__check_section(&check, &text->document.root, &retry__shape_document, section))
        loading->build.partial = true;
    if (!define(loading, text, section->backoffs, &loading->backoffs, SIZE_MAX) ||
        !define_repeated(loading, text, "backoffs", &loading->backoffs, SIZE_MAX) ||
        !define(loading, text, section->errors, &loading->groups, SIZE_MAX) ||
        !define_repeated(loading, text, "errors", &loading->groups, SIZE_MAX) ||
        !define(loading, text, section->policies, &loading->policies, RETRY_LIMIT_POLICIES) ||
        !define_repeated(loading, text, "policies", &loading->policies, RETRY_LIMIT_POLICIES))
        return false;
    tear_last(loading, &text->document);
    return true;
}

/* The texts of one layer stand side by side, the highest first: overrides apply from the lowest up, and within a layer
 * as the files come. */
static bool add_overrides(struct retry_loading *loading)
{
    size_t end = loading->count, first, i;

    for (; end > 0; end = first) {
        for (first = end - 1; first > 0 && loading->texts[first - 1].layer == loading->texts[end - 1].layer;)
            first--;
        for (i = first; i < end; i++) {
            const struct retry_text *text = &loading->texts[i];
            if (text->section.override_policies &&
                !retry__overrides_add(&loading->build, &text->document, text->section.override_policies, text->layer))
                return false;
        }
    }
    return true;
}

static bool check_all(struct retry_loading *loading)
{
    for (size_t i = 0; i < loading->count; i++)
        if (loading->texts[i].parsed && !check_document(loading, &loading->texts[i]))
            return false;
    return add_overrides(loading) && !loading->build.report->out_of_memory;
}

/* ---- all together ------------------------------------------------------------------------------- */

static uint32_t count_from_files(const struct retry_definitions *policies)
{
    uint32_t count = 0;

    for (size_t i = 0; i < policies->count; i++)
        count += !policies->items[i].replaced && policies->items[i].layer != DEFAULTS_LAYER;
    return count;
}

static struct retry_set *build(struct retry_loading *loading)
{
    struct retry_set *set =
        retry__assembly_run(&loading->build, &loading->policies, loading->load->keep, loading->load->keep_count);

    if (set) {
        set->hash = loading->hash;
        set->from_files = count_from_files(&loading->policies);
    }
    return set;
}

void retry__load_close(struct retry_loading *loading)
{
    for (size_t i = 0; i < loading->count; i++) {
        if (loading->texts[i].parsed)
            retry__document_done(&loading->texts[i].document);
        retry__file_done(&loading->texts[i].file);
    }
    retry__mem_free(loading->texts);
    retry__definitions_done(&loading->policies);
    retry__definitions_done(&loading->backoffs);
    retry__definitions_done(&loading->groups);
    retry__shares_done(&loading->build.shares);
    retry__arena_done(&loading->build.arena);
}

/* Does a policy extend another one? */
static bool any_extends(const struct retry_definitions *policies)
{
    for (size_t i = 0; i < policies->count; i++) {
        const struct retry_value *policy = &policies->items[i].pair->value;
        if (policy->type == RETRY_VALUE_MAPPING && retry__value_get(policy, "extends"))
            return true;
    }
    return false;
}

/* @param brief  nobody looks at the lines of fragments afterwards */
static struct retry_set *run(const struct retry_load *load, struct retry_report *report, bool brief,
                             struct retry_loading *out)
{
    size_t errors = report->by_severity[RETRY_FINDING_ERROR];
    struct retry_set *set = NULL;

    *out = (struct retry_loading){
        .load = load,
        .policies = {.noun = "policy"},
        .backoffs = {.noun = "backoff"},
        .groups = {.noun = "group of errors"},
        .build = {.report = report,
                  .partial = load->partial,
                  .symbol = load->symbol,
                  .symbol_context = load->symbol_context,
                  .backoffs = &out->backoffs,
                  .policies = &out->policies,
                  .groups = &out->groups,
                  .presets = {&retry__shape_policy, &out->presets},
                  .target = load->target},
    };
    retry__check_presets(&retry__shape_policy, &out->presets);
    if (read_all(out) && check_all(out)) {
        out->build.brief = brief && !any_extends(&out->policies);
        set = build(out);
    }
    retry__report_sort(report);
    if (report->out_of_memory || report->by_severity[RETRY_FINDING_ERROR] != errors) {
        retry__set_free(set);
        set = NULL;
    }
    if (load->inspect)
        load->inspect(load->inspect_context, out, set);
    return set;
}

struct retry_set *retry__load_open(const struct retry_load *load, struct retry_report *report,
                                   struct retry_loading *out)
{
    return run(load, report, false, out);
}

struct retry_set *retry__load(const struct retry_load *load, struct retry_report *report)
{
    struct retry_loading loading;
    struct retry_set *set = run(load, report, true, &loading);

    retry__load_close(&loading);
    return set;
}
