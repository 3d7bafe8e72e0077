/* test_stampede.c - ten thousand calls that wait stay spread out when a cap shrinks, and when retries are switched off
 * and on again. */
#include "tests/engine/world.h"

#include <errno.h>

enum { CALLS = 10000, STEP_MS = 10 };

#define SET(backoff) "version: 1\npolicies:\n  db: {limits: {max_attempts: unlimited}, backoff: {" backoff "}}\n"
#define FIXED(delay) "fixed: {delay: " delay "}"
#define FULL(delay) "jitter: {mode: full, over: {" FIXED(delay) "}}"
#define EQUAL(delay) "jitter: {mode: equal, over: {" FIXED(delay) "}}"

/* A client of an event loop: its call, and when its timer ends. */
struct client {
    retry_call call;
    uint64_t due_ns;
    bool over;
};

static struct world world;
static struct client clients[CALLS];
static unsigned begun; /* of them */
static uint64_t state; /* of the draws: no test depends on chance */

static uint64_t draw(void *context)
{
    uint64_t bits = (state += UINT64_C(0x9e3779b97f4a7c15));

    (void)context;
    bits = (bits ^ (bits >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    bits = (bits ^ (bits >> 27)) * UINT64_C(0x94d049bb133111eb);
    return bits ^ (bits >> 31);
}

static void open_with(const char *text)
{
    world_make(&world);
    world_write(&world, text);
    retry_options options = world_options(&world);
    options.random = draw;
    ck_assert_int_eq(retry_catalogue_open(&options, &world.catalogue, NULL), RETRY_OK);
}

static void attempt(struct client *client)
{
    retry_decision decision = retry_call_failed(&client->call, retry_errno(ECONNREFUSED), NULL);

    client->due_ns = world.now_ns + decision.delay_ns;
    client->over = !decision.again;
}

static void begin(struct client *client)
{
    ck_assert(retry_call_begin(&client->call, world_get(&world, "db"), NULL));
    attempt(client);
}

/* One step of time: each client whose timer ends makes an attempt that fails. @return how many did */
static unsigned step(void)
{
    unsigned attempts = 0;

    world.now_ns += STEP_MS * MS;
    for (unsigned i = 0; i < begun; i++)
        if (!clients[i].over && clients[i].due_ns <= world.now_ns) {
            attempt(&clients[i]);
            attempts++;
        }
    return attempts;
}

/* @return the most attempts of one step */
static unsigned pass(uint64_t duration_ms, unsigned *out_all)
{
    unsigned most = 0;

    *out_all = 0;
    for (uint64_t ms = 0; ms < duration_ms; ms += STEP_MS) {
        unsigned attempts = step();
        *out_all += attempts;
        most = attempts > most ? attempts : most;
    }
    return most;
}

/* What a program does when a notice says that something is new. */
static void recheck_all(void)
{
    for (unsigned i = 0; i < CALLS; i++) {
        uint64_t left_ns = clients[i].due_ns > world.now_ns ? clients[i].due_ns - world.now_ns : 0;
        retry_decision decision = retry_call_recheck(&clients[i].call, left_ns);
        clients[i].due_ns = world.now_ns + decision.delay_ns;
        clients[i].over = !decision.again;
    }
}

/* Calls that come one after another, and are in the middle of their waits in the end. */
static void crowd(unsigned each_step)
{
    for (begun = 0; begun < CALLS;) {
        step();
        for (unsigned i = 0; i < each_step && begun < CALLS; i++)
            begin(&clients[begun++]);
    }
}

/* The most attempts of one step in the first second after a change, against the steady rate that follows. */
static double peak_after(const char *text)
{
    unsigned steady, ignored;

    ck_assert_int_eq(world_reload(&world, text), RETRY_OK);
    recheck_all();
    unsigned most = pass(1000, &ignored);
    pass(5000, &ignored);
    pass(5000, &steady);
    return most / (steady / (5000.0 / STEP_MS));
}

static void expect_no_stampede(const char *before, const char *after)
{
    open_with(before);
    crowd(4);
    double peak = peak_after(after);
    ck_assert_msg(peak < 1.5, "the peak is %d %% of the steady rate", (int)(100 * peak));
    ck_assert_msg(peak > 0.4, "nobody has come back: %d %%", (int)(100 * peak));
    world_close(&world);
}

START_TEST(a_shrinking_cap_is_no_stampede)
{
    expect_no_stampede(SET(FULL("30s")), SET(FULL("1s")));
}
END_TEST

START_TEST(nor_where_the_jitter_is_narrow)
{
    expect_no_stampede(SET(EQUAL("30s")), SET(EQUAL("1s")));
}
END_TEST

START_TEST(nor_where_there_is_no_jitter)
{
    expect_no_stampede(SET(FIXED("30s")), SET(FIXED("1s")));
}
END_TEST

/* Without the lever, the same clients would come back at the same steady rate. */
START_TEST(a_lever_that_was_pulled_for_a_moment_moves_nobody)
{
    unsigned before, ignored;

    open_with(SET(FIXED("30s")));
    crowd(4);
    retry_disable_all(true);
    retry_disable_all(false);
    recheck_all();
    unsigned most = pass(1000, &ignored);
    pass(30000, &before);
    ck_assert_uint_le(most, 2 * (unsigned)(before / (30000 / STEP_MS) + 1));
    world_close(&world);
}
END_TEST

/* All calls were stopped; all are made again at one instant and fail: their first retries fill the window evenly. */
START_TEST(retries_that_are_switched_on_again_are_spread)
{
    unsigned first;

    open_with(SET(FULL("1s")));
    crowd(100);
    retry_disable_all(true);
    recheck_all();
    for (unsigned i = 0; i < CALLS; i++)
        ck_assert_int_eq(retry_call_last(&clients[i].call).reason, RETRY_REASON_DISABLED);
    retry_disable_all(false);
    for (unsigned i = 0; i < CALLS; i++)
        begin(&clients[i]);
    unsigned most = pass(500, &first);
    ck_assert_uint_gt(first, CALLS / 2);
    ck_assert_uint_lt(most, 3 * CALLS * STEP_MS / 1000);
    world_close(&world);
}
END_TEST

WORLD_MAIN("stampede", a_shrinking_cap_is_no_stampede, nor_where_the_jitter_is_narrow, nor_where_there_is_no_jitter,
           a_lever_that_was_pulled_for_a_moment_moves_nobody, retries_that_are_switched_on_again_are_spread)
