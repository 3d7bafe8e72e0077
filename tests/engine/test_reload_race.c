/* test_reload_race.c - threads look up, decide and wait while another reloads: nobody sees half a set. */
#include "engine/retry.h"
#include "tests/engine/world.h"

#include <errno.h>
#include <pthread.h>

enum { THREADS = 4, RELOADS = 50 };

/* Both sets keep the same promise in different figures: max_attempts is the delay in milliseconds, plus one. */
#define SET(attempts, delay)                                                               \
    "version: 1\n"                                                                         \
    "policies:\n"                                                                          \
    "  db: {limits: {max_attempts: " attempts "}, backoff: {fixed: {delay: " delay "}}}\n" \
    "  own: {limits: {max_attempts: " attempts "}, backoff: {custom: {name: tide}}}\n"
#define SLOW SET("8", "7ms")
#define FAST SET("4", "3ms")

static struct world world;
static int stop;                 /* set when the reloads are over */
static uint32_t rounds[THREADS]; /* each its own thread's */

/* The line of a claim that did not hold. Check would make the threads wait for one another at each claim. */
static _Atomic int broken;

#define HOLDS(condition)       \
    do {                       \
        if (!(condition))      \
            broken = __LINE__; \
    } while (0)

static retry_answer two(void *context, const retry_question *question, retry_window *out_window)
{
    (void)question;
    *out_window = (retry_window){*(const uint64_t *)context, *(const uint64_t *)context};
    return RETRY_ANSWER_WINDOW;
}

static void decide(const retry_policy *policy)
{
    retry_call call;
    retry_decision decision;

    HOLDS(retry_call_begin(&call, policy, NULL));
    do {
        decision = retry_call_failed(&call, retry_errno(ECONNREFUSED), NULL);
        HOLDS(!decision.again || decision.delay_ns == 3 * MS || decision.delay_ns == 7 * MS);
    } while (decision.again);
    HOLDS(decision.reason == RETRY_REASON_MAX_ATTEMPTS);
    HOLDS(decision.attempts >= 4);
    HOLDS(decision.attempts <= 8);
}

static void ask(const retry_policy *policy, const retry_policy *own)
{
    retry_window window = {0, 0};
    char text[256];
    retry_call call;

    uint32_t attempts = retry_policy_max_attempts(policy);
    HOLDS(attempts == 4 || attempts == 8);
    HOLDS(retry_policy_window(policy, 1, &window) == RETRY_ANSWER_WINDOW);
    HOLDS(window.lo_ns == 3 * MS || window.lo_ns == 7 * MS);
    HOLDS(retry_policy_window(own, 1, &window) == RETRY_ANSWER_WINDOW);
    HOLDS(window.lo_ns == 1 || window.lo_ns == 2);
    HOLDS(retry_call_begin(&call, policy, NULL));
    HOLDS(retry_call_timeout_ns(&call) == RETRY_FOREVER_NS);
    retry_call_failed(&call, retry_errno(ECONNREFUSED), NULL);
    HOLDS(retry_call_why(&call, text, sizeof(text)) > 0);
}

static void *user(void *slot)
{
    uint32_t *count = slot;
    char name[32];

    do {
        const retry_policy *db = retry_catalogue_get(world.catalogue, "db");
        decide(db);
        ask(db, retry_catalogue_get(world.catalogue, "own"));
        snprintf(name, sizeof(name), "t%d.%u", (int)(count - rounds), *count % 100);
        HOLDS(retry_policy_state_get(retry_catalogue_get(world.catalogue, name)) == RETRY_POLICY_UNDEFINED);
        (*count)++;
    } while (!__atomic_load_n(&stop, __ATOMIC_ACQUIRE));
    return NULL;
}

/* Waits that last milliseconds, less where a reload shortens them. */
static void *waiter(void *unused)
{
    retry_call call;

    do {
        HOLDS(retry_call_begin(&call, retry_catalogue_get(world.catalogue, "db"), NULL));
        while (retry_call_again(&call, retry_errno(ECONNREFUSED), NULL))
            ;
        HOLDS(retry_call_last(&call).reason == RETRY_REASON_MAX_ATTEMPTS);
    } while (!__atomic_load_n(&stop, __ATOMIC_ACQUIRE));
    return unused;
}

static void *reloader(void *unused)
{
    static uint64_t one = 1, other = 2;

    for (int i = 0; i < RELOADS; i++) {
        HOLDS(retry_custom_set(world.catalogue, "tide", two, i % 2 ? &one : &other) == RETRY_OK);
        HOLDS(retry_catalogue_reload(world.catalogue, NULL) == RETRY_OK);
    }
    return unused;
}

START_TEST(nobody_sees_half_a_set)
{
    static uint64_t one = 1;
    retry_options options = {.size = sizeof(options), .path = world.directory};
    pthread_t users[THREADS], waits, reloads;
    char other[128];

    world_write(&world, SLOW);
    snprintf(other, sizeof(other), "%s.new", world.file);
    ck_assert_int_eq(retry_catalogue_open(&options, &world.catalogue, NULL), RETRY_OK);
    ck_assert_int_eq(retry_custom_set(world.catalogue, "tide", two, &one), RETRY_OK);
    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&users[i], NULL, user, &rounds[i]), 0);
    ck_assert_int_eq(pthread_create(&waits, NULL, waiter, NULL), 0);
    ck_assert_int_eq(pthread_create(&reloads, NULL, reloader, NULL), 0);
    for (int i = 0; i < RELOADS; i++) {
        FILE *stream = fopen(other, "w");
        ck_assert_int_ge(fputs(i % 2 ? SLOW : FAST, stream), 0);
        ck_assert_int_eq(fclose(stream), 0);
        ck_assert_int_eq(rename(other, world.file), 0);
        ck_assert_int_eq(retry_catalogue_reload(world.catalogue, NULL), RETRY_OK);
    }
    pthread_join(reloads, NULL);
    __atomic_store_n(&stop, 1, __ATOMIC_RELEASE);
    for (int i = 0; i < THREADS; i++)
        pthread_join(users[i], NULL);
    pthread_join(waits, NULL);
    ck_assert_msg(broken == 0, "the claim of line %d did not hold", broken);
    ck_assert_uint_eq(retry_catalogue_generation(world.catalogue), 2 * RELOADS + 1);
}
END_TEST

static void make(void)
{
    world_make(&world);
}

static void close_world(void)
{
    world_close(&world);
}

WORLD_MAIN_AROUND("reload race", make, close_world, nobody_sees_half_a_set)
