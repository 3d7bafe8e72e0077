/* test_watch_fork.c - a forked child has no descriptor of its parent's watch, and watches only where that was asked
 * for. */
#include "engine/live/watch.h"

#include "tests/engine/live/watching.h"

#include <sys/wait.h>

enum { FORKS = 300 };

static retry_watch_options options;
static int stop;

static void set_up(void)
{
    options = (retry_watch_options){.size = sizeof(options), .settle_ns = MS};
    world_make(&watched);
    watching_write("db.yaml", SET("2"));
    retry_options usual = {.size = sizeof(usual), .path = watched.directory};
    ck_assert_int_eq(retry_catalogue_open(&usual, &watched.catalogue, NULL), RETRY_OK);
}

/* @return its exit status */
static int in_child(int (*run)(void))
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        alarm(50); /* a deadlock must not outlive the test */
        _exit(run());
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status), "the child ended with %#x", (unsigned)status);
    return WEXITSTATUS(status);
}

static int open_descriptors(void)
{
    return (int)watching_count("/proc/self/fd");
}

static int is_on(void)
{
    return retry__watch_is_on(watched.catalogue);
}

START_TEST(a_child_inherits_no_descriptor_of_a_watch)
{
    int notice, loop, before = in_child(open_descriptors);
    retry_catalogue *other;

    retry_options usual = {.size = sizeof(usual), .path = watched.directory};
    ck_assert_int_eq(retry_catalogue_open(&usual, &other, NULL), RETRY_OK);
    ck_assert_int_eq(retry_watch_start(watched.catalogue, &options), RETRY_OK);
    ck_assert_int_eq(retry_watch_open(other, &options, &loop), RETRY_OK);
    ck_assert_int_eq(retry_notice_open(watched.catalogue, &notice), RETRY_OK);
    ck_assert_int_eq(in_child(open_descriptors), before);
    ck_assert_int_eq(in_child(is_on), 0);
    ck_assert_int_eq(is_on(), 1);
    ck_assert_int_eq(retry_watch_dispatch(other), RETRY_OK);
    retry_catalogue_free(other);
}
END_TEST

/* Waits by a notice until the child's own watch has followed. */
static int follow(void)
{
    struct pollfd one = {-1, POLLIN, 0};

    if (!retry__watch_is_on(watched.catalogue) || retry_notice_open(watched.catalogue, &one.fd) != RETRY_OK)
        return 1;
    watching_write("db.yaml", SET("7"));
    for (uint64_t count; watching_attempts() != 7;)
        if (poll(&one, 1, 40000) != 1 || read(one.fd, &count, sizeof(count)) < 0)
            return 2;
    retry_watch_stop(watched.catalogue);
    return retry__watch_is_on(watched.catalogue) ? 3 : 0;
}

static int follow_as_grandchild(void)
{
    return in_child(follow);
}

START_TEST(a_child_watches_by_itself_where_that_was_asked_for)
{
    options.in_children = true;
    ck_assert_int_eq(retry_watch_start(watched.catalogue, &options), RETRY_OK);
    ck_assert_int_eq(in_child(follow), 0);
    watching_write("db.yaml", SET("2"));
    ck_assert_int_eq(in_child(follow_as_grandchild), 0);
}
END_TEST

static int start_again(void)
{
    return is_on() || retry_watch_start(watched.catalogue, &options) != RETRY_OK ? 9 : follow();
}

START_TEST(a_child_may_start_to_watch)
{
    ck_assert_int_eq(retry_watch_start(watched.catalogue, &options), RETRY_OK);
    ck_assert_int_eq(in_child(start_again), 0);
}
END_TEST

START_TEST(a_loop_of_the_parents_is_none_of_the_child)
{
    options.in_children = true;
    ck_assert_int_eq(retry_watch_open(watched.catalogue, &options, &watched_descriptor), RETRY_OK);
    ck_assert_int_eq(in_child(is_on), 0);
    ck_assert_int_eq(is_on(), 1);
}
END_TEST

static void *keep_changing(void *unused)
{
    char text[256];

    for (unsigned i = 0; !__atomic_load_n(&stop, __ATOMIC_ACQUIRE); i++) {
        snprintf(text, sizeof(text), SET("%u"), 2 + i % 1000);
        watching_write("db.yaml", text);
    }
    return unused;
}

static void *keep_reloading(void *unused)
{
    while (!__atomic_load_n(&stop, __ATOMIC_ACQUIRE))
        retry_catalogue_reload(watched.catalogue, NULL);
    return unused;
}

static void *keep_restarting(void *catalogue)
{
    int notice;

    while (!__atomic_load_n(&stop, __ATOMIC_ACQUIRE)) {
        if (retry_watch_start(catalogue, &options) == RETRY_OK && retry_notice_open(catalogue, &notice) == RETRY_OK)
            retry_notice_close(catalogue, notice);
        retry_watch_stop(catalogue);
    }
    return catalogue;
}

