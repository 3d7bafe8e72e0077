/*
 * test_cases.c - every folder under valid/ and invalid/ is a document with what must be said of it.
 *
 *   policy.yaml        the document; findings.txt has a line "LINE:COLUMN SLUG" for each finding, in their order
 *   policy.json        where JSON has more to say than its spelling of the YAML; findings-json.txt goes with it
 *   trace.txt          valid/ only: each policy's name and the windows before retry 1 to 8
 *
 * Where there is no policy.json, the values of the YAML are written as JSON, and what is said of them must be the same:
 * the same findings at the same keys or values, and for valid documents the same set, byte for byte.
 */
#include "engine/store/load.h"
#include "schema/duration.h"
#include "schema/finding.h"
#include "schema/read.h"
#include "tests/cases/spell.h"

#include <check.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TRACED 8        /* retries in a trace */
#define LEAST_CASES 120 /* invalid documents that must have been held to JSON too */

/* The names of the folders of one kind. */
struct folders {
    char path[512];
    struct dirent **entries;
    int count;
};

static struct folders valid, invalid;

/* ---- texts ---- */

/* Returns the file's text, NULL where there is no such file. */
static char *slurp(const struct folders *folders, int index, const char *file)
{
    char path[1024];
    char *text;
    long size;

    snprintf(path, sizeof path, "%s/%s/%s", folders->path, folders->entries[index]->d_name, file);
    FILE *stream = fopen(path, "rb");
    if (!stream)
        return NULL;
    fseek(stream, 0, SEEK_END);
    size = ftell(stream);
    rewind(stream);
    text = calloc(1, (size_t)size + 1);
    ck_assert_uint_eq(fread(text, 1, (size_t)size, stream), (size_t)size);
    fclose(stream);
    return text;
}

/* A text that grows as one writes to it. */
struct written {
    char *text;
    size_t size;
    FILE *out;
};

static FILE *begin_text(struct written *written)
{
    written->out = open_memstream(&written->text, &written->size);
    ck_assert_ptr_nonnull(written->out);
    return written->out;
}

static char *end_text(struct written *written)
{
    fclose(written->out);
    return written->text;
}

/* ---- loading ---- */

struct loaded {
    struct retry_report *report;
    struct retry_set *set;
};

/* No two customs get the same number, and both spellings give a custom the same one. */
static bool number(void *context, const char *name, size_t length, uint32_t *out)
{
    (void)name;
    (void)length;
    *out = (*(uint32_t *)context)++;
    return true;
}

static struct loaded load_search(const struct retry_search *search, const char *text)
{
    uint32_t customs = 0;
    struct loaded loaded = {.report = retry__report_new()};
    struct retry_load load = {.search = search, .defaults = text, .symbol = number, .symbol_context = &customs};

    loaded.set = retry__load(&load, loaded.report);
    return loaded;
}

static struct loaded load_text(const char *text)
{
    return load_search(NULL, text);
}

static struct loaded load_file(const struct folders *folders, int index, const char *file)
{
    char path[1024];
    char *names[] = {path};
    struct retry_search search = {0};
    struct retry_report *report = retry__report_new();

    snprintf(path, sizeof path, "%s/%s/%s", folders->path, folders->entries[index]->d_name, file);
    ck_assert(retry__search_names(&search, names, 1, report));
    struct loaded loaded = load_search(&search, NULL);
    retry__search_done(&search);
    retry__report_free(report);
    return loaded;
}

static void unload(struct loaded *loaded)
{
    retry__set_free(loaded->set);
    retry__report_free(loaded->report);
}

/* ---- what is said of a document ---- */

static char *places_of(const struct retry_report *report)
{
    struct written written;
    FILE *out = begin_text(&written);

    for (size_t i = 0; i < report->count; i++) {
        const struct retry_finding *finding = &report->findings[i];
        fprintf(out, "%u:%u %s\n", finding->place.span.line, finding->place.span.column,
                retry__finding_slug(finding->code));
    }
    return end_text(&written);
}

