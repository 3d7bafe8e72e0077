/* test_played.c - the tests in documents mean the same in YAML and in JSON: the same findings, the same failures. */
#include "engine/store/load.h"
#include "engine/test/run.h"
#include "schema/read.h"
#include "tests/cases/spell.h"

#include <check.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

static struct dirent **entries;
static int entry_count;
static char folder[512];

static bool number(void *context, const char *name, size_t length, uint32_t *out)
{
    (void)context, (void)name, (void)length;
    *out = 0;
    return true;
}

static void write_failures(const struct retry_tests *tests, struct retry_set *set, FILE *out)
{
    struct retry_test_run run;

    ck_assert(retry__test_run(&run, tests, set, NULL, NULL));
    for (size_t i = 0; i < tests->count; i++) {
        ck_assert(retry__test_run_again(&run, i));
        fprintf(out, "%s: %zu attempts, %zu failures\n", tests->items[i].name, run.play.count, run.verdict.count);
        for (size_t k = 0; k < run.verdict.count; k++)
            fprintf(out, "  %s\n  %s\n  %s\n", run.verdict.failures[k].message, run.verdict.failures[k].expected,
                    run.verdict.failures[k].got);
    }
    retry__test_run_done(&run);
}

/* Slugs and paths of all findings, and what came of each test; to be freed. */
static char *told(const char *text)
{
    struct retry_report *report = retry__report_new();
    struct retry_load load = {.defaults = text, .symbol = number};
    struct retry_loading loading = {0};
    struct retry_tests tests = {0};
    struct retry_set *set = retry__load_open(&load, report, &loading);
    char *result = NULL;
    size_t size;
    FILE *out = open_memstream(&result, &size);

    ck_assert(loading.count == 1 && loading.texts[0].parsed);
    retry__tests_read(&tests, &loading.texts[0].document, set, NULL, report);
    for (size_t i = 0; i < report->count; i++)
        fprintf(out, "%s at '%s'\n", retry__finding_slug(report->findings[i].code), report->findings[i].path);
    if (set)
        write_failures(&tests, set, out);
    fclose(out);
    retry__tests_done(&tests);
    retry__load_close(&loading);
    retry__set_free(set);
    retry__report_free(report);
    return result;
}

static char *slurp(const char *name)
{
    char path[1024];
    char *text = calloc(1, 65536);

    snprintf(path, sizeof path, "%s/%s/policy.yaml", folder, name);
    FILE *stream = fopen(path, "rb");
    ck_assert_msg(stream != NULL, "%s", path);
    ck_assert_uint_lt(fread(text, 1, 65536, stream), 65536);
    fclose(stream);
    return text;
}

static char *spell(const char *text)
{
    struct retry_source source = {"policy.yaml", text, strlen(text)};
    struct retry_document document;
    char *json = NULL;
    size_t size;
    FILE *out = open_memstream(&json, &size);

    ck_assert(retry__read(&source, RETRY_FORMAT_YAML, &document, NULL));
    ck_assert(spell_json(&document.root, out));
    fclose(out);
    retry__document_done(&document);
    return json;
}

START_TEST(a_case_means_the_same_in_json)
{
    const char *name = entries[_i]->d_name;

    if (strncmp(name, "hostile", strlen("hostile")) == 0) /* written raw, its characters are none of a document */
        return;
    char *yaml = slurp(name), *json = spell(yaml);
    char *expected = told(yaml), *got = told(json);

    ck_assert_msg(strcmp(expected, got) == 0, "%s: in YAML\n%sin JSON\n%s", name, expected, got);
    free(yaml);
    free(json);
    free(expected);
    free(got);
}
END_TEST

static int is_case(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

int main(void)
{
    TCase *cases = tcase_create("played");
    Suite *suite = suite_create("played");
    const char *root = getenv("srcdir");

    snprintf(folder, sizeof folder, "%s/tests/cases/tests", root ? root : ".");
    entry_count = scandir(folder, &entries, is_case, alphasort);
    if (entry_count <= 0) {
        fprintf(stderr, "no cases in %s\n", folder);
        return EXIT_FAILURE;
    }
    tcase_add_loop_test(cases, a_case_means_the_same_in_json, 0, entry_count);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    for (int i = 0; i < entry_count; i++)
        free(entries[i]);
    free(entries);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