/* The one descriptor more that the writing thread of the test may have is told apart by its name. */
static int strangers(void)
{
    char name[64], target[256];
    int count = 0;

    for (int i = 3; i < 256; i++) {
        snprintf(name, sizeof(name), "/proc/self/fd/%d", i);
        ssize_t length = readlink(name, target, sizeof(target) - 1);
        if (length <= 0)
            continue;
        target[length] = '\0';
        count += strstr(target, "anon_inode:") != NULL || strcmp(target, watched.directory) == 0;
    }
    return count;
}

static int live_on(void)
{
    if (strangers() > 0)
        return 1;
    return retry_catalogue_reload(watched.catalogue, NULL) == RETRY_ENOMEM ? 2 : 0;
}

START_TEST(children_forked_in_the_middle_of_anything_live_on_without_a_descriptor)
{
    pthread_t threads[3];
    retry_catalogue *other;

    retry_options usual = {.size = sizeof(usual), .path = watched.directory};
    ck_assert_int_eq(retry_catalogue_open(&usual, &other, NULL), RETRY_OK);
    ck_assert_int_eq(retry_watch_start(watched.catalogue, &options), RETRY_OK);
    pthread_create(&threads[0], NULL, keep_changing, NULL);
    pthread_create(&threads[1], NULL, keep_reloading, NULL);
    pthread_create(&threads[2], NULL, keep_restarting, other);
    for (int i = 0; i < FORKS; i++)
        ck_assert_int_eq(in_child(live_on), 0);
    __atomic_store_n(&stop, 1, __ATOMIC_RELEASE);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    retry_catalogue_free(other);
}
END_TEST

static int child_status = -1;

/* In the thread of the watch itself, in the middle of its load. The child's only thread goes on, finds that it is no
 * watch, and ends, and with it the child. */
static void fork_inside(void *context, retry_severity severity, const char *line)
{
    static bool done;
    int status = -1;

    (void)context;
    (void)severity;
    if (done || !strstr(line, "generation=2"))
        return;
    done = true;
    pid_t child = fork();
    if (child == 0) {
        alarm(50);
        return;
    }
    waitpid(child, &status, 0);
    __atomic_store_n(&child_status, status, __ATOMIC_RELEASE);
}

START_TEST(a_child_that_the_log_forks_leaves_the_watch)
{
    retry_options usual = {.size = sizeof(usual), .path = watched.directory, .log = fork_inside};

    retry_catalogue_free(watched.catalogue);
    ck_assert_int_eq(retry_catalogue_open(&usual, &watched.catalogue, NULL), RETRY_OK);
    watching_write("db.yaml", SET("7"));
    ck_assert_int_eq(retry_watch_start(watched.catalogue, &options), RETRY_OK);
    struct pollfd one = {-1, POLLIN, 0};
    ck_assert_int_eq(retry_notice_open(watched.catalogue, &one.fd), RETRY_OK);
    if (watching_attempts() != 7)
        ck_assert_int_eq(poll(&one, 1, 40000), 1);
    retry_watch_stop(watched.catalogue); /* waits for the load that is in the log */
    ck_assert_int_eq(child_status, 0);
    ck_assert_uint_eq(watching_attempts(), 7);
}
END_TEST

static int is_forked(void)
{
    return 0;
}

/* Nobody has closed what it found open, nor told it that its parent's watch is none of its own. */
static int follow_without_handlers(void)
{
    size_t before = watching_count("/proc/self/fd");
    int status = start_again();

    retry_watch_stop(watched.catalogue);
    if (status != 0)
        return status;
    if (watching_count("/proc/self/fd") >= before)
        return 5;
    return in_child(is_forked);
}

START_TEST(a_child_without_handlers_may_start_to_watch)
{
    int status;

    ck_assert_int_eq(retry_watch_open(watched.catalogue, &options, &watched_descriptor), RETRY_OK);
    pid_t child = _Fork(); /* of the only thread: nobody else is in the middle of anything */
    if (child == 0) {
        alarm(50);
        _exit(follow_without_handlers());
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
}
END_TEST

static int free_it(void)
{
    retry_catalogue *other;
    retry_options usual = {.size = sizeof(usual), .path = watched.directory};

    retry_catalogue_free(watched.catalogue);
    if (retry_catalogue_open(&usual, &other, NULL) != RETRY_OK || retry_watch_start(other, &options) != RETRY_OK)
        return 1;
    retry_catalogue_free(other);
    return in_child(is_forked);
}

START_TEST(a_child_without_handlers_may_free_what_was_watched)
{
    int status;

    ck_assert_int_eq(retry_watch_open(watched.catalogue, &options, &watched_descriptor), RETRY_OK);
    pid_t child = _Fork(); /* of the only thread: nobody else is in the middle of anything */
    if (child == 0) {
        alarm(50);
        _exit(free_it());
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
}
END_TEST

WORLD_MAIN_AROUND("watch_fork", set_up, watching_close, a_child_inherits_no_descriptor_of_a_watch,
                  a_child_watches_by_itself_where_that_was_asked_for, a_child_may_start_to_watch,
                  a_loop_of_the_parents_is_none_of_the_child,
                  children_forked_in_the_middle_of_anything_live_on_without_a_descriptor,
                  a_child_that_the_log_forks_leaves_the_watch, a_child_without_handlers_may_start_to_watch,
                  a_child_without_handlers_may_free_what_was_watched)