static bool stands_at(const struct retry_value *value, const struct retry_span *place)
{
    return memcmp(&value->span, place, sizeof *place) == 0;
}

/* "key" or "value": what of the document stands at the place; NULL: nothing does. */
static const char *role_of(const struct retry_value *value, const struct retry_span *place)
{
    const char *role = NULL;

    if (value->type == RETRY_VALUE_MAPPING) {
        for (uint32_t i = 0; i < value->count && !role; i++)
            role = stands_at(&value->pairs[i].key, place) ? "key" : role_of(&value->pairs[i].value, place);
    } else if (value->type == RETRY_VALUE_LIST) {
        for (uint32_t i = 0; i < value->count && !role; i++)
            role = role_of(&value->items[i], place);
    }
    return role ? role : stands_at(value, place) ? "value" : NULL;
}

/* Findings without lines and columns: the slug, and the key or value in the document. */
static char *meanings_of(const struct retry_report *report, const struct retry_document *document)
{
    struct written written;
    FILE *out = begin_text(&written);

    for (size_t i = 0; i < report->count; i++) {
        const struct retry_finding *finding = &report->findings[i];
        const char *role = role_of(&document->root, &finding->place.span);
        fprintf(out, "%s at %s '%s'\n", retry__finding_slug(finding->code), role ? role : "nothing", finding->path);
    }
    return end_text(&written);
}

static char *trace_of(const struct retry_set *set)
{
    struct written written;
    FILE *out = begin_text(&written);

    for (uint32_t i = 0; i < set->plan_count; i++) {
        const struct retry_node *root = retry__plan_backoff(retry__set_plan(set, i));
        fprintf(out, "%s\n%s", retry__plan_name(retry__set_plan(set, i)), root ? "" : "none\n");
        for (uint32_t retry = 1; root && retry <= TRACED; retry++) {
            struct retry_ask ask = {.question = {.size = sizeof ask.question, .failures = retry}};
            retry_window window;
            char lo[48], hi[48];
            enum retry_answer answer = retry__node_window(root, &ask, &window);
            if (answer != RETRY_ANSWER_WINDOW) {
                fprintf(out, "%u %s\n", retry, answer == RETRY_ANSWER_EXHAUSTED ? "exhausted" : "missing");
                continue;
            }
            retry__duration_text(window.lo_ns, lo, sizeof lo);
            retry__duration_text(window.hi_ns, hi, sizeof hi);
            fprintf(out, "%u [%s, %s]\n", retry, lo, hi);
        }
    }
    return end_text(&written);
}

/* ---- the comparisons; all end the test with the folder's name when they fail ---- */

static void expect_text(const char *folder, const char *what, char *got, char *expected)
{
    ck_assert_msg(strcmp(got, expected ? expected : "") == 0, "%s: %s\nexpected:\n%sgot:\n%s", folder, what,
                  expected ? expected : "", got);
    free(got);
    free(expected);
}

/* All but the hash of the text, and how many policies came from files: the JSON is loaded as defaults. */
static bool same_head(const struct retry_set *left, const struct retry_set *right)
{
    return left->size == right->size && left->plan_count == right->plan_count &&
           left->slot_count == right->slot_count && left->plans == right->plans && left->slots == right->slots;
}

static void expect_same_set(const char *folder, const struct retry_set *left, const struct retry_set *right)
{
    ck_assert_msg(left && right && same_head(left, right) &&
                      memcmp(left + 1, right + 1, left->size - sizeof *left) == 0,
                  "%s: YAML and JSON give two sets", folder);
}

/* Holds what was loaded from YAML against its own values written as JSON. @return false: JSON cannot say it */
static bool expect_same_in_json(const char *folder, const struct loaded *yaml, const char *text, size_t size)
{
    struct retry_source source = {"policy.yaml", text, size};
    struct retry_document document, spelt;
    struct written written;
    FILE *out = begin_text(&written);

    if (!retry__read(&source, RETRY_FORMAT_YAML, &document, NULL)) {
        free(end_text(&written));
        return false;
    }
    bool done = spell_json(&document.root, out);
    char *json = end_text(&written);
    if (done) {
        struct retry_source other = {"policy.json", json, strlen(json)};
        struct loaded loaded = load_text(json);
        ck_assert_msg(retry__read(&other, RETRY_FORMAT_JSON, &spelt, NULL), "%s: not read as JSON: %s", folder, json);
        expect_text(folder, json, meanings_of(loaded.report, &spelt), meanings_of(yaml->report, &document));
        if (yaml->set)
            expect_same_set(folder, yaml->set, loaded.set);
        retry__document_done(&spelt);
        unload(&loaded);
    }
    retry__document_done(&document);
    free(json);
    return done;
}

