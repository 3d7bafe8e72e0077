/* test_watch_thread.c - the thread of a watch follows by itself, bothers nobody, and leaves nothing behind. */
#include "engine/live/watch.h"

#include "tests/engine/live/watching.h"

#include <signal.h>

static const retry_watch_options quick = {.size = sizeof(quick), .settle_ns = MS};

static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static unsigned lines;
static char last[2048], name[32];
static sigset_t mask;
static void (*during_log)(void);

static void take_line(void *context, retry_severity severity, const char *line)
{
    (void)context;
    (void)severity;
    if (during_log)
        during_log();
    pthread_mutex_lock(&guard);
    lines++;
    snprintf(last, sizeof(last), "%s", line);
    pthread_getname_np(pthread_self(), name, sizeof(name));
    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&guard);
}

static void wait_for_lines(unsigned count)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 40;
    pthread_mutex_lock(&guard);
    while (lines < count)
        ck_assert_msg(pthread_cond_timedwait(&changed, &guard, &until) == 0, "not noticed");
    pthread_mutex_unlock(&guard);
}

static void set_up(void)
{
    world_make(&watched);
    watching_write("db.yaml", SET("2"));
    retry_options options = {.size = sizeof(options), .path = watched.directory, .log = take_line};
    ck_assert_int_eq(retry_catalogue_open(&options, &watched.catalogue, NULL), RETRY_OK);
}

static void wait_for_notice(int descriptor)
{
    struct pollfd one = {descriptor, POLLIN, 0};
    uint64_t count;

    ck_assert_int_eq(poll(&one, 1, 40000), 1);
    ck_assert_int_eq(read(descriptor, &count, sizeof(count)), sizeof(count));
}

START_TEST(a_saved_file_is_followed)
{
    int notice;

    ck_assert_int_eq(retry_watch_start(watched.catalogue, &quick), RETRY_OK);
    ck_assert(retry__watch_is_on(watched.catalogue));
    ck_assert(retry__watch_is_notified(watched.catalogue));
    ck_assert_int_eq(retry_notice_open(watched.catalogue, &notice), RETRY_OK);
    watching_write("db.yaml", SET("7"));
    wait_for_notice(notice);
    ck_assert_uint_eq(watching_attempts(), 7);
    watching_write("disabled", "");
    wait_for_notice(notice);
    ck_assert_int_eq(watching_reason(), RETRY_REASON_DISABLED);
    retry_notice_close(watched.catalogue, notice);
}
END_TEST

START_TEST(the_thread_has_a_name_and_takes_no_signals)
{
    sigset_t before, after;

    pthread_sigmask(SIG_SETMASK, NULL, &before);
    ck_assert_int_eq(retry_watch_start(watched.catalogue, &quick), RETRY_OK);
    pthread_sigmask(SIG_SETMASK, NULL, &after);
    ck_assert_int_eq(sigismember(&before, SIGTERM), sigismember(&after, SIGTERM));
    watching_write("db.yaml", SET("7"));
    wait_for_lines(2);
    ck_assert_str_eq(name, "retry-watch");
    ck_assert_int_eq(sigismember(&mask, SIGTERM), 1);
    ck_assert_int_eq(sigismember(&mask, SIGALRM), 1);
}
END_TEST

START_TEST(starting_and_stopping_leaves_nothing_behind)
{
    int descriptor;

    ck_assert_int_eq(retry_watch_start(watched.catalogue, &quick), RETRY_OK);
    retry_watch_stop(watched.catalogue);
    size_t descriptors = watching_count("/proc/self/fd");
    for (int i = 0; i < 200; i++) {
        ck_assert_int_eq(retry_watch_start(watched.catalogue, &quick), RETRY_OK);
        retry_watch_stop(watched.catalogue);
        ck_assert_int_eq(retry_watch_open(watched.catalogue, &quick, &descriptor), RETRY_OK);
        ck_assert_int_eq(retry_watch_dispatch(watched.catalogue), RETRY_OK);
        retry_watch_stop(watched.catalogue);
    }
    ck_assert(!retry__watch_is_on(watched.catalogue));
    ck_assert_uint_eq(watching_count("/proc/self/fd"), descriptors);
    watching_until_alone();
}
END_TEST

START_TEST(a_catalogue_that_is_freed_ends_its_watch)
{
    int notice;

    ck_assert_int_eq(retry_watch_start(watched.catalogue, &quick), RETRY_OK);
    retry_catalogue_free(watched.catalogue);
    size_t descriptors = watching_count("/proc/self/fd");
    watching_close_directory();
    set_up();
    ck_assert_int_eq(retry_watch_start(watched.catalogue, &quick), RETRY_OK);
    ck_assert_int_eq(retry_notice_open(watched.catalogue, &notice), RETRY_OK);
    retry_catalogue_free(watched.catalogue);
    watched.catalogue = NULL;
    ck_assert_uint_eq(watching_count("/proc/self/fd"), descriptors);
    watching_until_alone();
}
END_TEST

static retry_status inner_start, inner_dispatch;

static void call_back(void)
{
    inner_start = retry_watch_start(watched.catalogue, NULL);
    inner_dispatch = retry_watch_dispatch(watched.catalogue);
    retry_watch_stop(watched.catalogue);
}

