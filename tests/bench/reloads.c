/* reloads.c - what deciding costs while another core reloads, and how soon an edit is obeyed. */
#include "tests/bench/bench.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define BATCH 64 /* decisions timed at once, so that the clock is a small part of them */
#define RELOADS_PER_S 100
#define THREADS_MAX 2

static const char policies[] = "version: 1\npolicies:\n"
                               "  db: {limits: {max_attempts: %u}, backoff: {jitter: {mode: full, over: {exponential: "
                               "{initial_delay: 100ms}}}}}\n";

/* What is computed ends here, so that no compiler leaves it out. */
static _Atomic uint64_t sink;

struct subject {
    const struct bench_scale *scale;
    retry_catalogue *catalogue;
    char *path;
    _Atomic bool over;
    unsigned threads;
};

/* Time as it passes: an interrupt counts, unlike in processor time. */
static double wall_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* Where there is a core for each. */
static void pin(unsigned core)
{
    cpu_set_t set;

    CPU_ZERO(&set);
    CPU_SET(core, &set);
    pthread_setaffinity_np(pthread_self(), sizeof(set), &set);
}

static void unpin(void)
{
    cpu_set_t set;

    CPU_ZERO(&set);
    for (unsigned core = 0; core < CPU_SETSIZE; core++)
        CPU_SET(core, &set);
    pthread_setaffinity_np(pthread_self(), sizeof(set), &set);
}

/* ---- deciding ------------------------------------------------------------------------------------------- */

/* Sixty-four failures, sixteen calls of four. */
static uint64_t decide_batch(const retry_policy *policy)
{
    retry_call call;
    uint64_t sum = 0;

    for (unsigned i = 0; i < BATCH / 4; i++) {
        if (!retry_call_begin(&call, policy, NULL))
            bench_fail("retry_call_begin");
        for (unsigned j = 0; j < 4; j++)
            sum += retry_call_failed(&call, retry_errno(ECONNRESET), NULL).delay_ns;
    }
    return sum;
}

static void *decide(void *context)
{
    struct subject *subject = context;
    const retry_policy *policy = retry_catalogue_get(subject->catalogue, "db");
    unsigned batches = subject->scale->operations / BATCH + 1;
    uint64_t sum = 0;

    for (unsigned i = 0; i < batches; i++)
        sum += decide_batch(policy);
    atomic_fetch_add(&sink, sum);
    return NULL;
}

/* Time a decision of all threads together: the inverse of decisions a second. */
static double decisions(void *context)
{
    struct subject *subject = context;
    pthread_t threads[THREADS_MAX];
    double start = wall_ns();

    for (unsigned i = 0; i < subject->threads; i++)
        if (pthread_create(&threads[i], NULL, decide, subject) != 0)
            bench_fail("pthread_create");
    for (unsigned i = 0; i < subject->threads; i++)
        pthread_join(threads[i], NULL);
    return (wall_ns() - start) / subject->scale->operations / subject->threads;
}

/* ---- reloading ------------------------------------------------------------------------------------------ */

static void rewrite(const struct subject *subject, unsigned attempts)
{
    char text[512];

    snprintf(text, sizeof(text), policies, attempts);
    free(bench_text(subject->scale, ".draft", text));
    char draft[4096];
    snprintf(draft, sizeof(draft), "%s/.draft", subject->scale->folder);
    if (rename(draft, subject->path) != 0)
        bench_fail("rename");
}

static void *reload_on(void *context)
{
    struct subject *subject = context;

    pin(1);
    for (unsigned i = 0; !subject->over; i++) {
        rewrite(subject, 5 + i % 2);
        if (retry_catalogue_reload(subject->catalogue, NULL) != RETRY_OK)
            bench_fail("retry_catalogue_reload");
        nanosleep(&(struct timespec){.tv_nsec = 1000000000 / RELOADS_PER_S}, NULL);
    }
    return NULL;
}

static double under_reloads(bench_measure measure, struct subject *subject)
{
    pthread_t reloader;

    subject->over = false;
    if (pthread_create(&reloader, NULL, reload_on, subject) != 0)
        bench_fail("pthread_create");
    double result = measure(subject);
    subject->over = true;
    pthread_join(reloader, NULL);
    return result;
}

static double decisions_under_reloads(void *context)
{
    return under_reloads(decisions, context);
}

/* ---- the slowest batches -------------------------------------------------------------------------------- */

static int ascending(const void *left, const void *right)
{
    double difference = *(const double *)left - *(const double *)right;

    return (difference > 0) - (difference < 0);
}

