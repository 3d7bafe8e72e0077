/* replace.c - writes a file so that others read all of the old one or all of the new one. */
#include "engine/store/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int open_as(const char *path, int flags)
{
    int descriptor;

    do
        descriptor = open(path, flags | O_CLOEXEC | O_NOCTTY, 0644);
    while (descriptor < 0 && errno == EINTR);
    return descriptor;
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
static int fill(int descriptor, const char *text, size_t size, bool lasting)
{
    int error = write_all(descriptor, text, size);

    if (error == 0 && lasting && fsync(descriptor) != 0)
        error = errno;
    if (close(descriptor) != 0 && error == 0 && errno != EINTR)
        error = errno;
    return error;
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
    int descriptor;

    snprintf(directory, sizeof(directory), "%.*s", slash ? (int)(slash + 1 - path) : 1, slash ? path : ".");
    descriptor = open_as(directory, O_RDONLY | O_DIRECTORY);
    if (descriptor < 0)
        return;
    fsync(descriptor);
    close(descriptor);
}

/* A draft of that name was left by a process that died: its number is ours now. */
static int open_draft(const char *draft)
{
    int descriptor = open_as(draft, O_WRONLY | O_CREAT | O_EXCL);

    if (descriptor >= 0 || errno != EEXIST || unlink(draft) != 0)
        return descriptor;
    return open_as(draft, O_WRONLY | O_CREAT | O_EXCL);
}

int retry__replace(const char *path, const char *text, size_t size, bool lasting)
{
    char draft[PATH_MAX];
    int descriptor, error = name_draft(path, draft, sizeof(draft));

    if (error != 0)
        return error;
    descriptor = open_draft(draft);
    if (descriptor < 0)
        return errno;
    error = fill(descriptor, text, size, lasting);
    if (error == 0 && rename(draft, path) != 0)
        error = errno;
    if (error != 0)
        unlink(draft);
    else if (lasting)
        settle_directory(path);
    return error;
}
