/*
 * fuzz_live.c - reads anything as a set that was kept, as a status file, and as a lever.
 *
 * What is kept holds whole texts, a status file is all there or refused, each line of a lever says a policy or is a
 * finding with a place.
 */
#include "engine/lint/seen.h"
#include "engine/store/kept.h"
#include "engine/store/lever.h"
#include "tests/fuzz/places.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/retry-fuzz-XXXXXX";
static FILE *nowhere;

static void clean_up(void)
{
    char path[64];

    snprintf(path, sizeof(path), "%s/disabled", folder);
    unlink(path);
    rmdir(folder);
}

static void set_up(void)
{
    if (nowhere)
        return;
    nowhere = fopen("/dev/null", "w");
    MUST(nowhere && mkdtemp(folder));
    atexit(clean_up);
}

/* The file of that name in the folder, with these bytes. */
static void write_file(const uint8_t *data, size_t size)
{
    char path[64];

    snprintf(path, sizeof(path), "%s/disabled", folder);
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    MUST(descriptor >= 0 && write(descriptor, data, size) == (ssize_t)size);
    close(descriptor);
}

static void read_kept(const uint8_t *data, size_t size)
{
    struct retry_kept kept;
    size_t length = 0;

    if (!retry__kept_read((const char *)data, size, &kept))
        return;
    for (size_t i = 0; i < kept.count; i++)
        length += strlen(kept.texts[i].name) + strlen(kept.texts[i].text);
    MUST(length <= size);
    retry__kept_done(&kept);
}

static void read_status(void)
{
    struct retry_seen seen;
    char path[64];

    snprintf(path, sizeof(path), "%s/disabled", folder);
    if (retry__seen_read(&seen, path, nowhere)) {
        MUST(json_is_object(seen.root) && seen.running && seen.attempt && seen.levers && seen.watch);
        retry__seen_done(&seen);
    }
}

static void read_lever(void)
{
    struct retry_report *report = retry__report_new();
    struct retry_path path;
    struct retry_lever lever;

    MUST(report && retry__path_read(&path, folder, NULL));
    MUST(retry__lever_read(&lever, &path, NULL, report));
    MUST(lever.count > 0 || report->count > 0);
    MUST(report->by_severity[RETRY_FINDING_ERROR] == 0);
    for (size_t i = 0; i < lever.count; i++)
        MUST(strlen(lever.lines[i].pattern) <= 64);
    retry__lever_done(&lever);
    retry__path_done(&path);
    retry__report_free(report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    set_up();
    write_file(data, size);
    read_kept(data, size);
    read_status();
    read_lever();
    return 0;
}
