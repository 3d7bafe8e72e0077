/* test_look.c - where the kernel tells nothing a watch polls and says so once; what fails by itself is tried again. */
#include "engine/live/look.h"

#include "engine/api.h"
#include "tests/engine/live/watching.h"

#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <sys/wait.h>

static int init_error, open_error;

/* These stand in for the C library's. */
int inotify_init1(int flags)
{
    if (init_error) {
        errno = init_error;
        return -1;
    }
    return (int)syscall(SYS_inotify_init1, flags);
}

int open(const char *path, int flags, ...)
{
    if (open_error && strstr(path, "policies.yaml") && !(flags & O_WRONLY)) {
        errno = open_error;
        return -1;
    }
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0600);
}

static const retry_watch_options polling = {.size = sizeof(polling), .settle_ns = MS, .poll_ns = 5 * MS};

static void set_up(void)
{
    world_open(&watched, SET("2"));
}

START_TEST(what_is_not_told_is_polled_for_and_said_once)
{
    unsigned lines = watched.lines;

    init_error = EMFILE;
    watching_open_loop(&polling);
    ck_assert_str_eq(watched.line, "watch notified=false error=EMFILE poll=5ms");
    ck_assert_int_eq(watched.severity, RETRY_WARNING);
    ck_assert_uint_eq(watched.lines, lines + 1);
    ck_assert(!retry__watch_is_notified(watched.catalogue));
    world_write(&watched, SET("7"));
    watching_until_attempts(7);
    ck_assert_uint_eq(watched.lines, lines + 2);
    init_error = 0;
    watching_until_line("watch notified=true");
    ck_assert_int_eq(watched.severity, RETRY_INFO);
    ck_assert(retry__watch_is_notified(watched.catalogue));
    ck_assert_uint_eq(watched.lines, lines + 3);
}
END_TEST

/* Does the file of that name hold this? */
static bool holds(const char *file, const char *part)
{
    static char text[16384];
    FILE *stream = fopen(file, "r");

    ck_assert_ptr_nonnull(stream);
    text[fread(text, 1, sizeof(text) - 1, stream)] = '\0';
    fclose(stream);
    return strstr(text, part) != NULL;
}

START_TEST(the_status_file_says_at_once_how_changes_are_found)
{
    uint64_t deadline = watching_deadline();
    char file[128];

    snprintf(file, sizeof(file), "%s/state", watched.directory);
    setenv("RETRY_STATUS_FILE", file, 1);
    setenv("RETRY_POLICY_PATH", watched.directory, 1);
    init_error = EMFILE;
    ck_assert_int_eq(retry_watch_open(NULL, &polling, &watched_descriptor), RETRY_OK);
    ck_assert(holds(file, "\"on\": true, \"notified\": false"));
    while (retry__watch_unsettled_ns(retry__api_catalogue(NULL)) != 0)
        retry_watch_dispatch(NULL);
    ck_assert(holds(file, "\"on\": true, \"notified\": false"));
    init_error = 0;
    while (!holds(file, "\"notified\": true")) {
        ck_assert(!watching_is_late(deadline));
        retry_watch_dispatch(NULL);
    }
    retry_watch_stop(NULL);
}
END_TEST

