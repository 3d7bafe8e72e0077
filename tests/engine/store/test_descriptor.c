/* test_descriptor.c - what is listed is closed in a forked child, and nothing else is. */
#include "engine/store/descriptor.h"

#include "tests/suite.h"

#include <check.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static bool is_open(int number)
{
    return fcntl(number, F_GETFD) >= 0;
}

static void open_one(struct retry_descriptor *descriptor)
{
    retry__descriptor_begin();
    retry__descriptor_list(descriptor, open("/dev/null", O_RDONLY | O_CLOEXEC));
    retry__descriptor_end();
    ck_assert(descriptor->open);
}

/* @return its exit status */
static int in_child(int (*run)(void *context), void *context)
{
    int status;
    pid_t child = fork();

    if (child == 0)
        _exit(run(context));
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int first_two_are_closed(void *context)
{
    struct retry_descriptor *all = context;
    int third = all[2].number;

    return all[0].open || all[1].open || all[0].number != -1 || !is_open(third);
}

START_TEST(a_child_closes_what_is_listed_and_nothing_else)
{
    struct retry_descriptor all[3];
    int numbers[2];

    for (int i = 0; i < 3; i++)
        open_one(&all[i]);
    retry__descriptor_begin();
    retry__descriptor_unlist(&all[2]);
    retry__descriptor_end();
    numbers[0] = all[0].number;
    numbers[1] = all[1].number;
    ck_assert_int_eq(in_child(first_two_are_closed, all), 0);
    ck_assert(is_open(numbers[0]) && is_open(numbers[1]));
    retry__descriptor_close(&all[0]);
    retry__descriptor_close(&all[0]);
    retry__descriptor_close(&all[1]);
    ck_assert(!is_open(numbers[0]) && !is_open(numbers[1]));
    close(all[2].number);
}
END_TEST

static int goes_on(void *context)
{
    struct retry_descriptor *descriptor = context;
    bool good = descriptor->open && is_open(descriptor->number);

    retry__descriptor_close(descriptor);
    return good ? 0 : 1;
}

START_TEST(who_forks_while_reading_reads_on_in_the_child)
{
    struct retry_descriptor descriptor;

    retry__descriptor_begin();
    retry__descriptor_list_reader(&descriptor, open("/dev/null", O_RDONLY | O_CLOEXEC));
    retry__descriptor_end();
    ck_assert_int_eq(in_child(goes_on, &descriptor), 0);
    retry__descriptor_close(&descriptor);
}
END_TEST

static pthread_barrier_t met;

static void *read_elsewhere(void *context)
{
    struct retry_descriptor *descriptor = context;

    retry__descriptor_begin();
    retry__descriptor_list_reader(descriptor, open("/dev/null", O_RDONLY | O_CLOEXEC));
    retry__descriptor_end();
    pthread_barrier_wait(&met);
    pthread_barrier_wait(&met);
    retry__descriptor_close(descriptor);
    return NULL;
}

static int is_closed(void *context)
{
    return is_open(*(int *)context);
}

START_TEST(what_another_thread_reads_is_closed)
{
    struct retry_descriptor descriptor;
    pthread_t thread;

    pthread_barrier_init(&met, NULL, 2);
    pthread_create(&thread, NULL, read_elsewhere, &descriptor);
    pthread_barrier_wait(&met);
    int number = descriptor.number;
    ck_assert_int_eq(in_child(is_closed, &number), 0);
    pthread_barrier_wait(&met);
    pthread_join(thread, NULL);
    ck_assert(!is_open(number));
}
END_TEST

START_TEST(a_failure_is_listed_nowhere)
{
    struct retry_descriptor descriptor = {.open = true};

    retry__descriptor_begin();
    retry__descriptor_list(&descriptor, -1);
    retry__descriptor_end();
    ck_assert(!descriptor.open);
    retry__descriptor_close(&descriptor);
}
END_TEST

static int may_list(void *context)
{
    struct retry_descriptor descriptor;

    (void)context;
    open_one(&descriptor);
    retry__descriptor_close(&descriptor);
    return 0;
}

static void *stay_between(void *context)
{
    retry__descriptor_begin();
    pthread_barrier_wait(&met);
    pthread_barrier_wait(&met);
    retry__descriptor_end();
    return context;
}

START_TEST(a_file_that_takes_for_ever_to_open_holds_no_fork_up)
{
    pthread_t thread;

    pthread_barrier_init(&met, NULL, 2);
    pthread_create(&thread, NULL, stay_between, NULL);
    pthread_barrier_wait(&met);
    ck_assert_int_eq(in_child(may_list, NULL), 0);
    pthread_barrier_wait(&met);
    pthread_join(thread, NULL);
    ck_assert_int_eq(may_list(NULL), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("descriptor");
    TCase *cases = tcase_create("descriptor");

    tcase_add_test(cases, a_child_closes_what_is_listed_and_nothing_else);
    tcase_add_test(cases, who_forks_while_reading_reads_on_in_the_child);
    tcase_add_test(cases, what_another_thread_reads_is_closed);
    tcase_add_test(cases, a_failure_is_listed_nowhere);
    tcase_add_test(cases, a_file_that_takes_for_ever_to_open_holds_no_fork_up);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
