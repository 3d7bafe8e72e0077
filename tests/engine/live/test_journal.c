/* test_journal.c - RETRY_LOG gets whole lines, and the host no signal. */
#include "engine/live/journal.h"

#include "tests/engine/world.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>

static struct world world;
static char held[8192];

static void make(void)
{
    world_make(&world);
}

static void clean(void)
{
    unlink(world.file);
    rmdir(world.directory);
}

/* What stands in the world's file. */
static const char *text(void)
{
    FILE *stream = fopen(world.file, "r");

    ck_assert_ptr_nonnull(stream);
    held[fread(held, 1, sizeof(held) - 1, stream)] = '\0';
    fclose(stream);
    return held;
}

START_TEST(nobody_asks_for_lines_by_an_empty_variable)
{
    setenv("RETRY_LOG", "", 1);
    ck_assert(!retry__journal_is_on());
    retry__journal_write("reload");
}
END_TEST

START_TEST(lines_begin_with_the_time_and_the_process)
{
    char end[64];

    setenv("RETRY_LOG", world.file, 1);
    ck_assert(retry__journal_is_on());
    retry__journal_write("reload result=accepted");
    retry__journal_write("lever on");
    snprintf(end, sizeof(end), "Z retry[%d]: reload result=accepted\n", (int)getpid());
    const char *first = text();
    ck_assert_int_eq(first[0], '2');
    ck_assert_int_eq(first[10], 'T');
    ck_assert_msg(strncmp(first + 29, end, strlen(end)) == 0, "%s", first);
    ck_assert_ptr_nonnull(strstr(first, "]: lever on\n"));
    struct stat status;
    ck_assert_int_eq(stat(world.file, &status), 0);
    ck_assert_uint_eq(status.st_mode & 07133, 0);
}
END_TEST

START_TEST(the_variable_is_read_once)
{
    setenv("RETRY_LOG", world.file, 1);
    retry__journal_write("one");
    setenv("RETRY_LOG", "/nonexistent/elsewhere", 1);
    retry__journal_write("two");
    ck_assert_ptr_nonnull(strstr(text(), "two\n"));
}
END_TEST

START_TEST(a_line_that_is_too_long_still_ends)
{
    char line[5000];

    memset(line, 'x', sizeof(line) - 1);
    line[sizeof(line) - 1] = '\0';
    setenv("RETRY_LOG", world.file, 1);
    retry__journal_write(line);
    ck_assert_uint_eq(strlen(text()), 4095);
    ck_assert_int_eq(held[4094], '\n');
}
END_TEST

START_TEST(a_file_that_cannot_be_written_loses_the_line_alone)
{
    setenv("RETRY_LOG", "/nonexistent/elsewhere", 1);
    errno = EDOM;
    retry__journal_write("reload");
    ck_assert_int_eq(errno, EDOM);
}
END_TEST

START_TEST(a_fifo_without_a_reader_holds_nobody_up)
{
    ck_assert_int_eq(mkfifo(world.file, 0600), 0);
    setenv("RETRY_LOG", world.file, 1);
    retry__journal_write("reload");
}
END_TEST

static int signals;

static void on_pipe(int number)
{
    (void)number;
    signals++;
}

/* Standard error becomes a pipe that nobody reads. */
static void break_stderr(void)
{
    int ends[2];

    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(dup2(ends[1], STDERR_FILENO), STDERR_FILENO);
    close(ends[0]);
    close(ends[1]);
    signal(SIGPIPE, on_pipe);
}

START_TEST(a_dead_pipe_raises_no_signal)
{
    sigset_t pending;

    setenv("RETRY_LOG", "stderr", 1);
    break_stderr();
    retry__journal_write("reload");
    ck_assert_int_eq(signals, 0);
    ck_assert_int_eq(sigpending(&pending), 0);
    ck_assert(!sigismember(&pending, SIGPIPE));
}
END_TEST

START_TEST(a_full_pipe_loses_the_line_and_holds_nobody_up)
{
    char page[4096] = "", line[64];
    int ends[2];

    setenv("RETRY_LOG", "stderr", 1);
    ck_assert_int_eq(pipe2(ends, O_NONBLOCK), 0);
    while (write(ends[1], page, sizeof(page)) > 0)
        continue;
    ck_assert_int_eq(fcntl(ends[1], F_SETFL, 0), 0);
    ck_assert_int_eq(dup2(ends[1], STDERR_FILENO), STDERR_FILENO);
    retry__journal_write("lost");
    ck_assert_int_eq(read(ends[0], page, sizeof(page)), sizeof(page));
    retry__journal_write("heard");
    while (read(ends[0], page, sizeof(page)) == sizeof(page))
        continue;
    ck_assert_ptr_null(strstr(page, "lost"));
    ck_assert_ptr_nonnull(strstr(page, ": heard\n"));
    snprintf(line, sizeof(line), "retry[%d]", (int)getpid());
    ck_assert_ptr_nonnull(strstr(page, line));
}
END_TEST

START_TEST(a_signal_that_was_pending_stays_the_hosts)
{
    sigset_t pipe;

    setenv("RETRY_LOG", "stderr", 1);
    break_stderr();
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    sigprocmask(SIG_BLOCK, &pipe, NULL);
    raise(SIGPIPE);
    retry__journal_write("reload");
    ck_assert_int_eq(signals, 0);
    sigprocmask(SIG_UNBLOCK, &pipe, NULL);
    ck_assert_int_eq(signals, 1);
}
END_TEST

static bool forks; /* in the middle of a line, from another thread */

static bool is_log(int number)
{
    struct stat log, other;

    return stat(world.file, &log) == 0 && fstat(number, &other) == 0 && log.st_dev == other.st_dev &&
           log.st_ino == other.st_ino;
}

static void *fork_once(void *unused)
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        int found = 0;
        for (int i = 3; i < 1024; i++)
            found |= is_log(i);
        _exit(found);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    return unused;
}

/* Stands in for the C library's, which is asked between the opening of the log and the line. */
int sigpending(sigset_t *set)
{
    pthread_t thread;

    sigemptyset(set);
    if (!forks)
        return (int)syscall(SYS_rt_sigpending, set, _NSIG / 8);
    ck_assert_int_eq(pthread_create(&thread, NULL, fork_once, NULL), 0);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    return 0;
}

START_TEST(a_child_that_is_forked_meanwhile_keeps_no_log_open)
{
    setenv("RETRY_LOG", world.file, 1);
    forks = true;
    retry__journal_write("reload");
    ck_assert_ptr_nonnull(strstr(text(), "reload\n"));
}
END_TEST

WORLD_MAIN_AROUND("journal", make, clean, nobody_asks_for_lines_by_an_empty_variable,
                  lines_begin_with_the_time_and_the_process, the_variable_is_read_once,
                  a_line_that_is_too_long_still_ends, a_file_that_cannot_be_written_loses_the_line_alone,
                  a_fifo_without_a_reader_holds_nobody_up, a_dead_pipe_raises_no_signal,
                  a_full_pipe_loses_the_line_and_holds_nobody_up, a_signal_that_was_pending_stays_the_hosts,
                  a_child_that_is_forked_meanwhile_keeps_no_log_open)
