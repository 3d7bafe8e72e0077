/* replace.c - writes a file so that others read all of the old one or all of the new one. */
#include "engine/store/replace.h"

#include "engine/store/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool open_as(const char *path, int flags, struct retry_descriptor *out)
{
    int descriptor;

    retry__descriptor_begin();
    do
        descriptor = open(path, flags | O_CLOEXEC | O_NOCTTY, 0644);
    while (descriptor < 0 && errno == EINTR);
    retry__descriptor_list_reader(out, descriptor);
    retry__descriptor_end();
    return out->open;
}

static int write_all(int descriptor, const char *text, size_t size)
{
    while (size > 0) {
        ssize_t wrote = write(descriptor, text, size);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return wrote < 0 ? errno : EIO;
        text += wrote;
        size -= (size_t)wrote;
    }
    return 0;
}

/* What a disk that is full says only now counts as well. */
static int close_written(struct retry_descriptor *descriptor)
{
    int error;

    retry__descriptor_begin();
    retry__descriptor_unlist(descriptor);
    error = close(descriptor->number) != 0 && errno != EINTR ? errno : 0;
    retry__descriptor_end();
    return error;
}

static int fill(struct retry_descriptor *descriptor, const char *text, size_t size, bool lasting)
{
    int error = write_all(descriptor->number, text, size), closing;

    if (error == 0 && lasting && fsync(descriptor->number) != 0)
        error = errno;
    closing = close_written(descriptor);
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

int retry__replace(const char *path, const char *text, size_t size, bool lasting)
{
    char draft[PATH_MAX];
    struct retry_descriptor descriptor;
    int error = name_draft(path, draft, sizeof(draft));

    if (error != 0)
        return error;
    if (!open_draft(draft, &descriptor))
        return errno;
    error = fill(&descriptor, text, size, lasting);
    if (error == 0 && rename(draft, path) != 0)
        error = errno;
    if (error != 0)
        unlink(draft);
    else if (lasting)
        settle_directory(path);
    return error;
}
