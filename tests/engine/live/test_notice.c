/* test_notice.c - a notice is readable after each change of what policies mean, whoever made it. */
#include "engine/live/notice.h"

#include "tests/engine/live/watching.h"

#include <fcntl.h>
#include <sys/wait.h>

static int notice;

static void set_up(void)
{
    world_open(&watched, SET("2"));
    ck_assert_int_eq(retry_notice_open(watched.catalogue, &notice), RETRY_OK);
}

/* Takes what the notice has to say. */
static bool rung(int descriptor)
{
    uint64_t count;

    return read(descriptor, &count, sizeof(count)) == sizeof(count);
}

START_TEST(a_new_set_rings_and_one_that_is_refused_does_not)
{
    ck_assert(!rung(notice));
    ck_assert_int_eq(world_reload(&watched, SET("3")), RETRY_OK);
    ck_assert(rung(notice));
    ck_assert(!rung(notice));
    ck_assert_int_eq(world_reload(&watched, WRONG), RETRY_EPOLICY);
    ck_assert(!rung(notice));
}
END_TEST

START_TEST(a_lever_rings_although_the_set_is_refused)
{
    watching_write("disabled", "");
    ck_assert_int_eq(world_reload(&watched, WRONG), RETRY_EPOLICY);
    ck_assert(rung(notice));
}
END_TEST

START_TEST(the_programs_switch_rings_for_every_catalogue)
{
    struct world other;
    int second, third;

    world_open(&other, SET("2"));
    ck_assert_int_eq(retry_notice_open(other.catalogue, &second), RETRY_OK);
    ck_assert_int_eq(retry_notice_open(NULL, &third), RETRY_OK);
    retry_disable_all(true);
    ck_assert(rung(notice) && rung(second) && rung(third));
    retry_disable_all(true);
    ck_assert(!rung(notice) && !rung(second) && !rung(third));
    retry_disable_all(false);
    ck_assert(rung(notice));
    retry_notice_close(NULL, third);
    world_close(&other);
}
END_TEST

START_TEST(a_descriptor_waits_for_nobody_and_outlives_no_exec)
{
    ck_assert_int_ne(fcntl(notice, F_GETFL) & O_NONBLOCK, 0);
    ck_assert_int_ne(fcntl(notice, F_GETFD) & FD_CLOEXEC, 0);
}
END_TEST

START_TEST(only_what_was_opened_here_is_closed_here)
{
    int own = dup(2), second;

    ck_assert_int_eq(retry_notice_open(watched.catalogue, &second), RETRY_OK);
    retry_notice_close(watched.catalogue, own);
    ck_assert_int_ge(fcntl(own, F_GETFD), 0);
    retry_notice_close(watched.catalogue, notice);
    ck_assert_int_lt(fcntl(notice, F_GETFD), 0);
    ck_assert_int_eq(world_reload(&watched, SET("3")), RETRY_OK);
    ck_assert(rung(second));
    close(own);
}
END_TEST

/* By another process of the family nobody rings here; a watch looks once a second. */
START_TEST(a_switch_thrown_by_a_child_rings_where_a_watch_runs)
{
    const retry_watch_options options = {
        .size = sizeof(options), .settle_ns = MS, .poll_ns = RETRY_FOREVER_NS, .poll_only = true};
    uint64_t deadline = watching_deadline();
    int status;

    watching_open_loop(&options);
    pid_t child = fork();
    if (child == 0) {
        retry_disable_all(true);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    while (!rung(notice))
        watching_step(deadline);
    ck_assert_int_eq(watching_reason(), RETRY_REASON_DISABLED);
}
END_TEST

START_TEST(a_child_has_no_notice_and_may_open_its_own)
{
    int status;

    pid_t child = fork();
    if (child == 0) {
        int own;
        bool good = fcntl(notice, F_GETFD) < 0 && retry_notice_open(watched.catalogue, &own) == RETRY_OK &&
                    world_reload(&watched, SET("3")) == RETRY_OK && rung(own);
        _exit(good ? 0 : 1);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    ck_assert(!rung(notice));
}
END_TEST

static bool came_back;

static void *throw_as_one_who_is_cancelled(void *unused)
{
    pthread_cancel(pthread_self());
    retry_disable_all(true);
    retry_notice_close(watched.catalogue, notice);
    came_back = true;
    pthread_testcancel();
    return unused;
}

START_TEST(a_thread_that_is_cancelled_leaves_no_notice_half_way)
{
    pthread_t thread;
    void *result;

    ck_assert_int_eq(pthread_create(&thread, NULL, throw_as_one_who_is_cancelled, NULL), 0);
    ck_assert_int_eq(pthread_join(thread, &result), 0);
    ck_assert(came_back);
    ck_assert_ptr_eq(result, PTHREAD_CANCELED);
    ck_assert_int_lt(fcntl(notice, F_GETFD), 0);
}
END_TEST

WORLD_MAIN_AROUND("notice", set_up, watching_close, a_new_set_rings_and_one_that_is_refused_does_not,
                  a_lever_rings_although_the_set_is_refused, the_programs_switch_rings_for_every_catalogue,
                  a_descriptor_waits_for_nobody_and_outlives_no_exec, only_what_was_opened_here_is_closed_here,
                  a_switch_thrown_by_a_child_rings_where_a_watch_runs, a_child_has_no_notice_and_may_open_its_own,
                  a_thread_that_is_cancelled_leaves_no_notice_half_way)
