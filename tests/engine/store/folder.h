/* folder.h - for tests: a directory of their own with files in it, and findings as text. */
#ifndef TESTS_ENGINE_STORE_FOLDER_H
#define TESTS_ENGINE_STORE_FOLDER_H

#include "engine/store/load.h"
#include "tests/suite.h"

#include <check.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct folder {
    char path[64];
    char text[4096];             /* what was asked for last */
    struct retry_report *report; /* that findings go to */
} folder;                        /* of the test that runs */

static inline void folder_set_up(void)
{
    folder = (struct folder){.path = "/tmp/retry-folder-XXXXXX", .report = retry__report_new()};
    ck_assert_ptr_nonnull(folder.report);
    ck_assert_ptr_nonnull(mkdtemp(folder.path));
}

static inline int folder_remove(const char *path, const struct stat *status, int type, struct FTW *where)
{
    (void)status;
    (void)type;
    (void)where;
    return remove(path);
}

static inline void folder_tear_down(void)
{
    retry__report_free(folder.report);
    ck_assert_int_eq(nftw(folder.path, folder_remove, 8, FTW_DEPTH | FTW_PHYS), 0);
}

/* The path of a file in the folder; good until the next is asked for. */
static inline const char *folder_file(const char *name)
{
    snprintf(folder.text, sizeof folder.text, "%s/%s", folder.path, name);
    return folder.text;
}

static inline void folder_write_bytes(const char *name, const char *text, size_t size)
{
    FILE *stream = fopen(folder_file(name), "w");

    ck_assert_ptr_nonnull(stream);
    ck_assert_uint_eq(fwrite(text, 1, size, stream), size);
    ck_assert_int_eq(fclose(stream), 0);
}

static inline void folder_write(const char *name, const char *text)
{
    folder_write_bytes(name, text, strlen(text));
}

static inline void folder_directory(const char *name)
{
    ck_assert_int_eq(mkdir(folder_file(name), 0700), 0);
}

static inline void folder_link(const char *target, const char *name)
{
    ck_assert_int_eq(symlink(target, folder_file(name)), 0);
}

/* A path without the folder's own. */
static inline const char *folder_inside(const char *path)
{
    size_t length = strlen(folder.path);
    return strncmp(path, folder.path, length) || path[length] != '/' ? path : path + length + 1;
}

/* All findings, "a.yaml:3:5 unknown-key", a line each, a related place behind it. */
static inline const char *folder_findings(void)
{
    size_t length = 0;
    const struct retry_finding *finding;

    folder.text[0] = '\0';
    for (size_t i = 0; (finding = retry__report_at(folder.report, i)) && length < sizeof folder.text; i++) {
        length += (size_t)snprintf(folder.text + length, sizeof folder.text - length, "%s:%u:%u %s",
                                   folder_inside(finding->place.file), finding->place.span.line,
                                   finding->place.span.column, retry__finding_slug(finding->code));
        if (length < sizeof folder.text && finding->related.file)
            length += (size_t)snprintf(folder.text + length, sizeof folder.text - length, " (%s:%u:%u)",
                                       folder_inside(finding->related.file), finding->related.span.line,
                                       finding->related.span.column);
        if (length < sizeof folder.text)
            length += (size_t)snprintf(folder.text + length, sizeof folder.text - length, "\n");
    }
    return folder.text;
}

/* Drops all findings, so that those of the next load stand alone. */
static inline void folder_forget(void)
{
    retry__report_free(folder.report);
    folder.report = retry__report_new();
    ck_assert_ptr_nonnull(folder.report);
}

/* The message of a finding. */
static inline const char *folder_message(size_t index)
{
    const struct retry_finding *finding = retry__report_at(folder.report, index);

    ck_assert_ptr_nonnull(finding);
    return finding->message;
}

/* The search path "a:b" of directories and files in the folder. */
static inline const char *folder_path(const char *names)
{
    size_t length = 0;

    folder.text[0] = '\0';
    while (*names && length < sizeof folder.text) {
        size_t part = strcspn(names, ":");
        length += (size_t)snprintf(folder.text + length, sizeof folder.text - length, "%s%s/%.*s", length ? ":" : "",
                                   folder.path, (int)part, names);
        names += part + (names[part] == ':');
    }
    return folder.text;
}

static inline bool folder_symbol(void *context, const char *name, size_t length, uint32_t *out)
{
    (void)context;
    (void)name;
    *out = (uint32_t)length;
    return true;
}

/* Loads the search path "a:b"; the report gains the findings. */
static inline struct retry_set *folder_load(const char *names, const char *defaults)
{
    struct retry_search search = {0};
    struct retry_load load = {.search = &search, .defaults = defaults, .symbol = folder_symbol};
    struct retry_set *set = NULL;

    if (retry__search_path(&search, folder_path(names), NULL, folder.report))
        set = retry__load(&load, folder.report);
    retry__search_done(&search);
    return set;
}

/* Loads one text as a.yaml. */
static inline struct retry_set *folder_load_text(const char *text)
{
    folder_write("a.yaml", text);
    return folder_load("a.yaml", NULL);
}

/* Runs all cases of a test program, each in a folder of its own. */
static inline int folder_run(const char *name, const TTest *const *tests, size_t count)
{
    Suite *suite = suite_create(name);
    TCase *tcase = tcase_create(name);

    suite_add_tcase(suite, tcase);
    tcase_add_checked_fixture(tcase, folder_set_up, folder_tear_down);
    for (size_t i = 0; i < count; i++)
        tcase_add_test(tcase, tests[i]);
    return suite_run(suite);
}

#define FOLDER_MAIN(name, ...)                                          \
    int main(void)                                                      \
    {                                                                   \
        const TTest *const tests[] = {__VA_ARGS__};                     \
        return folder_run(name, tests, sizeof tests / sizeof tests[0]); \
    }

#endif
