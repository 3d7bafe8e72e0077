/* state_file.c - the state of the process's own catalogue in a file, where RETRY_STATUS_FILE asks for one. */
#include "engine/live/state_file.h"

#include "engine/live/state_json.h"
#include "engine/store/directory.h"
#include "engine/store/replace.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char pattern[RETRY_STATE_FILE_BYTES]; /* "": nobody asks */
static struct retry_lock lock; /* held while the file is written: the last to write has the newest state */

static void read_variable(void)
{
    const char *value = secure_getenv("RETRY_STATUS_FILE");

    if (value && strlen(value) < sizeof(pattern))
        memcpy(pattern, value, strlen(value) + 1);
}

/* ---- names --------------------------------------------------------------------------------------- */

/* %p, %n and %%; what else follows a % stands for itself. */
bool retry__state_file_name(const struct retry_catalogue *catalogue, char path[RETRY_STATE_FILE_BYTES])
{
    size_t length = 0;

    for (const char *at = pattern; *at && length < RETRY_STATE_FILE_BYTES; at++) {
        size_t room = RETRY_STATE_FILE_BYTES - length;
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
    return length < RETRY_STATE_FILE_BYTES;
}

/* ---- what would be read as a policy file --------------------------------------------------------- */

static bool same_thing(const char *left, const char *right)
{
    struct stat one, other;

    return stat(left, &one) == 0 && stat(right, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

/* Each load would refuse what the one before has written, or find its policies replaced by it. */
static bool is_policy(const struct retry_catalogue *catalogue, const char *path)
{
    char directory[RETRY_STATE_FILE_BYTES];
    const char *slash = strrchr(path, '/');
    struct retry_path elements;
    bool found = false;

    snprintf(directory, sizeof(directory), "%.*s", slash ? (int)(slash + 1 - path) : 1, slash ? path : ".");
    retry__path_read(&elements, catalogue->path, catalogue->program);
    for (size_t i = 0; i < elements.count && !found; i++)
        found = same_thing(elements.elements[i].path, path) ||
                (retry__directory_reads(slash ? slash + 1 : path) && same_thing(elements.elements[i].path, directory));
    retry__path_done(&elements);
    return found;
}

/* ---- writing ------------------------------------------------------------------------------------- */

static bool write_state(const void *state, FILE *stream)
{
    return retry__state_json(state, stream);
}

static int write_file(struct retry_catalogue *catalogue)
{
    char path[RETRY_STATE_FILE_BYTES];
    int error = ENAMETOOLONG;

    if (!retry__state_file_name(catalogue, path))
        return error;
    if (is_policy(catalogue, path))
        return EINVAL;
    retry__lock_take(&lock);
    struct retry_state *state = retry__state_take(catalogue);
    error = state ? retry__replace(path, &(struct retry_replacement){write_state, state, false}) : ENOMEM;
    retry__state_free(state);
    retry__lock_release(&lock);
    return error;
}

bool retry__state_file_wanted(const struct retry_catalogue *catalogue)
{
    if (!catalogue->own)
        return false;
    pthread_once(&once, read_variable);
    return pattern[0] != '\0';
}

int retry__state_file_write(struct retry_catalogue *catalogue)
{
    int cancelling, error, kept = errno;

    if (!retry__state_file_wanted(catalogue))
        return 0;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancelling);
    error = write_file(catalogue);
    pthread_setcancelstate(cancelling, NULL);
    if (error != 0)
        atomic_fetch_add_explicit(&catalogue->status_failures, 1, memory_order_relaxed);
    errno = kept;
    return error;
}
