/* directory.c - lists the policy files of one directory, and what it holds besides. */
#include "engine/store/directory.h"

#include "engine/store/file.h"
#include "engine/store/lever.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

/* A directory while it is listed. */
struct listing {
    struct retry_search *search;
    struct retry_report *report;
    const char *path;
    uint32_t layer;
};

static bool is_policy_name(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot && (!strcmp(dot, ".yaml") || !strcmp(dot, ".yml") || !strcmp(dot, ".json"));
}

bool retry__directory_reads(const char *name)
{
    return name[0] != '.' && is_policy_name(name);
}

/* Why an entry is passed over by its name, or NULL. A directory named x.yaml is not: reading it is an error. */
static const char *litter(const struct dirent *entry)
{
    if (entry->d_name[0] == '.')
        return "starts with a dot";
    if (is_policy_name(entry->d_name))
        return NULL;
    if (!strcmp(entry->d_name, RETRY_LEVER_FILE))
        return "is a lever";
    return entry->d_type == DT_DIR ? "is a directory" : "does not end in .yaml, .yml or .json";
}

/* A link to /dev/null switches off the files of that name in lower directories. */
static bool is_null_link(const char *path, unsigned char type)
{
    struct stat status;

    if (type != DT_LNK && type != DT_UNKNOWN)
        return false;
    return !stat(path, &status) && S_ISCHR(status.st_mode) && status.st_rdev == makedev(1, 3);
}

static bool entry_met(struct listing *listing, const struct dirent *entry)
{
    const char *slash = listing->path[strlen(listing->path) - 1] == '/' ? "" : "/";
    struct retry_found found = {
        .layer = listing->layer,
        .skipped = litter(entry),
        .apart = entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN,
    };

    found.path = retry__found_text(listing->search, listing->report, "%s%s%s", listing->path, slash, entry->d_name);
    if (!found.path)
        return false;
    if (!found.skipped) {
        found.name = found.path + strlen(found.path) - strlen(entry->d_name);
        if (is_null_link(found.path, entry->d_type))
            found.skipped = "is a link to /dev/null";
    }
    return retry__found_add(listing->search, &found, listing->report);
}

/* The next entry that is not the directory itself or its parent; NULL at the end, with errno 0, and on failure. */
static const struct dirent *next_entry(DIR *stream)
{
    const struct dirent *entry;

    do {
        errno = 0;
        entry = readdir(stream);
    } while (entry ? !strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..") : errno == EINTR);
    return entry;
}

static bool read_entries(struct listing *listing, DIR *stream)
{
    const struct dirent *entry;

    while ((entry = next_entry(stream)))
        if (!entry_met(listing, entry))
            return false;
    return errno == 0 || retry__file_fault(listing->report, listing->path, "list", errno);
}

static DIR *open_directory(const char *path, struct retry_descriptor *out)
{
    DIR *stream;

    retry__descriptor_begin();
    do
        stream = opendir(path);
    while (!stream && errno == EINTR);
    retry__descriptor_list_reader(out, stream ? dirfd(stream) : -1);
    retry__descriptor_end();
    return stream;
}

static void close_directory(DIR *stream, struct retry_descriptor *descriptor)
{
    retry__descriptor_begin();
    retry__descriptor_unlist(descriptor);
    closedir(stream);
    retry__descriptor_end();
}

static int by_path(const void *left, const void *right)
{
    return strcmp(((const struct retry_found *)left)->path, ((const struct retry_found *)right)->path);
}

int retry__directory_list(struct retry_search *search, const char *path, uint32_t layer, struct retry_report *report)
{
    struct listing listing = {.search = search, .report = report, .path = path, .layer = layer};
    size_t first = search->count;
    struct retry_descriptor descriptor;
    DIR *stream = open_directory(path, &descriptor);
    bool good;

    if (!stream)
        return errno;
    good = retry__trust_directory(search->trust, dirfd(stream), path, report) && read_entries(&listing, stream);
    close_directory(stream, &descriptor);
    if (good && search->count > first)
        qsort(search->found + first, search->count - first, sizeof *search->found, by_path);
    return good ? 0 : -1;
}
