/* world.h - for tests: a catalogue over one file of its own, a clock that is set, chance that is chosen, waits that do
 * not wait. */
#ifndef TESTS_ENGINE_WORLD_H
#define TESTS_ENGINE_WORLD_H

#include "engine/retry.h"
#include "tests/suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MS UINT64_C(1000000)

struct world {
    char directory[64], file[96];
    retry_catalogue *catalogue;
    uint64_t now_ns;
    uint64_t random; /* what every draw is made from: 0 draws the low end, UINT64_MAX the high end */
    unsigned clock_reads, waits, lines;
    uint64_t waited_until_ns;
    bool (*during_wait)(struct world *world); /* false: woken early; the clock is then its own business */
    void (*during_log)(struct world *world);
    retry_severity severity;
    char line[2048];
};

static inline uint64_t world_clock(void *context)
{
    struct world *world = context;

    world->clock_reads++;
    return world->now_ns;
}

static inline uint64_t world_random(void *context)
{
    return ((struct world *)context)->random;
}

static inline bool world_wait(void *context, uint64_t until_ns)
{
    struct world *world = context;

    world->waits++;
    world->waited_until_ns = until_ns;
    if (world->during_wait && !world->during_wait(world))
        return false;
    world->now_ns = until_ns;
    return true;
}

static inline void world_log(void *context, retry_severity severity, const char *line)
{
    struct world *world = context;

    world->lines++;
    world->severity = severity;
    snprintf(world->line, sizeof(world->line), "%s", line);
    if (world->during_log)
        world->during_log(world);
}

/* Replaces the world's one policy file. */
static inline void world_write(struct world *world, const char *text)
{
    FILE *stream = fopen(world->file, "w");

    ck_assert_ptr_nonnull(stream);
    ck_assert_int_ge(fputs(text, stream), 0);
    ck_assert_int_eq(fclose(stream), 0);
}

static inline void world_make(struct world *world)
{
    *world = (struct world){.directory = "/tmp/retry-world-XXXXXX", .now_ns = 1000 * MS, .random = UINT64_MAX};
    ck_assert_ptr_nonnull(mkdtemp(world->directory));
    snprintf(world->file, sizeof(world->file), "%s/policies.yaml", world->directory);
}

static inline retry_options world_options(struct world *world)
{
    return (retry_options){
        .size = sizeof(retry_options),
        .path = world->directory,
        .context = world,
        .clock = world_clock,
        .random = world_random,
        .wait = world_wait,
        .log = world_log,
    };
}

static inline void world_open(struct world *world, const char *text)
{
    world_make(world);
    world_write(world, text);
    retry_options options = world_options(world);
    retry_report *report = NULL;
    retry_status status = retry_catalogue_open(&options, &world->catalogue, &report);

    if (status != RETRY_OK)
        retry_report_print(report, stderr);
    retry_report_free(report);
    ck_assert_int_eq(status, RETRY_OK);
}

static inline retry_status world_reload(struct world *world, const char *text)
{
    world_write(world, text);
    return retry_catalogue_reload(world->catalogue, NULL);
}

static inline const retry_policy *world_get(struct world *world, const char *name)
{
    const retry_policy *policy = retry_catalogue_get(world->catalogue, name);

    ck_assert_ptr_nonnull(policy);
    return policy;
}

static inline void world_close(struct world *world)
{
    retry_catalogue_free(world->catalogue);
    unlink(world->file);
    rmdir(world->directory);
}

/* Runs all cases of a test program, each in its own process, between `before` and `after` where these are given. */
static inline int world_run(const char *name, void (*before)(void), void (*after)(void), const TTest *const *tests,
                            size_t count)
{
    Suite *suite = suite_create(name);
    TCase *tcase = tcase_create(name);

    tcase_set_timeout(tcase, 60); /* against deadlocks; valgrind and sanitizers are slow */
    tcase_add_checked_fixture(tcase, before, after);
    for (size_t i = 0; i < count; i++)
        tcase_add_test(tcase, tests[i]);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}

#define WORLD_MAIN_AROUND(name, before, after, ...)                                     \
    int main(void)                                                                      \
    {                                                                                   \
        const TTest *const tests[] = {__VA_ARGS__};                                     \
        return world_run(name, before, after, tests, sizeof(tests) / sizeof(tests[0])); \
    }
#define WORLD_MAIN(name, ...) WORLD_MAIN_AROUND(name, NULL, NULL, __VA_ARGS__)

#endif
