/* file.c - reads one file whole, safely: no device, no fifo, no half-changed text. */
#include "engine/store/file.h"

#include "schema/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TRIES 3                 /* to read a file that changes meanwhile */
#define STREAM_STEP (64u << 10) /* bytes asked of a stream at once: what a pipe holds */
#define FILE_START \
    {              \
        1, 1, 1, 1 \
    } /* the place of what is wrong with a file as a whole */

/* The texts are those of the C locale: the host's language must not reach a report. */
bool retry__file_fault(struct retry_report *report, const char *display, const char *verb, int number)
{
    /* an empty name would be no name */
    struct retry_draft draft = {.code = RETRY_FINDING_CANNOT_READ, .file = *display ? display : "''"};
    const char *text = strerrordesc_np(number);
    const char *name = strerrorname_np(number);

    if (number == ENOMEM)
        return retry__report_no_memory(report);
    if (report)
        report->io = true;
    return retry__report_add(report, &draft, "cannot %s '%s': %s (%s)", verb, display, text ? text : "unknown error",
                             name ? name : "?");
}

static bool not_regular(struct retry_report *report, const char *display, const char *what)
{
    struct retry_draft draft = {
        .code = RETRY_FINDING_NOT_REGULAR,
        .file = display,
        .span = FILE_START,
        .help = "put a regular file here, or a link to one",
    };

    if (report)
        report->io = true;
    return retry__report_add(report, &draft, "'%s' is %s, not a regular file", display, what);
}

static bool too_large(struct retry_report *report, const char *display, const char *more, uint64_t size, uint32_t limit)
{
    struct retry_draft draft = {
        .code = RETRY_FINDING_TOO_LARGE,
        .file = display,
        .span = FILE_START,
        .help = "split the file into smaller ones",
    };

    return retry__report_add(report, &draft, "'%s' has %s%llu bytes, the limit is %u", display, more,
                             (unsigned long long)size, limit);
}

static bool changed(struct retry_report *report, const char *display)
{
    struct retry_draft draft = {
        .code = RETRY_FINDING_CHANGED,
        .file = display,
        .help = "write the new text to another name in the same directory, then rename it",
    };

    if (report)
        report->io = true;
    return retry__report_add(report, &draft, "'%s' kept changing while it was read, %d times", display, TRIES);
}

static const char *type_name(mode_t mode)
{
    if (S_ISDIR(mode))
        return "a directory";
    if (S_ISFIFO(mode))
        return "a fifo";
    if (S_ISSOCK(mode))
        return "a socket";
    return "a device";
}

static ssize_t read_some(int descriptor, char *to, size_t size)
{
    ssize_t got;

    do
        got = read(descriptor, to, size);
    while (got < 0 && errno == EINTR);
    return got;
}

/* Reads up to size bytes, fewer only at the end. @return bytes read, -1 with errno */
static ssize_t read_full(int descriptor, char *to, size_t size)
{
    size_t have = 0;

    while (have < size) {
        ssize_t got = read_some(descriptor, to + have, size - have);
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        have += (size_t)got;
    }
    return (ssize_t)have;
}

/* Does the file still stand as it did? Sizes and times are what an edit in place cannot leave alone. */
static bool same(const struct stat *before, const struct stat *after)
{
    return before->st_size == after->st_size && before->st_mtim.tv_sec == after->st_mtim.tv_sec &&
           before->st_mtim.tv_nsec == after->st_mtim.tv_nsec && before->st_ctim.tv_sec == after->st_ctim.tv_sec &&
           before->st_ctim.tv_nsec == after->st_ctim.tv_nsec;
}

enum attempt { ATTEMPT_DONE, ATTEMPT_CHANGED, ATTEMPT_FAILED };

/* Reads the file once from its start. ATTEMPT_FAILED has added a finding. */
static enum attempt read_once(int descriptor, uint32_t limit, struct retry_file *file, struct retry_report *report)
{
    const char *display = file->name;
    struct stat before, after;
    ssize_t got;

    if (fstat(descriptor, &before) < 0)
        return retry__file_fault(report, display, "look at", errno), ATTEMPT_FAILED;
    if (!S_ISREG(before.st_mode))
        return not_regular(report, display, type_name(before.st_mode)), ATTEMPT_FAILED;
    if (before.st_size > (off_t)limit)
        return too_large(report, display, "", (uint64_t)before.st_size, limit), ATTEMPT_FAILED;