/* Loads a file of the folder and compares its findings with those expected. @return it, for more comparisons */
static struct loaded expect_findings(const struct folders *folders, int index, const char *file, const char *findings)
{
    const char *folder = folders->entries[index]->d_name;
    struct loaded loaded = load_file(folders, index, file);

    expect_text(folder, file, places_of(loaded.report), slurp(folders, index, findings));
    ck_assert_msg(!loaded.set == (folders == &invalid), "%s: %s is %s", folder, file,
                  loaded.set ? "accepted" : "refused");
    return loaded;
}

/* Runs one folder. @return was a JSON spelling among it? */
static bool run_folder(const struct folders *folders, int index)
{
    const char *folder = folders->entries[index]->d_name;
    char *yaml_text = slurp(folders, index, "policy.yaml"), *json_text = slurp(folders, index, "policy.json");
    struct loaded yaml = {0}, json = {0};
    bool both = json_text != NULL;

    ck_assert_msg(yaml_text || json_text, "%s: neither policy.yaml nor policy.json", folder);
    if (yaml_text)
        yaml = expect_findings(folders, index, "policy.yaml", "findings.txt");
    if (json_text)
        json = expect_findings(folders, index, "policy.json", "findings-json.txt");
    if (yaml.set)
        expect_text(folder, "trace", trace_of(yaml.set), slurp(folders, index, "trace.txt"));
    if (yaml.set && json.set)
        expect_same_set(folder, yaml.set, json.set);
    if (yaml_text && !json_text)
        both = expect_same_in_json(folder, &yaml, yaml_text, strlen(yaml_text));
    unload(&yaml);
    unload(&json);
    free(yaml_text);
    free(json_text);
    return both;
}

START_TEST(valid_document_is_accepted_and_waits_as_traced)
{
    run_folder(&valid, _i);
}
END_TEST

START_TEST(invalid_document_is_refused_with_each_finding_at_its_place)
{
    run_folder(&invalid, _i);
}
END_TEST

START_TEST(enough_invalid_documents_are_held_to_json_too)
{
    int both = 0;

    for (int i = 0; i < invalid.count; i++)
        both += run_folder(&invalid, i);
    ck_assert_int_ge(both, LEAST_CASES);
}
END_TEST

static int is_case(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void find_folders(struct folders *folders, const char *kind)
{
    const char *root = getenv("srcdir");

    snprintf(folders->path, sizeof folders->path, "%s/tests/cases/%s", root ? root : ".", kind);
    folders->count = scandir(folders->path, &folders->entries, is_case, alphasort);
    if (folders->count <= 0) {
        fprintf(stderr, "no cases in %s\n", folders->path);
        exit(EXIT_FAILURE);
    }
}

static void forget_folders(struct folders *folders)
{
    for (int i = 0; i < folders->count; i++)
        free(folders->entries[i]);
    free(folders->entries);
}

int main(void)
{
    TCase *cases = tcase_create("cases");
    Suite *suite = suite_create("cases");

    find_folders(&valid, "valid");
    find_folders(&invalid, "invalid");
    tcase_set_timeout(cases, 60);
    tcase_add_loop_test(cases, valid_document_is_accepted_and_waits_as_traced, 0, valid.count);
    tcase_add_loop_test(cases, invalid_document_is_refused_with_each_finding_at_its_place, 0, invalid.count);
    tcase_add_test(cases, enough_invalid_documents_are_held_to_json_too);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    forget_folders(&valid);
    forget_folders(&invalid);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
