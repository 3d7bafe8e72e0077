/* replace.c - writes a file so that others read all of the old one or all of the new one. */
#include "engine/store/replace.h"

#include "engine/store/descriptor.h"
#include "engine/tree/thread.h"
#include "schema/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool open_as(const char *path, int flags, struct retry_descriptor *out)
{
    int descriptor;

    retry__descriptor_begin();
    do
        descriptor = open(path, flags | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW, 0644);
    while (descriptor < 0 && errno == EINTR);
    retry__descriptor_list_reader(out, descriptor);
    retry__descriptor_end();
    return out->open;
}

/*
 * What the stream writes to. A child that another thread forks meanwhile has a copy of the stream, which it writes out
 * as it exits: into whatever file of its own has the number by then. So this knows its process, and lives as long as
 * the stream does, in the child too, where the stack of the thread may have become another one's.
 */
struct sink {
    int number;
    uint64_t process;
};

/* @return the whole size, or 0: it could not be written, errno says why */
static ssize_t write_to(void *cookie, const char *bytes, size_t size)
{
    const struct sink *sink = cookie;
    size_t done = 0;

    if (retry__thread_process() != sink->process) {
        errno = ECANCELED;
        return 0;
    }
    while (done < size) {
        ssize_t written = write(sink->number, bytes + done, size - done);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return 0;
        done += (size_t)written;
    }
    return (ssize_t)size;
}

/* Closes the stream in any case. */
static int write_stream(FILE *stream, const struct retry_replacement *by)
{
    int error = 0;

    errno = 0;
    if (!by->write(by->context, stream) || fflush(stream) != 0)
        error = errno ? errno : ENOMEM;
    fclose(stream);
    return error;
}

static int write_all(const struct retry_descriptor *descriptor, const struct retry_replacement *by)
{
    struct sink *sink = retry__mem_new(1, sizeof(*sink));
    FILE *stream = sink ? fopencookie(sink, "w", (cookie_io_functions_t){.write = write_to}) : NULL;
    int error = ENOMEM;

    if (stream) {
        *sink = (struct sink){descriptor->number, retry__thread_process()};
        error = write_stream(stream, by);
    }
    retry__mem_free(sink);
    return error;
}

/* What a disk that is full says only now counts as well. */
static int close_draft(struct retry_descriptor *descriptor)
{
    int error;

    retry__descriptor_begin();
    retry__descriptor_unlist(descriptor);
    error = close(descriptor->number) != 0 && errno != EINTR ? errno : 0;
    retry__descriptor_end();
    return error;
}

static int fill(struct retry_descriptor *descriptor, const struct retry_replacement *by)
{
    int error = write_all(descriptor, by), closing;

    if (error == 0 && by->lasting && fsync(descriptor->number) != 0)
        error = errno;
    closing = close_draft(descriptor);
    return error ? error : closing;
}

/* "DIRECTORY/.NAME.PID.COUNT.new", which no other writer takes; ENAMETOOLONG where it does not fit. */
static int name_draft(const char *path, char *out, size_t size)
{
    static _Atomic uint32_t count;
    const char *slash = strrchr(path, '/');
    int before = slash ? (int)(slash + 1 - path) : 0;
    int length = snprintf(out, size, "%.*s.%s.%ld.%u.new", before, path, path + before, (long)getpid(),
                          (unsigned)atomic_fetch_add(&count, 1));

    return length < 0 || (size_t)length >= size ? ENAMETOOLONG : 0;
}

/* A rename lasts when its directory has been written. */
static void settle_directory(const char *path)
{
    char directory[PATH_MAX];
    const char *slash = strrchr(path, '/');
    struct retry_descriptor descriptor;

    snprintf(directory, sizeof(directory), "%.*s", slash ? (int)(slash + 1 - path) : 1, slash ? path : ".");
    if (!open_as(directory, O_RDONLY | O_DIRECTORY, &descriptor))
        return;
    fsync(descriptor.number);
    retry__descriptor_close(&descriptor);
}

/* A draft of that name was left by a process that died: its number is ours now. */
static bool open_draft(const char *draft, struct retry_descriptor *out)
{
    if (open_as(draft, O_WRONLY | O_CREAT | O_EXCL, out))
        return true;
    return errno == EEXIST && unlink(draft) == 0 && open_as(draft, O_WRONLY | O_CREAT | O_EXCL, out);
}

/* Root's rename would take away a device. */
static bool may_replace(const char *path)
{
    struct stat status;

    return lstat(path, &status) != 0 || S_ISREG(status.st_mode);
}

int retry__replace(const char *path, const struct retry_replacement *by)
{
    char draft[PATH_MAX];
    struct retry_descriptor descriptor;
    int error = may_replace(path) ? name_draft(path, draft, sizeof(draft)) : EEXIST;

    if (error != 0)
        return error;
    if (!open_draft(draft, &descriptor))
        return errno;
    error = fill(&descriptor, by);
    if (error == 0 && rename(draft, path) != 0)
        error = errno;
    if (error != 0)
        unlink(draft);
    else if (by->lasting)
        settle_directory(path);
    return error;
}
