/* fingerprint.c - what stands on a search path, as one number that another state does not have. */
#include "engine/live/fingerprint.h"

#include "engine/store/file.h"
#include "engine/store/hash.h"
#include "engine/store/lever.h"
#include "engine/store/search.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STEP_BYTES 8192

/* A fingerprint while it is made. */
struct look {
    uint64_t hash;
    size_t budget; /* bytes of contents that may yet be read */
};

static void add(struct look *look, uint64_t number)
{
    look->hash = retry__hash(look->hash, &number, sizeof(number));
}

static void add_text(struct look *look, const char *text)
{
    look->hash = retry__hash(look->hash, text, strlen(text));
}

static void add_time(struct look *look, struct timespec time)
{
    add(look, (uint64_t)time.tv_sec);
    add(look, (uint64_t)time.tv_nsec);
}

static void add_owner(struct look *look, const struct stat *status)
{
    add(look, status->st_dev);
    add(look, status->st_ino);
    add(look, status->st_mode);
    add(look, (uint64_t)status->st_uid << 32 | status->st_gid);
}

/* What an edit leaves behind. */
static void add_status(struct look *look, const struct stat *status)
{
    add_owner(look, status);
    add(look, (uint64_t)status->st_size);
    add_time(look, status->st_mtim);
    add_time(look, status->st_ctim);
}

static void add_error(struct look *look, int error)
{
    add(look, UINT64_MAX - (uint64_t)error);
}

/* ---- files --------------------------------------------------------------------------------------- */

static void add_content(struct look *look, int descriptor)
{
    char bytes[STEP_BYTES];

    while (look->budget > 0) {
        ssize_t got = read(descriptor, bytes, look->budget < sizeof(bytes) ? look->budget : sizeof(bytes));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            add_error(look, errno);
        if (got <= 0)
            return;
        look->hash = retry__hash(look->hash, bytes, (size_t)got);
        look->budget -= (size_t)got;
    }
}

static void add_open(struct look *look, int descriptor)
{
    struct stat status;

    if (fstat(descriptor, &status) != 0) {
        add_error(look, errno);
        return;
    }
    add_status(look, &status);
    if (S_ISREG(status.st_mode))
        add_content(look, descriptor);
}

/* A file that cannot be opened may change all the same. */
static void add_closed(struct look *look, const char *path, int error)
{
    struct stat status;

    add_error(look, error);
    if (stat(path, &status) == 0)
        add_status(look, &status);
}

static void add_file(struct look *look, const char *path)
{
    struct retry_descriptor descriptor;

    add_text(look, path);
    if (!retry__file_open(path, &descriptor)) {
        add_closed(look, path, errno);
        return;
    }
    add_open(look, descriptor.number);
    retry__descriptor_close(&descriptor);
}

/* ---- directories --------------------------------------------------------------------------------- */

/* Their times tell of every scratch file of an editor, and are left out. */
static void add_elements(struct look *look, const struct retry_path *path)
{
    struct stat status;

    for (size_t i = 0; i < path->count; i++) {
        add_text(look, path->elements[i].path);
        if (stat(path->elements[i].path, &status) != 0)
            add_error(look, errno);
        else
            add_owner(look, &status);
    }
}

/* What could not be listed or opened is a finding of the search. */
static void add_found(struct look *look, const struct retry_search *search, const struct retry_report *report)
{
    for (size_t i = 0; i < search->count; i++)
        if (!search->found[i].skipped)
            add_file(look, search->found[i].path);
    for (size_t i = 0; i < report->count; i++)
        add_text(look, report->findings[i].message);
}

static bool add_path(struct look *look, const char *path, const char *program)
{
    struct retry_path elements;
    bool good = retry__path_read(&elements, path, program);

    if (good)
        add_elements(look, &elements);
    retry__path_done(&elements);
    return good;
}

bool retry__fingerprint_files(const char *path, const char *program, uint64_t *out)
{
    struct look look = {.budget = RETRY_FINGERPRINT_BYTES};
    struct retry_report *report = retry__report_new();
    struct retry_search search = {0};
    bool good = report && add_path(&look, path, program);

    if (good) {
        retry__search_path(&search, path, program, report);
        good = !report->out_of_memory;
    }
    if (good) {
        add_found(&look, &search, report);
        *out = look.hash;
    }
    retry__search_done(&search);
    retry__report_free(report);
    return good;
}

/* ---- levers -------------------------------------------------------------------------------------- */

/* Only a regular file has a text to read. */
static void add_lever(struct look *look, const char *directory)
{
    char path[4096];
    struct stat status;
    int length = snprintf(path, sizeof(path), "%s/" RETRY_LEVER_FILE, directory);

    if (length < 0 || (size_t)length >= sizeof(path))
        return;
    add_text(look, path);
    if (stat(path, &status) != 0)
        add_error(look, errno == ENOTDIR ? ENOENT : errno);
    else if (S_ISREG(status.st_mode) && status.st_size > 0)
        add_file(look, path);
    else
        add_status(look, &status);
}

bool retry__fingerprint_levers(const char *path, const char *program, uint64_t *out)
{
    struct look look = {.budget = RETRY_FINGERPRINT_BYTES};
    struct retry_path elements;
    bool good = retry__path_read(&elements, path, program);

    for (size_t i = 0; good && i < elements.count; i++)
        add_lever(&look, elements.elements[i].path);
    retry__path_done(&elements);
    if (good)
        *out = look.hash;
    return good;
}
