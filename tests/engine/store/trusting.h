/* trusting.h - for tests: files and directories with owners and modes, and what loads say of them. */
#ifndef TESTS_ENGINE_STORE_TRUSTING_H
#define TESTS_ENGINE_STORE_TRUSTING_H

#include "tests/engine/store/folder.h"

#define STRANGER 1001 /* a user who is neither root nor whoever runs the tests */
#define RIGHT "version: 1\npolicies: {db: {limits: {max_attempts: 2}, backoff: {immediate: {}}}}\n"
#define WRONG "version: 2\n" /* a finding for whoever reads it */

static inline void set_mode(const char *name, mode_t mode)
{
    ck_assert_int_eq(chmod(folder_file(name), mode), 0);
}

static inline void set_owner(const char *name, uid_t owner)
{
    ck_assert_int_eq(lchown(folder_file(name), owner, (gid_t)-1), 0);
}

/* A directory with a file in it, both of the usual modes. */
static inline void make(const char *directory, const char *file, const char *text)
{
    folder_directory(directory);
    set_mode(directory, 0755);
    folder_write(file, text);
    set_mode(file, 0644);
}

/* All that a load of the search path says, and in the end whether it was accepted. */
static inline const char *loaded_path(enum retry_trust trust, const char *path)
{
    struct retry_search search = {.trust = trust};
    struct retry_load load = {.search = &search, .symbol = folder_symbol};

    folder_forget();
    load.partial = !retry__search_path(&search, path, NULL, folder.report);
    struct retry_set *set = retry__load(&load, folder.report);
    bool accepted = set && !load.partial;
    retry__set_free(set);
    retry__search_done(&search);
    folder_findings();
    return strcat(folder.text, accepted ? "accepted" : "refused");
}

static inline const char *loaded(enum retry_trust trust, const char *names)
{
    char path[sizeof folder.text];

    snprintf(path, sizeof path, "%s", folder_path(names));
    return loaded_path(trust, path);
}

/* What is said of a thing that others may write: nothing, a warning, an error, all of the same place. */
static inline void expect_unsafe(const char *names, const char *thing)
{
    char warned[256], refused[256];

    snprintf(warned, sizeof warned, "%s:0:0 exposed\naccepted", thing);
    snprintf(refused, sizeof refused, "%s:0:0 untrusted\nrefused", thing);
    ck_assert_str_eq(loaded(RETRY_TRUST_IGNORE, names), "accepted");
    ck_assert_str_eq(loaded(RETRY_TRUST_WARN, names), warned);
    ck_assert_str_eq(loaded(RETRY_TRUST_REFUSE, names), refused);
}

static inline void expect_safe(const char *names)
{
    ck_assert_str_eq(loaded(RETRY_TRUST_WARN, names), "accepted");
    ck_assert_str_eq(loaded(RETRY_TRUST_REFUSE, names), "accepted");
}

static inline const char *help_of(size_t index)
{
    return retry__report_at(folder.report, index)->help;
}

/* d/a.yaml leads to e/a.yaml; f stands by. */
static inline void make_link(const char *target)
{
    make("e", "e/a.yaml", RIGHT);
    make("f", "f/README", "");
    folder_directory("d");
    set_mode("d", 0755);
    folder_link(target, "d/a.yaml");
}

#endif
