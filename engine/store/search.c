/* search.c - which files make a set: the search path, its layers, what masks what. */
#include "engine/store/search.h"

#include "engine/store/directory.h"
#include "engine/store/file.h"
#include "engine/store/path.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* A search path while it is walked. */
struct walk {
    struct retry_search *search;
    struct retry_report *report;
    uint32_t layer; /* of what comes next */
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

/* A directory of the built-in path may be absent; that is no more than noted. */
static bool note_absent(struct walk *walk, const char *path)
{
    struct retry_found found = {.path = path, .skipped = "does not exist"};

    return retry__found_add(walk->search, &found, walk->report);
}

static bool walk_built_in(struct walk *walk, const char *path)
{
    enum retry_trust trust = walk->search->trust;
    size_t first = walk->search->count;

    walk->search->trust = retry__trust_built_in(trust);
    int error = retry__directory_list(walk->search, path, walk->layer++, walk->report);
    walk->search->trust = trust;
    if (error == ENOENT)
        return note_absent(walk, path);
    if (error > 0)
        return retry__file_fault(walk->report, path, "open", error);
    return error == 0 && mask(walk, first);
}

/* A file or directory that somebody named must exist. */
static bool walk_named(struct walk *walk, const char *path)
{
    struct retry_found found = {.path = path, .layer = walk->layer, .apart = true};
    size_t first = walk->search->count;
    int error;

    error = retry__directory_list(walk->search, path, walk->layer++, walk->report);
    if (error == ENOTDIR)
        return retry__found_add(walk->search, &found, walk->report);
    if (error > 0)
        return retry__file_fault(walk->report, path, "open", error);
    return error == 0 && mask(walk, first);
}

/* Notes how the file stands now. */
static void look_at(struct retry_found *found)
{
    struct stat status;

    if (found->skipped || found->stream || stat(found->path, &status))
        return;
    found->stamp = (struct retry_stamp){
        .device = status.st_dev,
        .inode = status.st_ino,
        .size = (uint64_t)status.st_size,
        .modified = status.st_mtim,
        .changed = status.st_ctim,
    };
}

/* A search outlives the path, so that its texts are copies. */
static bool walk_path(struct retry_search *search, const struct retry_path *path, struct retry_report *report)
{
    struct walk walk = {.search = search, .report = report};
    bool good = true;

    for (size_t i = 0; i < path->count; i++) {
        const char *element = retry__found_text(search, report, "%s", path->elements[i].path);
        if (!element)
            return false;
        good &= path->elements[i].built_in ? walk_built_in(&walk, element) : walk_named(&walk, element);
    }
    return good;
}

bool retry__search_path(struct retry_search *search, const char *path, const char *program, struct retry_report *report)
{
    struct retry_path elements;

    bool good = retry__path_read(&elements, path, program) ? walk_path(search, &elements, report)
                                                           : retry__report_no_memory(report);
    retry__path_done(&elements);
    for (size_t i = 0; i < search->count; i++)
        look_at(&search->found[i]);
    return good;
}

static bool same_file(const struct retry_found *left, const struct retry_found *right)
{
    const struct retry_stamp *one = &left->stamp, *other = &right->stamp;

    return left->stream ? right->stream : one->inode && one->inode == other->inode && one->device == other->device;
}

/* Passes over the entries from `first` on that an earlier name has led to. */
static void skip_known(struct retry_search *search, size_t first)
{
    for (size_t low = first; low < search->count; low++) {
        struct retry_found *found = &search->found[low];
        if (found->skipped)
            continue;
        look_at(found);
        for (size_t high = 0; high < first && !found->skipped; high++)
            if (!search->found[high].skipped && same_file(&search->found[high], found))
                found->skipped = "named twice";
    }
}

/* One name of a command line. Files of two directories do not mask one another: all are one layer. */
static bool name_met(struct retry_search *search, const char *name, struct retry_report *report)
{
    struct retry_found found = {.stream = !strcmp(name, "-"), .apart = true};
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

    for (size_t i = 0; i < count; i++) {
        size_t first = search->count;
        good &= name_met(search, names[i], report);
        skip_known(search, first);
    }
    return good;
}

static bool same_time(struct timespec left, struct timespec right)
{
    return left.tv_sec == right.tv_sec && left.tv_nsec == right.tv_nsec;
}

static bool same_state(const struct retry_found *left, const struct retry_found *right)
{
    const struct retry_stamp *one = &left->stamp, *other = &right->stamp;

    return !strcmp(left->path, right->path) && one->device == other->device && one->inode == other->inode &&
           one->size == other->size && same_time(one->modified, other->modified) &&
           same_time(one->changed, other->changed);
}

/* The next file that is read, from an index on; the search's count where there is none. */
static size_t next_read(const struct retry_search *search, size_t index)
{
    while (index < search->count && search->found[index].skipped)
        index++;
    return index;
}

bool retry__search_same(const struct retry_search *left, const struct retry_search *right)
{
    size_t one = next_read(left, 0), other = next_read(right, 0);

    while (one < left->count && other < right->count && same_state(&left->found[one], &right->found[other])) {
        one = next_read(left, one + 1);
        other = next_read(right, other + 1);
    }
    return one == left->count && other == right->count;
}

void retry__search_done(struct retry_search *search)
{
    if (!search)
        return;
    retry__arena_done(&search->arena);
    retry__mem_free(search->found);
    *search = (struct retry_search){0};
}
