/* deciding.h - for tests: one call under one plan that is built by hand, with a clock and a generator of its own. */
#ifndef RETRY_TESTS_DECIDING_H
#define RETRY_TESTS_DECIDING_H

#include "engine/kinds/custom.h"
#include "engine/kinds/fixed.h"
#include "engine/kinds/jitter.h"
#include "engine/tree/decide.h"
#include "tests/engine/tree/tree.h"

#include <errno.h>

/* All made new for each test. */
static struct world {
    struct retry_plan plan;
    struct tree tree;
    uint64_t now_ns, clock_reads, bits;
    struct retry_host host;
    struct retry_ask ask;
    struct retry_scene scene;
    retry_call call;
} world;

static inline uint64_t clock_of_world(void *context)
{
    (void)context;
    world.clock_reads++;
    return world.now_ns;
}

static inline uint64_t random_of_world(void *context)
{
    (void)context;
    return world.bits;
}

static inline void set_backoff(const struct retry_node *root)
{
    world.plan.backoff = (int32_t)(((const char *)root - (const char *)&world.plan) / RETRY_NODE_UNIT);
}

static inline const struct retry_node *fixed(uint64_t delay_ns)
{
    return tree_add(&world.tree, &retry__kind_fixed, NULL, (struct tree_value[]){{"delay", delay_ns, 0}, {NULL, 0, 0}});
}

static inline const struct retry_node *full_jitter(const struct retry_node *over)
{
    return tree_add(&world.tree, &retry__kind_jitter, over, (struct tree_value[]){{"mode", 0, 0}, {NULL, 0, 0}});
}

static inline const struct retry_node *custom(void)
{
    return tree_add(&world.tree, &retry__kind_custom, NULL, (struct tree_value[]){{"name", 0, 0}, {NULL, 0, 0}});
}

/* 100 ms fixed, 5 attempts, no time limit; a call that has failed once. */
static inline void begin(void)
{
    memset(&world, 0, sizeof(world));
    memset(&world.call.deadline_ns, 0xff,
           sizeof(world.call) - offsetof(retry_call, deadline_ns)); /* begin leaves that */
    world.call.error = retry_errno(ECONNRESET);
    world.call.flags = RETRY_CALL_BEGUN;
    world.call.failures = 1;
    world.now_ns = 1000 * SECOND;
    world.plan = (struct retry_plan){UINT64_MAX,        UINT64_MAX,      UINT64_MAX,
                                     .max_attempts = 5, .enabled = true, .otherwise_retry = true};
    world.host = (struct retry_host){.clock = clock_of_world, .random = random_of_world};
    world.scene = (struct retry_scene){.host = &world.host, .plan = &world.plan, .ask = &world.ask};
    set_backoff(fixed(100 * MS));
}

static inline retry_decision decide(void)
{
    retry_decision made, last;

    world.scene.looked = false;
    made = retry__decide(&world.call, &world.scene);
    last = retry__decide_last(&world.call);
    ck_assert_mem_eq(&made, &last, sizeof(made));
    return made;
}

static inline void expect_retry(retry_decision made, uint64_t delay_ns)
{
    ck_assert_int_eq(made.reason, RETRY_REASON_RETRY);
    ck_assert(made.again);
    ck_assert_uint_eq(made.delay_ns, delay_ns);
}

static inline void expect_stop(retry_decision made, int reason)
{
    ck_assert_int_eq(made.reason, reason);
    ck_assert(!made.again);
    ck_assert_uint_eq(made.delay_ns, 0);
    ck_assert(world.call.flags & RETRY_CALL_FINISHED);
}

static inline void start(uint64_t started_ns)
{
    world.call.flags |= RETRY_CALL_TIMED;
    world.call.spent_ns = world.call.seen_ns = started_ns;
}

static inline retry_decision decide_again(uint64_t left_ns)
{
    retry_decision made;

    world.scene.looked = false;
    left_ns = retry__decide_again(&world.call, &world.scene, left_ns);
    made = retry__decide_last(&world.call);
    made.delay_ns = left_ns;
    return made;
}

static retry_question asked_last; /* what a custom was told */

static inline retry_answer tell(void *context, const retry_question *question, retry_window *out_window)
{
    (void)context;
    asked_last = *question;
    *out_window = (retry_window){7 * MS, 7 * MS};
    return RETRY_ANSWER_WINDOW;
}

/* A custom that answers 7 ms and keeps what it was told in asked_last. */
static inline const struct retry_node *telling(void)
{
    static const struct retry_custom registered = {tell, NULL};
    static const struct retry_custom *_Atomic const customs[] = {&registered};
    static const char *const names[] = {"own"};

    world.ask = (struct retry_ask){.customs = customs, .custom_names = names, .custom_count = 1};
    return custom();
}

/* Runs the tests, each in a world of its own that `fixture` makes. */
static inline int deciding_run(const char *name, void (*fixture)(void), const TTest *const *tests, size_t count)
{
    TCase *cases = tcase_create(name);

    tcase_add_checked_fixture(cases, fixture, NULL);
    for (size_t i = 0; i < count; i++)
        tcase_add_test(cases, tests[i]);
    return tree_run(cases);
}

#define DECIDING_MAIN(name, fixture, ...)                                            \
    int main(void)                                                                   \
    {                                                                                \
        const TTest *const tests[] = {__VA_ARGS__};                                  \
        return deciding_run(name, fixture, tests, sizeof(tests) / sizeof(tests[0])); \
    }

#endif
