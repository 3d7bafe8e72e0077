/* decisions.c - one operation is a call of five attempts that all fail, or one that succeeds at once. */
#include "tests/bench/bench.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define ATTEMPTS 5

static const char policies[] =
    "version: 1\n"
    "backoffs:\n"
    "  usual: {jitter: {mode: full, over: {exponential:\n"
    "    {initial_delay: 100ms, multiplier: 2, max_delay: 10s}}}}\n"
    "  deep: {clamp: {max_delay: 10s, over: {jitter: {mode: full, over: {max: [\n"
    "    {scale: {factor: 1.5, over: {exponential: {initial_delay: 100ms}}}},\n"
    "    {sum: [{fixed: {delay: 10ms}}, {linear: {initial_delay: 1ms, increment: 1ms}}]}]}}}}}\n"
    "policies:\n"
    "  untimed: {limits: {max_attempts: 5}, backoff: {use: usual}}\n"
    "  timed: {limits: {max_attempts: 5, max_elapsed: 1h}, backoff: {use: usual}}\n"
    "  nested: {limits: {max_attempts: 5}, backoff: {use: deep}}\n";

/* One more policy: 100 error classes in ten rules, of which the last one holds the error and asks eight nodes. */
#define RULES 10
#define CLASSES 99 /* beside the error's own */

struct subject {
    unsigned operations;
    const retry_policy *policy;
    const retry_policy *plain; /* to compare it with */
    bool timed;
};

/* What is computed ends here, so that no compiler leaves it out. */
static volatile uint64_t sink;

/* ---- the floor: the same arithmetic by hand --------------------------------------------------------------------- */

struct hand_policy {
    uint64_t initial_ns, max_ns, max_elapsed_ns;
    double multiplier;
    uint32_t max_attempts;
};

struct hand_call {
    double window_ns;
    uint64_t started_ns, delay_ns;
    uint32_t attempts;
};

static __thread uint64_t hand_state = 1;

static uint64_t hand_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* splitmix64, then a multiplication in the place of a division. */
static uint64_t hand_draw(uint64_t most)
{
    uint64_t bits = (hand_state += 0x9e3779b97f4a7c15u);

    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9u;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebu;
    bits ^= bits >> 31;
    return (uint64_t)(((unsigned __int128)bits * (most + 1)) >> 64);
}

static __attribute__((noinline)) bool hand_failed(const struct hand_policy *policy, struct hand_call *call)
{
    double window_ns = call->window_ns;

    if (++call->attempts >= policy->max_attempts)
        return false;
    call->window_ns = window_ns * policy->multiplier;
    if (window_ns > (double)policy->max_ns)
        window_ns = (double)policy->max_ns;
    call->delay_ns = hand_draw((uint64_t)window_ns);
    return !policy->max_elapsed_ns || hand_clock() - call->started_ns + call->delay_ns <= policy->max_elapsed_ns;
}

static double hand_decisions(void *context)
{
    const struct subject *subject = context;
    static struct hand_policy policy = {
        .initial_ns = 100000000, .max_ns = 10000000000, .multiplier = 2, .max_attempts = ATTEMPTS};
    uint64_t sum = 0;

    policy.max_elapsed_ns = subject->timed ? UINT64_C(3600000000000) : 0;
    double start = bench_now_ns();
    for (unsigned i = 0; i < subject->operations; i++) {
        struct hand_call call = {.window_ns = (double)policy.initial_ns,
                                 .started_ns = subject->timed ? hand_clock() : 0};
        while (hand_failed(&policy, &call))
            sum += call.delay_ns;
    }
    double end = bench_now_ns();
    sink = sum;
    return (end - start) / subject->operations / ATTEMPTS;
}

/* ---- ours -------------------------------------------------------------------------------------------------------- */

static uint64_t operation(const retry_policy *policy)
{
    retry_call call;
    retry_decision decision;
    uint64_t sum = 0;

    if (!retry_call_begin(&call, policy, NULL))
        return 0;
    while (decision = retry_call_failed(&call, retry_errno(ECONNRESET), NULL), decision.again)
        sum += decision.delay_ns;
    return sum;
}

static double our_decisions(void *context)
{
    const struct subject *subject = context;
    uint64_t sum = 0;
    double start = bench_now_ns();

    for (unsigned i = 0; i < subject->operations; i++)
        sum += operation(subject->policy);
    double end = bench_now_ns();
    sink = sum;
    return (end - start) / subject->operations / ATTEMPTS;
}

static double plain_decisions(void *context)
{
    struct subject subject = *(const struct subject *)context;

    subject.policy = subject.plain;
    return our_decisions(&subject);
}

/* The policies above and the one with rules. Neighbouring codes belong to different rules, so that none can be merged.
 */
