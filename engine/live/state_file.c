/* state_file.c - the state of the process's own catalogue in a file, where RETRY_STATUS_FILE asks for one. */
#include "engine/live/state_file.h"

#include "engine/live/state_json.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES 4096
#define TRIES 8 /* names that somebody else has taken */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char pattern[PATH_BYTES]; /* "": nobody asks */
static struct retry_lock lock;   /* held while the file is written: the last to write has the newest state */

static void read_variable(void)
{
    const char *value = secure_getenv("RETRY_STATUS_FILE");

    if (value && strlen(value) < sizeof(pattern))
        memcpy(pattern, value, strlen(value) + 1);
}

/* ---- names --------------------------------------------------------------------------------------- */

/* %p, %n and %%; what else follows a % stands for itself. @return false: too long */
static bool expand(const struct retry_catalogue *catalogue, char path[PATH_BYTES])
{
    size_t length = 0;

    for (const char *at = pattern; *at && length < PATH_BYTES; at++) {
        size_t room = PATH_BYTES - length;
        bool special = *at == '%' && at[1] && strchr("pn%", at[1]);
        if (special)
            at++;
        if (special && *at == 'p')
            length += (size_t)snprintf(path + length, room, "%ld", (long)getpid());
        else if (special && *at == 'n')
            length += (size_t)snprintf(path + length, room, "%s", catalogue->program ? catalogue->program : "program");
        else
            length += (size_t)snprintf(path + length, room, "%c", *at);
    }
    return length < PATH_BYTES;
}

/* A file of its own in the same directory. Its mode is that of any new file, so that nobody's umask has to be changed
 * to learn it. @return -1: errno says why */
static int make_beside(const char *path, char *beside)
{
    const char *slash = strrchr(path, '/');
    int directory = slash ? (int)(slash - path) + 1 : 0, descriptor = -1;

    for (int i = 0; i < TRIES && descriptor < 0; i++) {
        int length =
            snprintf(beside, PATH_BYTES, "%.*s.retry-status-%016" PRIx64, directory, path, retry__thread_random());
        if (length >= PATH_BYTES)
            errno = ENAMETOOLONG;
        else
            descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
        if (descriptor < 0 && errno != EEXIST && errno != EINTR)
            break;
    }
    return descriptor;
}

/* ---- writing ------------------------------------------------------------------------------------- */

/* Closes the descriptor in any case. @return 0 or an errno value */
static int write_state(const struct retry_state *state, int descriptor)
{
    FILE *stream = fdopen(descriptor, "w");
    int error = 0;

    if (!stream) {
        error = errno;
        close(descriptor);
        return error;
    }
    errno = 0;
    if (!retry__state_json(state, stream))
        error = errno ? errno : ENOMEM;
    if (fclose(stream) != 0 && error == 0)
        error = errno;
    return error;
}

/* A device, a link or a directory of that name is somebody else's, and root's rename would take it away. */
static bool may_replace(const char *path)
{
    struct stat status;

    return lstat(path, &status) != 0 || S_ISREG(status.st_mode);
}

static int replace(const struct retry_state *state, const char *path)
{
    char beside[PATH_BYTES];
    int descriptor, error;

    if (!may_replace(path))
        return EEXIST;
    descriptor = make_beside(path, beside);
    if (descriptor < 0)
        return errno;
    error = write_state(state, descriptor);
    if (error == 0 && rename(beside, path) != 0)
        error = errno;
    if (error != 0)
        unlink(beside);
    return error;
}

static int write_file(struct retry_catalogue *catalogue)
{
    char path[PATH_BYTES];
    int error = ENAMETOOLONG;

    if (!expand(catalogue, path))
        return error;
    retry__lock_take(&lock);
    struct retry_state *state = retry__state_take(catalogue);
    error = state ? replace(state, path) : ENOMEM;
    retry__state_free(state);
    retry__lock_release(&lock);
    return error;
}

int retry__state_file_write(struct retry_catalogue *catalogue)
{
    int cancelling, error, kept = errno;

    if (!catalogue->own)
        return 0;
    pthread_once(&once, read_variable);
    if (!pattern[0])
        return 0;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancelling);
    error = write_file(catalogue);
    pthread_setcancelstate(cancelling, NULL);
    if (error != 0)
        atomic_fetch_add_explicit(&catalogue->status_failures, 1, memory_order_relaxed);
    errno = kept;
    return error;
}
