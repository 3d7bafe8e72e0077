/* load.c - files become a set: all or nothing, with a report of everything that was found. */
#include "engine/store/load.h"

#include "engine/store/assembly.h"
#include "engine/store/hash.h"
#include "engine/store/shapes.h"
#include "schema/limits.h"
#include "schema/read.h"

#include <string.h>
#include <unistd.h>

#define DEFAULTS_LAYER UINT32_MAX /* below all files */

struct loading {
    const struct retry_load *load;
    struct retry_report *report;
    struct retry_texts texts;
    size_t bytes; /* of all texts */
    uint64_t hash;
    struct retry_definitions policies, backoffs;
    struct retry_build build;
};

/* ---- reading ------------------------------------------------------------------------------------ */

/* All files together may be too large although each is not. */
static bool within_limit(struct loading *loading, const struct retry_text *text)
{
    struct retry_draft draft = {.code = RETRY_FINDING_TOO_LARGE, .file = text->file.name, .span = {1, 1, 1, 1}};

    loading->bytes += text->file.source.size;
    if (loading->bytes <= RETRY_LIMIT_SET_BYTES)
        return true;
    return retry__report_add(loading->report, &draft, "with this file the set has %zu bytes, the limit is %u",
                             loading->bytes, RETRY_LIMIT_SET_BYTES);
}

/* Parses the file of a text. */
static void parse(struct loading *loading, struct retry_text *text)
{
    const struct retry_source *source = &text->file.source;
    enum retry_format format = retry__read_format(source->name, source->text, source->size);

    loading->hash = retry__hash(loading->hash, source->name, strlen(source->name));
    loading->hash = retry__hash(loading->hash, source->text, source->size);
    text->parsed = retry__read(source, format, &text->document, loading->report);
}

/* @return false: it makes no sense to go on */
static bool read_file(struct loading *loading, const struct retry_found *found)
{
    struct retry_text *text = &loading->texts.items[loading->texts.count++];
    bool good;

    text->layer = found->layer;
    if (found->stream)
        good = retry__file_read_stream(STDIN_FILENO, "<stdin>", &text->file, loading->report);
    else
        good = retry__file_read(found->path, found->path, &text->file, loading->report);
    if (good && !within_limit(loading, text))
        return false;
    if (good)
        parse(loading, text);
    if (!text->parsed)
        loading->build.partial = true;
    return !loading->report->out_of_memory;
}

static bool read_defaults(struct loading *loading)
{
    struct retry_text *text = &loading->texts.items[loading->texts.count++];

    text->layer = DEFAULTS_LAYER;
    if (retry__file_from_text(loading->load->defaults, "<defaults>", &text->file, loading->report))
        parse(loading, text);
    if (!text->parsed)
        loading->build.partial = true;
    return !loading->report->out_of_memory;
}

/* Reads everything, whatever is wrong with single files, but for a set that is too large. */
static bool read_all(struct loading *loading)
{
    const struct retry_search *search = loading->load->search;
    size_t count = search ? search->count : 0;

    loading->texts.items = retry__mem_new(count + 1, sizeof *loading->texts.items);
    if (!loading->texts.items)
        return retry__report_no_memory(loading->report);
    for (size_t i = 0; i < count; i++)
        if (!search->found[i].skipped && !read_file(loading, &search->found[i]))
            return false;
    return !loading->load->defaults || read_defaults(loading);
}

/* ---- checking ----------------------------------------------------------------------------------- */

/* Is it a whole number, however large? */
static bool is_whole(const struct retry_value *value)
{
    if (value->type != RETRY_VALUE_SCALAR || !value->plain || value->count == 0)
        return false;
    for (uint32_t i = 0; i < value->count; i++)
        if (value->text[i] < '0' || value->text[i] > '9')
            return false;
    return value->text[0] != '0' || value->count == 1;
}