/* A watch looks once a second, for that alone. */
START_TEST(the_status_file_knows_of_a_switch_that_another_process_has_thrown)
{
    static const retry_watch_options never = {
        .size = sizeof(never), .settle_ns = MS, .poll_ns = RETRY_FOREVER_NS, .poll_only = true};
    uint64_t deadline = watching_deadline();
    char file[128];
    int status;

    snprintf(file, sizeof(file), "%s.state", watched.directory);
    setenv("RETRY_STATUS_FILE", file, 1);
    setenv("RETRY_POLICY_PATH", watched.directory, 1);
    ck_assert_int_eq(retry_watch_open(NULL, &never, &watched_descriptor), RETRY_OK);
    while (retry__watch_unsettled_ns(retry__api_catalogue(NULL)) != 0)
        retry_watch_dispatch(NULL);
    ck_assert(holds(file, "\"levers\": []"));
    pid_t child = fork();
    if (child == 0) {
        retry__switch_throw(true);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    struct pollfd one = {watched_descriptor, POLLIN, 0};
    while (!holds(file, "retry_disable_all()")) {
        ck_assert(!watching_is_late(deadline) && poll(&one, 1, 40000) == 1);
        retry_watch_dispatch(NULL);
    }
    retry_watch_stop(NULL);
    unlink(file);
}
END_TEST

START_TEST(two_seconds_are_the_period_where_none_was_given)
{
    init_error = ENOSYS;
    ck_assert_int_eq(retry_watch_open(watched.catalogue, NULL, &watched_descriptor), RETRY_OK);
    ck_assert_ptr_nonnull(strstr(watched.line, "error=ENOSYS poll=2s"));
}
END_TEST

START_TEST(a_load_that_failed_by_itself_is_tried_again_and_told_once)
{
    unsigned lines, loads = 0;

    watching_open_loop(&polling);
    open_error = EIO;
    world_write(&watched, SET("7"));
    watching_until_line("result=refused trigger=watch generation=1");
    lines = watched.lines;
    for (uint64_t deadline = watching_deadline(); loads < 3;) {
        watched_status = RETRY_OK;
        watching_step(deadline);
        loads += watched_status == RETRY_EIO;
    }
    ck_assert_uint_eq(watched.lines, lines);
    open_error = 0;
    watching_until_attempts(7);
}
END_TEST

START_TEST(a_flood_of_changes_does_not_make_the_descriptor_readable_all_the_time)
{
    static const retry_watch_options slow = {.size = sizeof(slow), .settle_ns = 100 * MS};
    unsigned steps = 0;

    watching_open_loop(&slow);
    struct pollfd one = {watched_descriptor, POLLIN, 0};
    for (int i = 0; i < 200; i++) {
        world_write(&watched, i % 2 ? SET("7") : SET("8"));
        while (poll(&one, 1, 0) == 1 && steps < 1000) {
            retry_watch_dispatch(watched.catalogue);
            steps++;
        }
    }
    ck_assert_uint_le(steps, 100);
    watching_until_attempts(7);
}
END_TEST

/* How many warnings the state has, as everybody sees it. */
static size_t state_warnings(void)
{
    retry_state_view view = {.size = sizeof(view)};
    retry_state *state;

    ck_assert_int_eq(retry_state_take(watched.catalogue, &state), RETRY_OK);
    ck_assert(retry_state_get(state, &view));
    retry_state_free(state);
    return view.attempt_warnings;
}

START_TEST(a_lever_that_switches_nothing_off_is_told_of_and_so_is_its_end)
{
    watching_open_loop(&polling);
    watching_write("disabled", "DB\n");
    watching_until_line("first_warning=");
    ck_assert_ptr_nonnull(strstr(watched.line, "result=unchanged trigger=watch generation=1 "));
    ck_assert_ptr_nonnull(strstr(watched.line, "/disabled:1:1: this line names no policy"));
    ck_assert_uint_eq(state_warnings(), 1);
    watching_write("disabled", "# INC-4711\n");
    watching_until_line("holds comments alone");
    watching_shell("rm disabled");
    watching_until_line("result=unchanged trigger=watch generation=1");
    watching_until_line("warnings=0");
    ck_assert_uint_eq(state_warnings(), 0);
}
END_TEST

START_TEST(a_lever_that_switches_nothing_off_is_told_of_while_the_set_is_refused)
{
    watching_open_loop(&polling);
    world_write(&watched, WRONG);
    watching_until_line("result=refused");
    ck_assert_ptr_null(strstr(watched.line, "first_warning="));
    watching_write("disabled", "DB\n");
    watching_until_line("first_warning=");
    ck_assert_ptr_nonnull(strstr(watched.line, "result=refused"));
    ck_assert_uint_eq(state_warnings(), 1);
}
END_TEST

START_TEST(what_does_not_settle_is_known_since_when)
{
    static const retry_watch_options slow = {.size = sizeof(slow), .settle_ns = 30000 * MS};

    ck_assert_int_eq(retry_watch_open(watched.catalogue, &slow, &watched_descriptor), RETRY_OK);
    ck_assert_uint_ne(retry__watch_unsettled_ns(watched.catalogue), 0);
    retry_watch_stop(watched.catalogue);
    ck_assert_uint_eq(retry__watch_unsettled_ns(watched.catalogue), 0);
}
END_TEST

WORLD_MAIN_AROUND("look", set_up, watching_close, what_is_not_told_is_polled_for_and_said_once,
                  the_status_file_says_at_once_how_changes_are_found,
                  the_status_file_knows_of_a_switch_that_another_process_has_thrown,
                  two_seconds_are_the_period_where_none_was_given,
                  a_load_that_failed_by_itself_is_tried_again_and_told_once,
                  a_flood_of_changes_does_not_make_the_descriptor_readable_all_the_time,
                  a_lever_that_switches_nothing_off_is_told_of_and_so_is_its_end,
                  a_lever_that_switches_nothing_off_is_told_of_while_the_set_is_refused,
                  what_does_not_settle_is_known_since_when)