/* Of a thousand batches, the slowest but one. */
static double slow_batch(void *context)
{
    struct subject *subject = context;
    const retry_policy *policy = retry_catalogue_get(subject->catalogue, "db");
    unsigned count = subject->scale->operations / BATCH * 16 + 1;
    double *times = calloc(count, sizeof(*times));
    uint64_t sum = 0;

    if (!times)
        bench_fail("calloc");
    pin(0);
    for (unsigned i = 0; i < count; i++) {
        double start = wall_ns();
        sum += decide_batch(policy);
        times[i] = wall_ns() - start;
    }
    unpin();
    atomic_fetch_add(&sink, sum);
    qsort(times, count, sizeof(*times), ascending);
    double answer = times[count - 1 - count / 1000];
    free(times);
    return answer;
}

static double slow_batch_under_reloads(void *context)
{
    return under_reloads(slow_batch, context);
}

/* ---- an edit that is obeyed ----------------------------------------------------------------------------- */

/* From the rename to the end of a wait that the edit makes too long. */
static double obeyed_ms(struct subject *subject)
{
    const retry_policy *policy = retry_catalogue_get(subject->catalogue, "db");
    retry_call call;

    rewrite(subject, 50);
    if (retry_catalogue_reload(subject->catalogue, NULL) != RETRY_OK || !retry_call_begin(&call, policy, NULL))
        bench_fail("retry_catalogue_reload");
    for (unsigned i = 0; i < 30; i++)
        if (!retry_call_failed(&call, retry_errno(ECONNRESET), NULL).again)
            bench_fail("retry_call_failed");
    nanosleep(&(struct timespec){.tv_nsec = 600000000}, NULL); /* until the watch has seen the edit before */
    double start = wall_ns();
    rewrite(subject, 2);
    if (retry_call_wait(&call)) /* up to a year */
        bench_fail("retry_call_wait");
    return (wall_ns() - start) / 1e6;
}

static void edit(struct subject *subject)
{
    double times[25];
    unsigned count = subject->scale->rounds < 25 ? 1 : 9;

    if (retry_watch_start(subject->catalogue, NULL) != RETRY_OK)
        bench_fail("retry_watch_start");
    for (unsigned i = 0; i < count; i++)
        times[i] = obeyed_ms(subject);
    retry_watch_stop(subject->catalogue);
    qsort(times, count, sizeof(*times), ascending);
    bench_print((struct bench_row){"from a rename to a waiting call that obeys", "ms", times[count / 2], 250, 0, 0});
}

/* ---- holding the current set ------------------------------------------------------------------------------ */

static void hold(const struct bench_scale *scale)
{
    char command[4300];
    double held, plain;

    snprintf(command, sizeof(command), "%s %u %u", scale->hold, scale->rounds, scale->operations);
    FILE *stream = popen(command, "r");
    if (!stream || fscanf(stream, "%lf %lf", &held, &plain) != 2 || pclose(stream) != 0)
        bench_fail(scale->hold);
    bench_print((struct bench_row){"holding the set on 2 threads, above a plain load", "ns", held - plain, 0, 2, 0});
}

/* ---- all of it ------------------------------------------------------------------------------------------ */

void bench_reloads(const struct bench_scale *scale)
{
    struct subject subject = {.scale = scale};
    char text[512];
    double ours, floor;

    snprintf(text, sizeof(text), policies, 5u);
    subject.path = bench_text(scale, "reloads.yaml", text);
    retry_options options = {.size = sizeof(options), .path = subject.path};
    if (retry_catalogue_open(&options, &subject.catalogue, NULL) != RETRY_OK)
        bench_fail("retry_catalogue_open");

    subject.threads = 1;
    bench_medians(scale->rounds, decisions_under_reloads, &ours, decisions, &floor, &subject);
    bench_print((struct bench_row){"a decision under 100 reloads a second, 1 thread", "ns", ours, floor, 0, 0});
    subject.threads = 2;
    bench_medians(scale->rounds, decisions_under_reloads, &ours, decisions, &floor, &subject);
    bench_print((struct bench_row){"the same, 2 threads, time a decision of both", "ns", ours, floor, 0, 0});
    bench_medians(scale->rounds, slow_batch_under_reloads, &ours, slow_batch, &floor, &subject);
    bench_print((struct bench_row){"p99.9 of 64 decisions under reloads, against idle", "ns", ours, floor, 2, 0});
    hold(scale);
    edit(&subject);
    retry_catalogue_free(subject.catalogue);
    free(subject.path);
}
