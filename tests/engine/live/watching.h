/* watching.h - for tests: a watched world, commands of operators, and waits for what must come of them. */
#ifndef TESTS_ENGINE_LIVE_WATCHING_H
#define TESTS_ENGINE_LIVE_WATCHING_H

#include "engine/live/watch.h"
#include "tests/engine/world.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <time.h>

#define SET(attempts) "version: 1\npolicies: {db: {limits: {max_attempts: " attempts "}, backoff: {immediate: {}}}}\n"
#define WRONG "version: 1\npolicies: {db: {limits: {max_attempt: 3}, backoff: {immediate: {}}}}\n"

static struct world watched;
static int watched_descriptor = -1; /* of the event loop's watch, or of a notice */
static retry_status watched_status; /* of the last load by an event loop's watch */

/* Long enough for a slow machine, and less than the poll period: what takes longer was not noticed. */
static inline uint64_t watching_deadline(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec + 40;
}

static inline bool watching_is_late(uint64_t deadline)
{
    return watching_deadline() - 40 >= deadline;
}

/* Runs a command of the shell in the world's directory. */
__attribute__((format(printf, 1, 2))) static inline void watching_shell(const char *format, ...)
{
    char command[1024];
    int length = snprintf(command, sizeof(command), "cd '%s' && ", watched.directory);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(command + length, sizeof(command) - (size_t)length, format, arguments);
    va_end(arguments);
    ck_assert_msg(system(command) == 0, "%s", command);
}

/* Writes a file of that name, in place. */
static inline void watching_write(const char *name, const char *text)
{
    struct world part = {0};

    snprintf(part.file, sizeof(part.file), "%s/%s", watched.directory, name);
    world_write(&part, text);
}

static inline uint32_t watching_attempts(void)
{
    return retry_policy_max_attempts(world_get(&watched, "db"));
}

static inline retry_reason watching_reason(void)
{
    retry_call call;

    ck_assert(retry_call_begin(&call, world_get(&watched, "db"), NULL));
    return (retry_reason)retry_call_failed(&call, retry_errno(ECONNREFUSED), NULL).reason;
}

static inline void watching_step(uint64_t deadline)
{
    struct pollfd one = {watched_descriptor, POLLIN, 0};
    unsigned lines = watched.lines;

    ck_assert_msg(!watching_is_late(deadline) && poll(&one, 1, 40000) == 1, "not noticed");
    retry_status status = retry_watch_dispatch(watched.catalogue);
    if (status != RETRY_OK || watched.lines != lines)
        watched_status = status;
}

/* Starts to watch, and turns the event loop past the load that every start asks for: what is noticed after this was
 * told of. */
static inline void watching_open_loop(const retry_watch_options *options)
{
    uint64_t deadline = watching_deadline();

    ck_assert_int_eq(retry_watch_open(watched.catalogue, options, &watched_descriptor), RETRY_OK);
    while (retry__watch_unsettled_ns(watched.catalogue) != 0)
        watching_step(deadline);
}

/* Turns the event loop until the policy has so many attempts. */
static inline void watching_until_attempts(uint32_t attempts)
{
    uint64_t deadline = watching_deadline();

    while (watching_attempts() != attempts)
        watching_step(deadline);
}

static inline void watching_until_reason(retry_reason reason)
{
    uint64_t deadline = watching_deadline();

    while (watching_reason() != reason)
        watching_step(deadline);
}

static inline void watching_until_line(const char *part)
{
    uint64_t deadline = watching_deadline();

    while (!strstr(watched.line, part))
        watching_step(deadline);
}

static inline int watching_remove(const char *path, const struct stat *status, int type, struct FTW *where)
{
    (void)status;
    (void)type;
    (void)where;
    return remove(path);
}

static inline void watching_close_directory(void)
{
    nftw(watched.directory, watching_remove, 8, FTW_DEPTH | FTW_PHYS);
}

static inline void watching_close(void)
{
    retry_catalogue_free(watched.catalogue);
    watching_close_directory();
}

/* Those of this process, without the one that counts. */
static inline size_t watching_count(const char *directory)
{
    DIR *stream = opendir(directory);
    size_t count = 0;

    ck_assert_ptr_nonnull(stream);
    for (const struct dirent *entry; (entry = readdir(stream));)
        count += entry->d_name[0] != '.';
    closedir(stream);
    return count;
}

/* A thread that was joined is listed for a moment more. Sanitizers have one of their own. */
static inline void watching_until_alone(void)
{
    char name[64], text[32];
    uint64_t deadline = watching_deadline();
    bool alone;

    do {
        DIR *stream = opendir("/proc/self/task");
        alone = true;
        ck_assert_ptr_nonnull(stream);
        for (const struct dirent *entry; (entry = readdir(stream));) {
            snprintf(name, sizeof(name), "/proc/self/task/%.16s/comm", entry->d_name);
            FILE *file = entry->d_name[0] == '.' ? NULL : fopen(name, "r");
            if (file && fgets(text, sizeof(text), file))
                alone &= strcmp(text, "retry-watch\n") != 0;
            if (file)
                fclose(file);
        }
        closedir(stream);
        ck_assert_msg(!watching_is_late(deadline), "a thread is left");
    } while (!alone);
}

#endif