    /* One byte more than it has shows whether it grew, and holds the NUL if it did not. */
    retry__mem_free(file->text);
    file->text = retry__mem_resize(NULL, (size_t)before.st_size + 1, 1);
    if (!file->text)
        return retry__report_no_memory(report), ATTEMPT_FAILED;
    if (lseek(descriptor, 0, SEEK_SET) < 0 ||
        (got = read_full(descriptor, file->text, (size_t)before.st_size + 1)) < 0 || fstat(descriptor, &after) < 0)
        return retry__file_fault(report, display, "read", errno), ATTEMPT_FAILED;
    if (got != before.st_size || !same(&before, &after))
        return ATTEMPT_CHANGED;

    file->text[got] = '\0';
    file->device = before.st_dev;
    file->inode = before.st_ino;
    file->source.size = (size_t)got;
    return ATTEMPT_DONE;
}

bool retry__file_open(const char *path, struct retry_descriptor *out)
{
    int descriptor;

    retry__descriptor_begin();
    do
        descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    while (descriptor < 0 && errno == EINTR);
    retry__descriptor_list_reader(out, descriptor);
    retry__descriptor_end();
    return out->open;
}

/* Starts an empty file of that name. */
static bool start(struct retry_file *file, const char *display, struct retry_report *report)
{
    size_t size = strlen(display) + 1;

    *file = (struct retry_file){.name = retry__mem_new(size, 1)};
    if (!file->name)
        return retry__report_no_memory(report);
    memcpy(file->name, display, size);
    return true;
}

/* Completes the source where all went well, else frees everything. */
static bool finish(struct retry_file *file, bool good)
{
    if (!good) {
        retry__file_done(file);
        return false;
    }
    file->source.name = file->name;
    file->source.text = file->text;
    return true;
}

bool retry__file_read(const struct retry_found *found, struct retry_file *out, struct retry_report *report)
{
    uint32_t limit = found->limit ? found->limit : RETRY_LIMIT_FILE_BYTES;
    enum attempt attempt = ATTEMPT_CHANGED;
    struct retry_descriptor descriptor;
    bool good;

    if (!start(out, found->path, report))
        return false;
    if (!retry__file_open(found->path, &descriptor)) {
        if (errno == ENXIO) /* what open() says of a socket */
            not_regular(report, found->path, "a socket or a device without a driver");
        else
            retry__file_fault(report, found->path, "open", errno);
        return finish(out, false);
    }
    for (int tries = 0; tries < TRIES && attempt == ATTEMPT_CHANGED; tries++)
        attempt = read_once(descriptor.number, limit, out, report);
    if (attempt == ATTEMPT_CHANGED)
        changed(report, found->path);
    good = attempt == ATTEMPT_DONE &&
           retry__trust_file(found->trust, descriptor.number, found->path, found->apart, report);
    retry__descriptor_close(&descriptor);
    return finish(out, good);
}

/* Appends what the stream holds, up to one byte over the limit. */
static bool drain(int descriptor, struct retry_file *file, struct retry_report *report)
{
    size_t capacity = 0;
    ssize_t got;

    do {
        if (capacity - file->source.size < STREAM_STEP) {
            char *text = retry__mem_resize(file->text, capacity = 2 * capacity + STREAM_STEP + 1, 1);
            if (!text)
                return retry__report_no_memory(report);
            file->text = text;
        }
        got = read_some(descriptor, file->text + file->source.size, STREAM_STEP - 1);
        if (got < 0)
            return retry__file_fault(report, file->name, "read", errno);
        file->source.size += (size_t)got;
    } while (got > 0 && file->source.size <= RETRY_LIMIT_FILE_BYTES);

    if (file->source.size > RETRY_LIMIT_FILE_BYTES)
        return too_large(report, file->name, "at least ", file->source.size, RETRY_LIMIT_FILE_BYTES);
    file->text[file->source.size] = '\0';
    return true;
}

bool retry__file_read_stream(int descriptor, const char *display, struct retry_file *out, struct retry_report *report)
{
    return start(out, display, report) && finish(out, drain(descriptor, out, report));
}

static bool copy(const char *text, struct retry_file *file, struct retry_report *report)
{
    size_t size = strlen(text);

    if (size > RETRY_LIMIT_FILE_BYTES)
        return too_large(report, file->name, "", size, RETRY_LIMIT_FILE_BYTES);
    file->text = retry__mem_new(size + 1, 1);
    if (!file->text)
        return retry__report_no_memory(report);
    memcpy(file->text, text, size);
    file->source.size = size;
    return true;
}

bool retry__file_from_text(const char *text, const char *display, struct retry_file *out, struct retry_report *report)
{
    return start(out, display, report) && finish(out, copy(text, out, report));
}

void retry__file_done(struct retry_file *file)
{
    if (!file)
        return;
    retry__mem_free(file->name);
    retry__mem_free(file->text);
    *file = (struct retry_file){0};
}