static void write_policies(char *text, size_t size)
{
    FILE *stream = fmemopen(text, size, "w");

    if (!stream)
        bench_fail("fmemopen");
    fprintf(stream, "%s  ruled:\n    limits: {max_attempts: 5}\n    backoff: {use: usual}\n    rules:\n", policies);
    for (int rule = 0; rule < RULES - 1; rule++) {
        fputs("      - {action: fail, when: [", stream);
        for (int code = rule; code < CLASSES; code += RULES - 1)
            fprintf(stream, "%s\"http:%d\"", code > rule ? ", " : "", 400 + code);
        fputs("]}\n", stream);
    }
    fputs("      - {action: retry, when: [ECONNRESET], backoff: {use: deep}}\n", stream);
    if (fclose(stream) != 0)
        bench_fail("fclose");
}

/* ---- an operation that succeeds at once ---------------------------------------------------------------------------
 */

static retry_error nothing(void *context, retry_call *call)
{
    (void)context, (void)call;
    return retry_ok();
}

static double pointer_calls(void *context)
{
    const struct subject *subject = context;
    retry_operation volatile pointer = nothing;
    double start = bench_now_ns();

    for (unsigned i = 0; i < subject->operations * ATTEMPTS; i++)
        pointer(NULL, NULL);
    return (bench_now_ns() - start) / subject->operations / ATTEMPTS;
}

static double held_runs(void *context)
{
    const struct subject *subject = context;
    double start = bench_now_ns();

    for (unsigned i = 0; i < subject->operations * ATTEMPTS; i++)
        retry_run(subject->policy, NULL, nothing, NULL);
    return (bench_now_ns() - start) / subject->operations / ATTEMPTS;
}

static double named_runs(void *context)
{
    const struct subject *subject = context;
    double start = bench_now_ns();

    for (unsigned i = 0; i < subject->operations * ATTEMPTS; i++)
        retry_run(retry_policy_get("untimed"), NULL, nothing, NULL);
    return (bench_now_ns() - start) / subject->operations / ATTEMPTS;
}

/* ---- how often the clock is read -----------------------------------------------------------------------------------
 */

static uint64_t count_reads(void *context)
{
    return ++*(uint64_t *)context;
}

static void clock_reads(const char *path)
{
    uint64_t reads = 0;
    retry_options options = {.size = sizeof(options), .path = path, .context = &reads, .clock = count_reads};
    retry_catalogue *catalogue;

    if (retry_catalogue_open(&options, &catalogue, NULL) != RETRY_OK)
        bench_fail("retry_catalogue_open");
    reads = 0;
    sink = operation(retry_catalogue_get(catalogue, "untimed"));
    bench_print((struct bench_row){"clock reads of an operation, no time limit", "reads", (double)reads, 0, 0, 0});
    reads = 0;
    sink = operation(retry_catalogue_get(catalogue, "timed"));
    bench_print((struct bench_row){"clock reads of an operation, with max_elapsed", "reads", (double)reads, 0, 6, 0});
    retry_catalogue_free(catalogue);
}

void bench_decisions(const struct bench_scale *scale)
{
    char text[8192];
    write_policies(text, sizeof(text));
    char *path = bench_text(scale, "decisions.yaml", text);
    retry_options options = {.size = sizeof(options), .path = path};
    struct subject untimed = {.operations = scale->operations},
                   timed = {.operations = scale->operations, .timed = true}, ruled = {.operations = scale->operations},
                   nested = ruled;
    double ours, floor;

    if (retry_init(&options, NULL) != RETRY_OK)
        bench_fail("retry_init");
    untimed.policy = retry_policy_get("untimed");
    timed.policy = retry_policy_get("timed");
    ruled.policy = retry_policy_get("ruled");
    nested.policy = retry_policy_get("nested");
    ruled.plain = nested.plain = untimed.policy;

    bench_medians(scale->rounds, our_decisions, &ours, hand_decisions, &floor, &untimed);
    bench_print((struct bench_row){"a decision, no time limit", "ns", ours, floor, 8, 4});
    bench_medians(scale->rounds, our_decisions, &ours, hand_decisions, &floor, &timed);
    bench_print((struct bench_row){"a decision, with max_elapsed", "ns", ours, floor, 0, 0});
    bench_medians(scale->rounds, our_decisions, &ours, plain_decisions, &floor, &nested);
    bench_print((struct bench_row){"a decision through 8 nodes, against one through 2", "ns", ours, floor, 3, 0});
    bench_medians(scale->rounds, our_decisions, &ours, plain_decisions, &floor, &ruled);
    bench_print((struct bench_row){"the same by rules with 100 classes", "ns", ours, floor, 3, 0});
    bench_medians(scale->rounds, held_runs, &ours, pointer_calls, &floor, &untimed);
    bench_print((struct bench_row){"success at once, through a held handle", "ns", ours, floor, 4, 2});
    bench_medians(scale->rounds, named_runs, &ours, pointer_calls, &floor, &untimed);
    bench_print((struct bench_row){"success at once, by name", "ns", ours, floor, 16, 6});
    clock_reads(path);
    free(path);
}
