/* test_lock.c - one thread at a time, and a child is never locked out by its parent. */
#include "engine/store/lock.h"
#include "tests/engine/world.h"

#include <pthread.h>
#include <sys/wait.h>

enum { THREADS = 4, ROUNDS = 2000 };

static struct retry_lock lock;
static unsigned counted;

static void *count(void *unused)
{
    for (int i = 0; i < ROUNDS; i++) {
        retry__lock_take(&lock);
        counted++;
        retry__lock_release(&lock);
    }
    return unused;
}

START_TEST(threads_take_turns)
{
    pthread_t threads[THREADS];

    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, count, NULL), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    ck_assert_uint_eq(counted, THREADS * ROUNDS);
    ck_assert_uint_eq(atomic_load(&lock.word), 0);
}
END_TEST

static void *look(void *out_mine)
{
    *(bool *)out_mine = retry__lock_mine(&lock);
    retry__lock_release(&lock); /* not his, and so it stays */
    return NULL;
}

START_TEST(only_the_holder_holds_it)
{
    pthread_t thread;
    bool mine = true;

    ck_assert(!retry__lock_mine(&lock));
    retry__lock_take(&lock);
    ck_assert_int_eq(pthread_create(&thread, NULL, look, &mine), 0);
    pthread_join(thread, NULL);
    ck_assert(!mine);
    ck_assert(retry__lock_mine(&lock));
    retry__lock_release(&lock);
    ck_assert(!retry__lock_mine(&lock));
}
END_TEST

START_TEST(a_child_finds_its_parents_lock_free)
{
    int status;

    retry__lock_take(&lock);
    pid_t child = fork();
    if (child == 0) {
        bool inherited = retry__lock_mine(&lock);
        alarm(10); /* a deadlock must not outlive the test */
        retry__lock_take(&lock);
        _exit(!inherited && retry__lock_mine(&lock) ? 0 : 1);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    ck_assert(retry__lock_mine(&lock));
    retry__lock_release(&lock);
}
END_TEST

#define DOCUMENT "version: 1\npolicies: {db: {limits: {max_attempts: 2}, backoff: {immediate: {}}}}\n"

static bool reached;

static void *reload_cancelled(void *context)
{
    struct world *world = context;

    pthread_cancel(pthread_self());
    retry_catalogue_reload(world->catalogue, NULL);
    reached = true;
    pthread_testcancel();
    return NULL;
}

START_TEST(a_thread_is_not_cancelled_inside_a_load_but_after_it)
{
    struct world world;
    pthread_t thread;
    void *end;

    world_open(&world, DOCUMENT);
    ck_assert_int_eq(pthread_create(&thread, NULL, reload_cancelled, &world), 0);
    ck_assert_int_eq(pthread_join(thread, &end), 0);
    ck_assert(reached);
    ck_assert_ptr_eq(end, PTHREAD_CANCELED);
    ck_assert_int_eq(world_reload(&world, DOCUMENT), RETRY_OK);
    world_close(&world);
}
END_TEST

static retry_catalogue *other;

static retry_status inner;

static void reload_other(struct world *world)
{
    (void)world;
    inner = retry_catalogue_reload(other, NULL);
}

START_TEST(a_load_of_another_catalogue_inside_a_load_is_refused_as_busy)
{
    struct world world, second;

    world_open(&world, DOCUMENT);
    world_open(&second, DOCUMENT);
    other = second.catalogue;
    world.during_log = reload_other;
    ck_assert_int_eq(world_reload(&world, DOCUMENT), RETRY_OK);
    ck_assert_int_eq(inner, RETRY_EBUSY);
    ck_assert_int_eq(world_reload(&second, DOCUMENT), RETRY_OK);
    world_close(&second);
    world_close(&world);
}
END_TEST

WORLD_MAIN("lock", threads_take_turns, only_the_holder_holds_it, a_child_finds_its_parents_lock_free,
           a_thread_is_not_cancelled_inside_a_load_but_after_it,
           a_load_of_another_catalogue_inside_a_load_is_refused_as_busy)