START_TEST(from_inside_a_load_a_watch_neither_starts_nor_ends)
{
    during_log = call_back;
    ck_assert_int_eq(retry_watch_start(watched.catalogue, &quick), RETRY_OK);
    watching_write("db.yaml", SET("7"));
    wait_for_lines(2);
    ck_assert_int_eq(inner_start, RETRY_EBUSY);
    ck_assert_int_eq(inner_dispatch, RETRY_EBUSY);
    ck_assert(retry__watch_is_on(watched.catalogue));
    retry_watch_stop(watched.catalogue);
    ck_assert_int_eq(retry_catalogue_reload(watched.catalogue, NULL), RETRY_OK);
    ck_assert_int_eq(inner_start, RETRY_EBUSY);
    ck_assert(!retry__watch_is_on(watched.catalogue));
}
END_TEST

START_TEST(a_second_watch_is_refused_and_so_are_odd_options)
{
    const retry_watch_options odd = {.size = 3};
    int descriptor = -7;

    ck_assert_int_eq(retry_watch_start(watched.catalogue, &odd), RETRY_EINVAL);
    ck_assert_int_eq(retry_watch_open(watched.catalogue, NULL, NULL), RETRY_EINVAL);
    ck_assert_int_eq(retry_watch_dispatch(watched.catalogue), RETRY_EINVAL);
    ck_assert_int_eq(retry_watch_start(watched.catalogue, NULL), RETRY_OK);
    ck_assert_int_eq(retry_watch_start(watched.catalogue, NULL), RETRY_EBUSY);
    ck_assert_int_eq(retry_watch_open(watched.catalogue, NULL, &descriptor), RETRY_EBUSY);
    ck_assert_int_eq(retry_watch_dispatch(watched.catalogue), RETRY_EINVAL);
    ck_assert_int_eq(descriptor, -7);
    retry_watch_stop(watched.catalogue);
    retry_watch_stop(watched.catalogue);
}
END_TEST

START_TEST(the_own_catalogue_is_loaded_first)
{
    setenv("RETRY_POLICY_PATH", watched.directory, 1);
    errno = 77;
    ck_assert_int_eq(retry_watch_start(NULL, &quick), RETRY_OK);
    ck_assert_int_eq(errno, 77);
    ck_assert_uint_eq(retry_catalogue_generation(NULL), 1);
    ck_assert_uint_eq(retry_policy_max_attempts(retry_policy_get("db")), 2);
    retry_watch_stop(NULL);
    ck_assert_int_eq(errno, 77);
}
END_TEST

START_TEST(a_wait_ends_when_a_watch_finds_a_lever)
{
    retry_call call;

    watching_write("db.yaml",
                   "version: 1\npolicies: {db: {limits: {max_attempts: 9}, backoff: {fixed: {delay: 1h}}}}\n");
    ck_assert_int_eq(retry_watch_start(watched.catalogue, &quick), RETRY_OK);
    wait_for_lines(2);
    ck_assert(retry_call_begin(&call, world_get(&watched, "db"), NULL));
    ck_assert(retry_call_failed(&call, retry_errno(ECONNREFUSED), NULL).again);
    watching_write("disabled", "");
    ck_assert(!retry_call_wait(&call));
    ck_assert_int_eq(retry_call_last(&call).reason, RETRY_REASON_DISABLED);
}
END_TEST

static bool came_back;

/* Cancelled at the first chance, which must not come before all of this is over. */
static void *watch_as_one_who_is_cancelled(void *loop)
{
    pthread_cancel(pthread_self());
    if (loop)
        came_back = retry_watch_open(watched.catalogue, &quick, loop) == RETRY_OK &&
                    retry_watch_dispatch(watched.catalogue) == RETRY_OK;
    else
        came_back = retry_watch_start(watched.catalogue, &quick) == RETRY_OK;
    retry_watch_stop(watched.catalogue);
    came_back = came_back && !retry__watch_is_on(watched.catalogue);
    pthread_testcancel();
    return loop;
}

static void *free_as_one_who_is_cancelled(void *unused)
{
    pthread_cancel(pthread_self());
    retry_catalogue_free(watched.catalogue);
    came_back = true;
    pthread_testcancel();
    return unused;
}

/* Runs it; a lock that it leaves behind would hold the next one up for ever. */
static void cancelled(void *(*run)(void *context), void *context)
{
    pthread_t thread;
    void *result;

    came_back = false;
    ck_assert_int_eq(pthread_create(&thread, NULL, run, context), 0);
    ck_assert_int_eq(pthread_join(thread, &result), 0);
    ck_assert(came_back);
    ck_assert_ptr_eq(result, PTHREAD_CANCELED);
}

START_TEST(a_thread_that_is_cancelled_leaves_no_watch_half_way)
{
    int loop;

    cancelled(watch_as_one_who_is_cancelled, NULL);
    cancelled(watch_as_one_who_is_cancelled, &loop);
    ck_assert_int_eq(retry_watch_start(watched.catalogue, &quick), RETRY_OK);
    cancelled(free_as_one_who_is_cancelled, NULL);
    watched.catalogue = NULL;
}
END_TEST

WORLD_MAIN_AROUND("watch_thread", set_up, watching_close, a_saved_file_is_followed,
                  the_thread_has_a_name_and_takes_no_signals, starting_and_stopping_leaves_nothing_behind,
                  a_catalogue_that_is_freed_ends_its_watch, from_inside_a_load_a_watch_neither_starts_nor_ends,
                  a_second_watch_is_refused_and_so_are_odd_options, the_own_catalogue_is_loaded_first,
                  a_wait_ends_when_a_watch_finds_a_lever, a_thread_that_is_cancelled_leaves_no_watch_half_way)
