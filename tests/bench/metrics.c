/* metrics.c - what counting and observing cost: the same calls under catalogues that differ in that alone. */
#include "tests/bench/bench.h"

#include <errno.h>
#include <stdlib.h>

#define ATTEMPTS 5

static const char document[] = "version: 1\n"
                               "policies:\n"
                               "  db: {limits: {max_attempts: 5}, backoff: {jitter: {mode: full, over: {exponential:\n"
                               "    {initial_delay: 100ms, multiplier: 2, max_delay: 10s}}}}}\n";

struct subject {
    unsigned operations;
    const retry_policy *policy; /* whose calls are measured */
    const retry_policy *plain;  /* and those that they are compared with */
};

/* What is computed ends here, so that no compiler leaves it out. */
static volatile uint64_t sink;

static double decisions(const struct subject *subject, const retry_policy *policy)
{
    uint64_t sum = 0;
    double start = bench_now_ns();

    for (unsigned i = 0; i < subject->operations; i++) {
        retry_call call;
        retry_decision decision;
        if (!retry_call_begin(&call, policy, NULL))
            bench_fail("retry_call_begin");
        while (decision = retry_call_failed(&call, retry_errno(ECONNRESET), NULL), decision.again)
            sum += decision.delay_ns;
    }
    sink = sum;
    return (bench_now_ns() - start) / subject->operations / ATTEMPTS;
}

static double our_decisions(void *context)
{
    return decisions(context, ((const struct subject *)context)->policy);
}

static double plain_decisions(void *context)
{
    return decisions(context, ((const struct subject *)context)->plain);
}

static retry_error nothing(void *context, retry_call *call)
{
    (void)context, (void)call;
    return retry_ok();
}

static double runs(const struct subject *subject, const retry_policy *policy)
{
    double start = bench_now_ns();

    for (unsigned i = 0; i < subject->operations * ATTEMPTS; i++)
        retry_run(policy, NULL, nothing, NULL);
    return (bench_now_ns() - start) / subject->operations / ATTEMPTS;
}

static double our_runs(void *context)
{
    return runs(context, ((const struct subject *)context)->policy);
}

static double plain_runs(void *context)
{
    return runs(context, ((const struct subject *)context)->plain);
}

static void look_away(void *context, const retry_observation *observation)
{
    (void)context, (void)observation;
}

static retry_catalogue *open_catalogue(const char *path, bool no_metrics,
                                       void (*observe)(void *context, const retry_observation *observation))
{
    retry_options options = {.size = sizeof(options), .path = path, .no_metrics = no_metrics, .observe = observe};
    retry_catalogue *catalogue;

    if (retry_catalogue_open(&options, &catalogue, NULL) != RETRY_OK)
        bench_fail("retry_catalogue_open");
    return catalogue;
}

static void compare(const struct bench_scale *scale, retry_catalogue *ours, retry_catalogue *plain,
                    const struct bench_row rows[2])
{
    struct subject subject = {scale->operations, retry_catalogue_get(ours, "db"), retry_catalogue_get(plain, "db")};
    struct bench_row row = rows[0];

    bench_medians(scale->rounds, our_decisions, &row.ours, plain_decisions, &row.floor, &subject);
    bench_print(row);
    row = rows[1];
    bench_medians(scale->rounds, our_runs, &row.ours, plain_runs, &row.floor, &subject);
    bench_print(row);
}

void bench_metrics(const struct bench_scale *scale)
{
    static const struct bench_row counted[] = {
        {.measure = "metrics on, against off: a decision", .unit = "ns", .limit = 1.5},
        {.measure = "metrics on, against off: success at once", .unit = "ns", .limit = 2},
    };
    static const struct bench_row observed[] = {
        {.measure = "an observer, against none: a decision", .unit = "ns"},
        {.measure = "an observer, against none: success at once", .unit = "ns"},
    };
    char *path = bench_text(scale, "metrics.yaml", document);
    retry_catalogue *off = open_catalogue(path, true, NULL), *on = open_catalogue(path, false, NULL),
                    *seen = open_catalogue(path, false, look_away);

    compare(scale, on, off, counted);
    compare(scale, seen, on, observed);
    retry_catalogue_free(seen);
    retry_catalogue_free(on);
    retry_catalogue_free(off);
    free(path);
}
