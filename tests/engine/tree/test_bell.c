/* test_bell.c - waits end at their instant, rings are heard, and so is the switch. */
#include "engine/tree/bell.h"

#include "engine/tree/switch.h"
#include "tests/suite.h"

#include <check.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

#define FAR UINT64_MAX

static int done; /* an object to wait on */

static bool never(void *context)
{
    (void)context;
    return false;
}

/* Something that comes true once. */
struct flag {
    _Atomic bool set;
};

static bool flag_is_set(void *flag)
{
    return atomic_load(&((struct flag *)flag)->set);
}

START_TEST(a_wait_ends_at_its_instant)
{
    ck_assert(retry__bell_wait(&done, &done, 0, never, NULL));
    errno = EDOM;
    ck_assert(retry__bell_wait(NULL, NULL, 1, never, NULL));
    ck_assert_int_eq(errno, EDOM);
}
END_TEST

START_TEST(a_wait_whose_condition_holds_does_not_begin)
{
    struct flag flag = {true};

    ck_assert(!retry__bell_wait(&flag, NULL, FAR, flag_is_set, &flag));
    ck_assert(!retry__bell_wait(&flag, NULL, 0, flag_is_set, &flag));
}
END_TEST

static bool ring_once(void *owner)
{
    retry__bell_ring(NULL, owner);
    return false;
}

START_TEST(a_ring_between_the_question_and_the_sleep_is_heard)
{
    static int owner;

    ck_assert(!retry__bell_wait(NULL, &owner, FAR, ring_once, &owner));
}
END_TEST

START_TEST(a_ring_for_somebody_else_is_not_heard)
{
    static int other;

    ck_assert(retry__bell_wait(NULL, &done, 0, ring_once, &other));
    ck_assert(retry__bell_wait(NULL, NULL, 0, ring_once, NULL));
}
END_TEST

struct sleeper {
    const void *cancel, *owner;
    struct flag flag;
    bool instant_came;
};

static void *sleep_until_rung(void *context)
{
    struct sleeper *sleeper = context;

    while (!atomic_load(&sleeper->flag.set))
        sleeper->instant_came |= retry__bell_wait(sleeper->cancel, sleeper->owner, FAR, flag_is_set, &sleeper->flag);
    return NULL;
}

/* One ring after the condition was set must do, whenever it comes. */
START_TEST(no_ring_is_lost)
{
    static int object;

    for (int i = 0; i < 300; i++) {
        struct sleeper sleeper = {i % 2 ? &object : NULL, i % 2 ? NULL : &object, {false}, false};
        pthread_t thread;

        ck_assert_int_eq(pthread_create(&thread, NULL, sleep_until_rung, &sleeper), 0);
        if (i % 3 == 0)
            sched_yield();
        atomic_store(&sleeper.flag.set, true);
        retry__bell_ring(sleeper.cancel, sleeper.owner);
        ck_assert_int_eq(pthread_join(thread, NULL), 0);
        ck_assert(!sleeper.instant_came);
    }
}
END_TEST

START_TEST(a_ring_keeps_errno)
{
    errno = 4711;
    retry__bell_ring(&done, &done);
    ck_assert_int_eq(errno, 4711);
}
END_TEST

/* ---- the switch -------------------------------------------------------------------------------------- */

static bool switch_is_off(void *context)
{
    (void)context;
    return retry__switch_now() & 1;
}

static void *sleep_until_off(void *out_instant_came)
{
    *(bool *)out_instant_came = retry__bell_wait(NULL, &done, FAR, switch_is_off, NULL);
    return NULL;
}

/* The parent's thread sleeps, a child throws the switch: no bell of the parent's is rung. */
START_TEST(a_switch_thrown_by_another_process_wakes)
{
    bool instant_came = true;
    pthread_t thread;

    retry__switch_set_up();
    ck_assert_int_eq(pthread_create(&thread, NULL, sleep_until_off, &instant_came), 0);
    pid_t child = fork();
    if (child == 0)
        _exit(retry__switch_throw(true) ? 0 : 1);
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    ck_assert(!instant_came);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("bell");
    TCase *cases = tcase_create("bell");

    tcase_add_test(cases, a_wait_ends_at_its_instant);
    tcase_add_test(cases, a_wait_whose_condition_holds_does_not_begin);
    tcase_add_test(cases, a_ring_between_the_question_and_the_sleep_is_heard);
    tcase_add_test(cases, a_ring_for_somebody_else_is_not_heard);
    tcase_add_test(cases, no_ring_is_lost);
    tcase_add_test(cases, a_ring_keeps_errno);
    tcase_add_test(cases, a_switch_thrown_by_another_process_wakes);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
