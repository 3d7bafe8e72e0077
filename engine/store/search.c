/* search.c - which files make a set: the search path, its layers, what masks what. */
#include "engine/store/search.h"

#include "engine/store/directory.h"
#include "engine/store/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#ifndef RETRY_SYSCONFDIR
#define RETRY_SYSCONFDIR "/etc"
#endif
#ifndef RETRY_DATADIR
#define RETRY_DATADIR "/usr/share"
#endif

/* Where operators put policies, then where they are made at run time, then where packages install them. */
static const char *const built_in[] = {RETRY_SYSCONFDIR "/retry", "/run/retry", RETRY_DATADIR "/retry"};

/* A search path while it is walked. */
struct walk {
    struct retry_search *search;
    struct retry_report *report;
    const char *program;
    uint32_t layer;     /* of what comes next */
    bool built_in_done; /* a second empty element could only find the same files again */
};

/* Passes over the entries from `first` on whose names stand in a higher directory. */
static bool mask(struct walk *walk, size_t first)
{
    struct retry_found *found = walk->search->found;

    for (size_t low = first; low < walk->search->count; low++)
        for (size_t high = 0; high < first && found[low].name; high++) {
            if (!found[high].name || strcmp(found[high].name, found[low].name))
                continue;
            found[low].skipped = retry__found_text(walk->search, walk->report, "masked by %s", found[high].path);
            if (!found[low].skipped)
                return false;
            break;
        }
    return true;
}

/* A directory of the built-in path may be absent. */
static bool walk_directory(struct walk *walk, const char *path)
{
    size_t first = walk->search->count;
    int error;

    if (!path)
        return false;
    error = retry__directory_list(walk->search, path, walk->layer++, walk->report);
    if (error > 0)
        return error == ENOENT || retry__file_fault(walk->report, path, "open", error);
    return error == 0 && mask(walk, first);
}

static bool walk_built_in(struct walk *walk)
{
    bool good = true;

    if (walk->built_in_done)
        return true;
    walk->built_in_done = true;
    for (size_t i = 0; i < RETRY_COUNT(built_in); i++) {
        if (walk->program)
            good &= walk_directory(
                walk, retry__found_text(walk->search, walk->report, "%s/%s.d", built_in[i], walk->program));
        good &= walk_directory(walk, retry__found_text(walk->search, walk->report, "%s/policies.d", built_in[i]));
    }
    return good;
}

/* A file or directory that somebody named must exist. */
static bool walk_named(struct walk *walk, const char *path)
{
    struct retry_found found = {.path = path, .layer = walk->layer};
    size_t first = walk->search->count;
    int error;

    error = retry__directory_list(walk->search, path, walk->layer++, walk->report);
    if (error == ENOTDIR)
        return retry__found_add(walk->search, &found, walk->report);
    if (error > 0)
        return retry__file_fault(walk->report, path, "open", error);
    return error == 0 && mask(walk, first);
}

bool retry__search_path(struct retry_search *search, const char *path, const char *program, struct retry_report *report)
{
    struct walk walk = {.search = search, .report = report, .program = program};
    bool good = true;

    *search = (struct retry_search){0};
    if (!path)
        path = secure_getenv("RETRY_POLICY_PATH");
    if (!path)
        path = "";
    for (;;) {
        size_t length = strcspn(path, ":");
        const char *element = retry__found_text(search, report, "%.*s", (int)length, path);
        if (!element)
            return false;
        good &= length ? walk_named(&walk, element) : walk_built_in(&walk);
        if (!path[length])
            return good;
        path += length + 1;
    }
}

static bool same_file(const struct retry_found *left, const struct retry_found *right)
{
    return left->stream ? right->stream : left->inode && left->inode == right->inode && left->device == right->device;
}

/* Passes over the entries from `first` on that an earlier name has led to. */
static void skip_known(struct retry_search *search, size_t first)
{
    struct stat status;

    for (size_t low = first; low < search->count; low++) {
        struct retry_found *found = &search->found[low];
        if (found->skipped)
            continue;
        if (!found->stream && !stat(found->path, &status)) {
            found->device = status.st_dev;
            found->inode = status.st_ino;
        }
        for (size_t high = 0; high < first && !found->skipped; high++)
            if (!search->found[high].skipped && same_file(&search->found[high], found))
                found->skipped = "named twice";
    }
}

/* One name of a command line. Files of two directories do not mask one another: all are one layer. */
static bool name_met(struct retry_search *search, const char *name, struct retry_report *report)
{
    struct retry_found found = {.stream = !strcmp(name, "-")};
    int error = ENOTDIR;

    found.path = retry__found_text(search, report, "%s", name);
    if (!found.path)
        return false;
    if (!found.stream)
        error = retry__directory_list(search, found.path, 0, report);
    if (error == ENOTDIR)
        return retry__found_add(search, &found, report);
    return error > 0 ? retry__file_fault(report, name, "open", error) : error == 0;
}

bool retry__search_names(struct retry_search *search, char *const *names, size_t count, struct retry_report *report)
{
    bool good = true;

    *search = (struct retry_search){0};
    for (size_t i = 0; i < count; i++) {
        size_t first = search->count;
        good &= name_met(search, names[i], report);
        skip_known(search, first);
    }
    return good;
}

void retry__search_done(struct retry_search *search)
{
    if (!search)
        return;
    retry__arena_done(&search->arena);
    retry__mem_free(search->found);
    *search = (struct retry_search){0};
}
