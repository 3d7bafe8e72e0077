/* lint.c - what the command retry-lint takes, against a program that does no more than parse the same file. */
#include "tests/bench/bench.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

extern char **environ;

struct subject {
    const struct bench_scale *scale;
    char *path;
};

static double microseconds(struct timeval time)
{
    return (double)time.tv_sec * 1e6 + (double)time.tv_usec;
}

/* The processor time of one run. The kernel knows the sum exactly, its parts only by ticks. */
static double spend_on(const char *program, char *command, char *path)
{
    char *arguments[] = {(char *)(uintptr_t)program, command ? command : path, command ? path : NULL, NULL};
    posix_spawn_file_actions_t actions;
    struct rusage usage;
    pid_t child;
    int status;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    if (posix_spawn(&child, program, &actions, NULL, arguments, environ) != 0)
        bench_fail(program);
    posix_spawn_file_actions_destroy(&actions);
    if (wait4(child, &status, 0, &usage) != child || status != 0)
        bench_fail(program);
    return microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
}

static double spend(const char *program, char *path)
{
    return spend_on(program, NULL, path);
}

static double lint(void *context)
{
    const struct subject *subject = context;

    return spend(subject->scale->lint, subject->path);
}

static double parse(void *context)
{
    const struct subject *subject = context;

    return spend(subject->scale->parse, subject->path);
}

static void compare(struct subject subject, unsigned rounds, struct bench_row row)
{
    bench_medians(rounds, lint, &row.ours, parse, &row.floor, &subject);
    bench_print(row);
    free(subject.path);
}

/* ---- tests in files: the same calls in this program, which waits as little, are the floor ------------------------ */

#define POLICY                                                                                                 \
    "version: 1\npolicies:\n  db: {limits: {max_attempts: unlimited, attempt_timeout: 2s}, backoff: {jitter: " \
    "{mode: full, over: {exponential: {initial_delay: 100ms, max_delay: 10s}}}}}\n"
#define TEST_ATTEMPTS 100000 /* the most that a test may make */
#define TESTS 10

struct simulation {
    struct subject subject;
    const retry_policy *policy;
    uint64_t now_ns, random;
    unsigned attempts; /* of each of the tests */
};

static uint64_t clock_of_simulation(void *context)
{
    return ((const struct simulation *)context)->now_ns;
}

static uint64_t random_of_simulation(void *context)
{
    return ((struct simulation *)context)->random += UINT64_C(0x9e3779b97f4a7c15);
}

static bool wait_of_simulation(void *context, uint64_t until_ns)
{
    ((struct simulation *)context)->now_ns = until_ns;
    return true;
}

/* Nanoseconds an attempt. */
static double simulated(void *context)
{
    const struct simulation *simulation = context;
    char command[] = "test";

    return spend_on(simulation->subject.scale->lint, command, simulation->subject.path) * 1e3 /
           ((double)TESTS * simulation->attempts);
}

static double called(void *context)
{
    struct simulation *simulation = context;
    double start_ns = bench_now_ns();

    for (unsigned test = 0; test < TESTS; test++) {
        retry_call call;
        retry_call_begin(&call, simulation->policy, NULL);
        for (unsigned i = 1; i < simulation->attempts; i++)
            if (!retry_call_again(&call, retry_http(503), NULL))
                bench_fail("a call that ended");
        retry_call_succeeded(&call);
    }
    return (bench_now_ns() - start_ns) / ((double)TESTS * simulation->attempts);
}

static char *tests_of(const struct bench_scale *scale, unsigned attempts)
{
    static char text[4096];
    size_t length = (size_t)snprintf(text, sizeof(text), POLICY "tests:\n");

    for (unsigned i = 0; i < TESTS; i++)
        length += (size_t)snprintf(text + length, sizeof(text) - length,
                                   "- {name: test %u, policy: db, random: {seed: %u}, outcomes: "
                                   "[{error: \"http:503\", times: %u}, ok], expect: {attempts: %u}}\n",
                                   i, i, attempts - 1, attempts);
    return bench_text(scale, "tests.yaml", text);
}

static void simulate(const struct bench_scale *scale)
{
    struct simulation simulation = {.attempts = scale->operations < TEST_ATTEMPTS ? scale->operations : TEST_ATTEMPTS};
    retry_options options = {.size = sizeof(options),
                             .context = &simulation,
                             .clock = clock_of_simulation,
                             .random = random_of_simulation,
                             .wait = wait_of_simulation};
    struct bench_row row = {"a simulated attempt, against one in a program", "ns", 0, 0, 4, 0};
    retry_catalogue *catalogue;

    simulation.subject = (struct subject){scale, tests_of(scale, simulation.attempts)};
    options.path = simulation.subject.path;
    if (retry_catalogue_open(&options, &catalogue, NULL) != RETRY_OK)
        bench_fail("a policy that is refused");
    simulation.policy = retry_catalogue_get(catalogue, "db");
    bench_medians(scale->rounds, simulated, &row.ours, called, &row.floor, &simulation);
    bench_print(row);
    retry_catalogue_free(catalogue);
    free(simulation.subject.path);
}

/* A directory that holds the policies of one large file. */
static char *hundred_files(const struct bench_scale *scale)
{
    char *folder;

    if (asprintf(&folder, "%s/hundred", scale->folder) < 0 || mkdir(folder, 0700) != 0)
        bench_fail("a directory for a hundred files");
    for (unsigned i = 0; i < 100; i++) {
        char name[32];
        snprintf(name, sizeof(name), "hundred/part-%02u.yaml", i);
        free(bench_document(scale, name, i * (scale->policies / 100), scale->policies / 100));
    }
    return folder;
}

void bench_lint(const struct bench_scale *scale)
{
    simulate(scale);
    compare((struct subject){scale, bench_document(scale, "small.yaml", 0, 1)}, scale->spawns,
            (struct bench_row){"retry-lint, one small file, against a bare parse", "us", 0, 0, 2, 0});
    compare((struct subject){scale, bench_document(scale, "large.yaml", 0, scale->policies)}, scale->rounds,
            (struct bench_row){"retry-lint, 10,000 policies, against a bare parse", "us", 0, 0, 6, 0});
    compare((struct subject){scale, hundred_files(scale)}, scale->rounds,
            (struct bench_row){"the same policies in 100 files", "us", 0, 0, 6, 0});
}