/* A document of another version is not held against what this one says. */
static bool check_version(const struct retry_check *check, const struct retry_value *root)
{
    const struct retry_value *version = retry__value_get(root, "version");

    if (!version || !is_whole(version) || retry__value_is(version, "1"))
        return true;
    return retry__check_fault(check, RETRY_FINDING_VERSION, version,
                              retry__value_is(version, "0") ? "write version: 1"
                                                            : "write version: 1, or use a newer release",
                              "the document is written in version %s, this release reads version %d",
                              retry__fault_quote(version).text, RETRY_FORMAT_VERSION);
}

static bool too_many(struct loading *loading, const struct retry_text *text, const struct retry_pair *pair,
                     size_t count)
{
    struct retry_draft draft = {
        .code = RETRY_FINDING_TOO_MANY,
        .source = &text->file.source,
        .root = &text->document.root,
        .span = pair->key.span,
    };

    return retry__report_add(loading->report, &draft, "the set has at least %zu policies, the limit is %d", count,
                             RETRY_LIMIT_POLICIES);
}

static bool define(struct loading *loading, const struct retry_text *text, const struct retry_value *names,
                   struct retry_definitions *table, size_t limit)
{
    for (uint32_t i = 0; names && i < names->count; i++) {
        if (table->count == limit)
            return too_many(loading, text, &names->pairs[i], limit + 1);
        if (!retry__definitions_add(table, &text->document, &names->pairs[i], text->layer, loading->report))
            return false;
    }
    return true;
}

/* Checks the outermost mapping of a document and collects what it defines. */
static bool check_document(struct loading *loading, const struct retry_text *text)
{
    const struct retry_check check = {.document = &text->document, .report = loading->report};
    const struct retry_value *root = &text->document.root;
    struct retry_document_section section;

    if (!check_version(&check, root)) {
        loading->build.partial = true;
        return true;
    }
    if (!retry__check_section(&check, root, &retry__shape_document, &section))
        loading->build.partial = true;
    return define(loading, text, section.backoffs, &loading->backoffs, SIZE_MAX) &&
           define(loading, text, section.policies, &loading->policies, RETRY_LIMIT_POLICIES);
}

static bool check_all(struct loading *loading)
{
    const struct retry_texts *texts = &loading->texts;

    for (size_t i = 0; i < texts->count; i++)
        if (texts->items[i].parsed && !check_document(loading, &texts->items[i]))
            return false;
    return !loading->report->out_of_memory;
}

/* ---- all together ------------------------------------------------------------------------------- */

static uint32_t count_from_files(const struct retry_definitions *policies)
{
    uint32_t count = 0;

    for (size_t i = 0; i < policies->count; i++)
        count += !policies->items[i].replaced && policies->items[i].layer != DEFAULTS_LAYER;
    return count;
}

static struct retry_set *build(struct loading *loading)
{
    struct retry_set *set =
        retry__assembly_run(&loading->build, &loading->policies, loading->load->keep, loading->load->keep_count);

    if (set) {
        set->hash = loading->hash;
        set->from_files = count_from_files(&loading->policies);
    }
    return set;
}

static void done(struct loading *loading)
{
    if (loading->load->texts)
        *loading->load->texts = loading->texts;
    else
        retry__texts_done(&loading->texts);
    retry__definitions_done(&loading->policies);
    retry__definitions_done(&loading->backoffs);
}

struct retry_set *retry__load(const struct retry_load *load, struct retry_report *report)
{
    size_t errors = report->by_severity[RETRY_FINDING_ERROR];
    struct loading loading = {
        .load = load,
        .report = report,
        .policies = {.noun = "policy"},
        .backoffs = {.noun = "backoff"},
        .build = {.report = report,
                  .partial = load->partial,
                  .symbol = load->symbol,
                  .symbol_context = load->symbol_context},
    };
    struct retry_set *set = NULL;

    loading.build.backoffs = &loading.backoffs;
    if (read_all(&loading) && check_all(&loading))
        set = build(&loading);
    done(&loading);
    retry__report_sort(report);
    if (report->out_of_memory || report->by_severity[RETRY_FINDING_ERROR] != errors) {
        retry__set_free(set);
        set = NULL;
    }
    return set;
}
