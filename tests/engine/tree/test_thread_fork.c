/* test_thread_fork.c - children start clean; threads that get no slot are as safe as others. */
#include "engine/tree/thread.h"

#include "engine/tree/bell.h"
#include "tests/suite.h"

#include <check.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* Runs it in a forked child; true where it returned true. */
static bool in_child(bool (*run)(void *context), void *context)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0)
        _exit(run(context) ? 0 : 1);
    ck_assert_int_gt(child, 0);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* ---- a process in which no thread can have a slot ------------------------------------------------ */

/* Takes every key that the process may have, before the library asks for one. */
static void use_up_keys(void)
{
    pthread_key_t key;

    while (pthread_key_create(&key, NULL) == 0)
        continue;
}

static bool reads_in_the_crowd(void *context)
{
    uint64_t epoch;

    (void)context;
    use_up_keys();
    if (retry__thread_enter() != NULL || retry__thread_enter() != NULL || !retry__thread_reading())
        return false;
    epoch = retry__thread_advance();
    retry__thread_leave(NULL);
    if (retry__thread_passed(epoch))
        return false;
    retry__thread_leave(NULL);
    return !retry__thread_reading() && retry__thread_passed(epoch);
}

START_TEST(a_reader_without_a_slot_is_waited_for)
{
    ck_assert(in_child(reads_in_the_crowd, NULL));
}
END_TEST

static void *read_in_vain(void *met)
{
    retry__thread_enter();
    pthread_barrier_wait(met);
    pthread_barrier_wait(met); /* never met in the child */
    retry__thread_leave(NULL);
    return NULL;
}

static bool crowd_is_mine_alone(void *context)
{
    uint64_t epoch = retry__thread_advance();

    (void)context;
    if (retry__thread_passed(epoch))
        return false;
    retry__thread_leave(NULL);
    return retry__thread_passed(epoch);
}

static bool forks_in_the_crowd(void *context)
{
    pthread_barrier_t met;
    pthread_t thread;
    bool alone;

    (void)context;
    use_up_keys();
    pthread_barrier_init(&met, NULL, 2);
    retry__thread_enter();
    pthread_create(&thread, NULL, read_in_vain, &met);
    pthread_barrier_wait(&met);
    alone = in_child(crowd_is_mine_alone, NULL);
    pthread_barrier_wait(&met);
    pthread_join(thread, NULL);
    retry__thread_leave(NULL);
    pthread_barrier_destroy(&met);
    return alone;
}

START_TEST(a_child_keeps_only_its_own_place_in_the_crowd)
{
    ck_assert(in_child(forks_in_the_crowd, NULL));
}
END_TEST

static bool waits_without_a_bell(void *context)
{
    struct flag flag = {true};

    (void)context;
    use_up_keys();
    return retry__bell_wait(&flag, NULL, 0, never, NULL) &&
           !retry__bell_wait(&flag, NULL, UINT64_MAX, flag_is_set, &flag) &&
           retry__thread_random() != retry__thread_random();
}

START_TEST(a_thread_without_a_slot_still_waits_and_draws)
{
    ck_assert(in_child(waits_without_a_bell, NULL));
}
END_TEST

/* ---- fork ---------------------------------------------------------------------------------------------- */

static int out_of_child[2];

static bool tell_number(void *context)
{
    uint64_t drawn = retry__thread_random();

    (void)context;
    return write(out_of_child[1], &drawn, sizeof(drawn)) == (ssize_t)sizeof(drawn);
}

START_TEST(parent_and_children_draw_different_numbers)
{
    uint64_t drawn[3] = {0, 0, 0};

    retry__thread_random(); /* the generator is seeded before the fork */
    ck_assert_int_eq(pipe(out_of_child), 0);
    for (int i = 0; i < 2; i++) {
        ck_assert(in_child(tell_number, NULL));
        ck_assert_int_eq(read(out_of_child[0], &drawn[i], sizeof(drawn[i])), sizeof(drawn[i]));
    }
    drawn[2] = retry__thread_random();
    ck_assert_uint_ne(drawn[0], drawn[1]);
    ck_assert_uint_ne(drawn[0], drawn[2]);
    ck_assert_uint_ne(drawn[1], drawn[2]);
    close(out_of_child[0]);
    close(out_of_child[1]);
}
END_TEST

START_TEST(a_child_that_ran_no_handler_is_another_process_too)
{
    uint64_t process = retry__thread_process(), drawn[2] = {0, 0};
    int status = 0;

    ck_assert_int_eq(pipe(out_of_child), 0);
    retry__thread_leave(retry__thread_enter()); /* has a slot, but no seed yet */
    for (int round = 0; round < 2; round++) {
        pid_t child = _Fork();
        if (child == 0)
            _exit(tell_number(NULL) && retry__thread_process() != process ? 0 : 1);
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        ck_assert_int_eq(status, 0);
        ck_assert_int_eq(read(out_of_child[0], &drawn[1], sizeof(drawn[1])), sizeof(drawn[1]));
        ck_assert_uint_ne(drawn[0], drawn[1]);
        drawn[0] = drawn[1];
        ck_assert_uint_ne(retry__thread_random(), drawn[1]);
    }
    ck_assert_uint_eq(retry__thread_process(), process);
    close(out_of_child[0]);
    close(out_of_child[1]);
}
END_TEST

static pthread_barrier_t all_here;

static void *stay(void *out)
{
    struct retry_slot *slot = retry__thread_enter();

    *(struct retry_slot **)out = slot;
    pthread_barrier_wait(&all_here);
    pthread_barrier_wait(&all_here);
    retry__thread_leave(slot);
    return NULL;
}

static bool only_i_read(void *own)
{
    uint64_t epoch = retry__thread_advance();

    if (retry__thread_passed(epoch) || !retry__thread_reading() || retry__thread_enter() != own)
        return false;
    retry__thread_leave(own);
    retry__thread_leave(own);
    return retry__thread_passed(epoch);
}

START_TEST(a_child_keeps_its_own_reading_and_forgets_that_of_others)
{
    struct retry_slot *own = retry__thread_enter(), *other = NULL;
    pthread_t thread;

    pthread_barrier_init(&all_here, NULL, 2);
    ck_assert_int_eq(pthread_create(&thread, NULL, stay, &other), 0);
    pthread_barrier_wait(&all_here);
    ck_assert(in_child(only_i_read, own));
    ck_assert_uint_eq(atomic_load(&other->taken), 1);
    pthread_barrier_wait(&all_here);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    retry__thread_leave(own);
    pthread_barrier_destroy(&all_here);
}
END_TEST

/* The crowd's tests come first: their children need a process in which no slot was ever asked for. */
static TCase *all_cases(void)
{
    TCase *cases = tcase_create("thread_fork");

    tcase_add_test(cases, a_reader_without_a_slot_is_waited_for);
    tcase_add_test(cases, a_child_keeps_only_its_own_place_in_the_crowd);
    tcase_add_test(cases, a_thread_without_a_slot_still_waits_and_draws);
    tcase_add_test(cases, parent_and_children_draw_different_numbers);
    tcase_add_test(cases, a_child_that_ran_no_handler_is_another_process_too);
    tcase_add_test(cases, a_child_keeps_its_own_reading_and_forgets_that_of_others);
    return cases;
}

int main(void)
{
    Suite *suite = suite_create("thread_fork");

    suite_add_tcase(suite, all_cases());
    return suite_run(suite);
}
