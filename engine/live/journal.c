/* journal.c - the library's own log, where RETRY_LOG asks for one. */
#include "engine/live/journal.h"

#include "engine/store/descriptor.h"
#include "engine/store/moment.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_BYTES 4096 /* at most PIPE_BUF, so that lines of several processes do not mix */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char target[4096]; /* "": nobody asks */

static void read_variable(void)
{
    const char *value = secure_getenv("RETRY_LOG");

    if (value && strlen(value) < sizeof(target))
        memcpy(target, value, strlen(value) + 1);
}

bool retry__journal_is_on(void)
{
    pthread_once(&once, read_variable);
    return target[0] != '\0';
}

/* ---- a write that raises no signal ---------------------------------------------------------------- */

/* A pipe takes a whole line, or says that it does not. */
static bool has_room(int descriptor)
{
    struct pollfd one = {descriptor, POLLOUT, 0};

    return poll(&one, 1, 0) == 1 && (one.revents & POLLOUT);
}

/* Who reads too slowly, or has stopped his terminal, loses lines: he must not hold up the loads. A signal that was
 * pending before is the host's, and stays. */
static void write_quietly(int descriptor, const char *line, size_t length)
{
    sigset_t pipe, pending, before;
    ssize_t written;

    if (!has_room(descriptor))
        return;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    if (sigpending(&pending) != 0 || pthread_sigmask(SIG_BLOCK, &pipe, &before) != 0)
        return;
    do
        written = write(descriptor, line, length);
    while (written < 0 && errno == EINTR);
    if (written < 0 && errno == EPIPE && !sigismember(&pending, SIGPIPE))
        sigtimedwait(&pipe, NULL, &(struct timespec){0});
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

/* Without waiting: a fifo that nobody reads is not opened. */
static void append(const char *line, size_t length)
{
    struct retry_descriptor log;
    int number;

    retry__descriptor_begin();
    do
        number = open(target, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0644);
    while (number < 0 && errno == EINTR);
    retry__descriptor_list_reader(&log, number);
    retry__descriptor_end();
    if (log.open)
        write_quietly(number, line, length);
    retry__descriptor_close(&log);
}

void retry__journal_write(const char *line)
{
    char whole[LINE_BYTES], now[RETRY_MOMENT_BYTES];
    int kept = errno;

    if (!retry__journal_is_on())
        return;
    retry__moment_text(retry__moment_now(), now);
    int length = snprintf(whole, sizeof(whole), "%s retry[%ld]: %s\n", now, (long)getpid(), line);
    if (length >= (int)sizeof(whole)) {
        length = (int)sizeof(whole) - 1;
        whole[length - 1] = '\n';
    }
    if (strcmp(target, "stderr") == 0)
        write_quietly(STDERR_FILENO, whole, (size_t)length);
    else
        append(whole, (size_t)length);
    errno = kept;
}
