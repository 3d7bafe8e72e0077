/* test_fork.c - a forked child goes on with the last good set, by itself: other draws, no lock of its parent's. */
#include "engine/retry.h"
#include "tests/engine/world.h"

#include <errno.h>
#include <pthread.h>
#include <sys/wait.h>

enum { FORKS = 20, DRAWS = 4 };

/* A sanitizer's allocator may stay locked in a child that is forked beside other threads: there the child only decides.
 */
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
#define CHILD_MAY_ALLOCATE 0
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define CHILD_MAY_ALLOCATE 0
#endif
#endif
#ifndef CHILD_MAY_ALLOCATE
#define CHILD_MAY_ALLOCATE 1
#endif

#define SET(attempts)                                                                                             \
    "version: 1\n"                                                                                                \
    "policies: {db: {limits: {max_attempts: " attempts "}, backoff: {jitter: {mode: full, over: {fixed: {delay: " \
    "365d}}}}}}\n"

static struct world world;
static int stop;
static _Atomic int failed; /* what other threads met */

static void make(void)
{
    world_make(&world);
    world_write(&world, SET("8"));
    retry_options options = {.size = sizeof(options), .path = world.directory};
    ck_assert_int_eq(retry_catalogue_open(&options, &world.catalogue, NULL), RETRY_OK);
}

static void close_world(void)
{
    world_close(&world);
}

static bool draw(uint64_t delays[DRAWS])
{
    retry_call call;

    if (!retry_call_begin(&call, retry_catalogue_get(world.catalogue, "db"), NULL))
        return false;
    for (int i = 0; i < DRAWS; i++) {
        retry_decision decision = retry_call_failed(&call, retry_errno(ECONNREFUSED), NULL);
        if (!decision.again)
            return false;
        delays[i] = decision.delay_ns;
    }
    return true;
}

/* What a child must be able to do, whatever its parent's other threads were doing. @return its exit status */
static int live_on(int report_to)
{
    static const char *const names[] = {"new-in-child", "another", "a-third"};
    retry_state_view view = {.size = sizeof(view)};
    retry_state *state;
    uint64_t delays[DRAWS];

    alarm(50); /* a deadlock must not outlive the test */
    if (!draw(delays) || write(report_to, delays, sizeof(delays)) != sizeof(delays))
        return 1;
    if (!CHILD_MAY_ALLOCATE)
        return 0;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (!retry_catalogue_get(world.catalogue, names[i]))
            return 2;
    if (retry_custom_set(world.catalogue, "tide", NULL, NULL) != RETRY_OK)
        return 3;
    uint64_t before = retry_catalogue_generation(world.catalogue);
    if (retry_catalogue_reload(world.catalogue, NULL) != RETRY_OK)
        return 4;
    if (retry_catalogue_generation(world.catalogue) != before + 1)
        return 5;
    if (retry_state_take(world.catalogue, &state) != RETRY_OK)
        return 6;
    bool whole = retry_state_get(state, &view) && view.generation == before + 1 && view.process == getpid();
    retry_state_free(state);
    return whole && draw(delays) ? 0 : 7;
}

/* Forks a child that lives on, and reads what it drew first. */
static void fork_and_read(uint64_t delays[DRAWS])
{
    int ends[2], status;

    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0)
        _exit(live_on(ends[1])); /* without check, whose own lock another thread may have held */
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "the child ended with %#x", (unsigned)status);
    ck_assert_int_eq(read(ends[0], delays, DRAWS * sizeof(delays[0])), DRAWS * (int)sizeof(delays[0]));
    close(ends[0]);
    close(ends[1]);
}

START_TEST(parent_and_children_draw_differently)
{
    uint64_t first[DRAWS], second[DRAWS], parent[DRAWS];

    ck_assert(draw(parent)); /* seeds the generator that the children inherit */
    fork_and_read(first);
    fork_and_read(second);
    ck_assert(draw(parent));
    ck_assert_mem_ne(first, second, sizeof(first));
    ck_assert_mem_ne(first, parent, sizeof(first));
    ck_assert_mem_ne(second, parent, sizeof(first));
}
END_TEST

static void *reload(void *unused)
{
    do
        failed |= retry_catalogue_reload(world.catalogue, NULL) != RETRY_OK;
    while (!__atomic_load_n(&stop, __ATOMIC_ACQUIRE));
    return unused;
}

static void *look_up(void *unused)
{
    char name[32];
    unsigned count = 0;

    do {
        snprintf(name, sizeof(name), "p%u", count++ % 200);
        failed |= retry_catalogue_get(world.catalogue, name) == NULL;
    } while (!__atomic_load_n(&stop, __ATOMIC_ACQUIRE));
    return unused;
}

START_TEST(a_child_forked_during_reloads_and_look_ups_lives_on)
{
    pthread_t reloads, look_ups;
    uint64_t delays[DRAWS];

    ck_assert_int_eq(pthread_create(&reloads, NULL, reload, NULL), 0);
    ck_assert_int_eq(pthread_create(&look_ups, NULL, look_up, NULL), 0);
    for (int i = 0; i < FORKS; i++)
        fork_and_read(delays);
    __atomic_store_n(&stop, 1, __ATOMIC_RELEASE);
    pthread_join(reloads, NULL);
    pthread_join(look_ups, NULL);
    ck_assert_int_eq(failed, 0);
}
END_TEST

static int fork_status = -1;

static void fork_inside(struct world *self)
{
    static bool inside;
    pid_t child;

    if (inside)
        return; /* the child's own load */
    inside = true;
    child = fork();
    if (child == 0)
        _exit(!CHILD_MAY_ALLOCATE || retry_catalogue_reload(self->catalogue, NULL) == RETRY_OK ? 0 : 1);
    waitpid(child, &fork_status, 0);
}

START_TEST(a_child_forked_inside_a_load_may_load)
{
    struct world inner;

    world_open(&inner, SET("3"));
    inner.during_log = fork_inside;
    ck_assert_int_eq(world_reload(&inner, SET("4")), RETRY_OK);
    ck_assert_int_eq(fork_status, 0);
    world_close(&inner);
}
END_TEST

WORLD_MAIN_AROUND("fork", make, close_world, parent_and_children_draw_differently,
                  a_child_forked_during_reloads_and_look_ups_lives_on, a_child_forked_inside_a_load_may_load)
