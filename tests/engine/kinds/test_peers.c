/* test_peers.c - what other libraries say about delays can be said here, with their range and their mean. */
#include "engine/kinds/kinds.h"

#include "tests/engine/kinds/grown.h"

#include <math.h>

#define RETRIES 12

/* The ends between which a peer draws before that retry, in seconds, as its documents give the formula. */
typedef void (*peer_fn)(unsigned retry, double *lo, double *hi);

static void expect_end(unsigned retry, uint64_t got_ns, double expected)
{
    double off = fabs((double)got_ns - expected * 1e9);

    ck_assert_msg(off <= 1.0 + expected * 1e9 * 1e-11, "retry %u: %.9f, the peer has %.9f", retry, (double)got_ns / 1e9,
                  expected);
}

/* The mean of a uniform draw is the middle of its ends, ours as theirs, so equal ends are an equal mean. */
static void expect_as(const char *backoff, peer_fn peer)
{
    const struct retry_node *root = grow(backoff);

    ck_assert_str_eq(grow_doubts(backoff), "");
    root = grow(backoff);
    for (unsigned retry = 1; retry <= RETRIES; retry++) {
        retry_window window = tree_window(root, retry);
        double lo, hi;
        peer(retry, &lo, &hi);
        expect_end(retry, window.lo_ns, lo);
        expect_end(retry, window.hi_ns, hi);
        expect_end(retry, (window.lo_ns + window.hi_ns) / 2, (lo + hi) / 2);
    }
}

static double capped_power(double initial, double multiplier, unsigned retry, double cap)
{
    return fmin(initial * pow(multiplier, retry - 1), cap);
}

/* gRPC, proposal A6: min(initialBackoff * backoffMultiplier^(n-1), maxBackoff) * random(0.8, 1.2). */
static void grpc(unsigned retry, double *lo, double *hi)
{
    double delay = capped_power(0.1, 1.6, retry, 5);

    *lo = 0.8 * delay;
    *hi = 1.2 * delay;
}

START_TEST(grpc_plus_or_minus_a_fifth)
{
    expect_as("{jitter: {ratio: 0.2, over: {exponential: {initial_delay: 100ms, multiplier: 1.6, max_delay: 5s}}}}",
              grpc);
}
END_TEST

/* Envoy, retry_back_off: random(0, min(base_interval * 2^(n-1), max_interval)), the defaults 25 ms and 250 ms. */
static void envoy(unsigned retry, double *lo, double *hi)
{
    *lo = 0;
    *hi = capped_power(0.025, 2, retry, 0.25);
}

START_TEST(envoy_full_jitter_on_a_capped_window)
{
    expect_as("{jitter: {mode: full, over: {exponential: {initial_delay: 25ms, max_delay: 250ms}}}}", envoy);
}
END_TEST

/* AWS, "Exponential Backoff And Jitter": random_between(0, min(cap, base * 2^attempt)), attempt from 0. */
static void aws_full(unsigned retry, double *lo, double *hi)
{
    *lo = 0;
    *hi = fmin(20, 0.1 * pow(2, retry - 1));
}

START_TEST(aws_full_jitter)
{
    expect_as("{jitter: {mode: full, over: {exponential: {initial_delay: 100ms, max_delay: 20s}}}}", aws_full);
}
END_TEST

/* The same article: sleep = min(cap, random_between(base, sleep * 3)), sleep = base at first. The cut comes behind the
 * draw there, so that delays pile up at the cap; here the window is cut, and the range is the same. */
START_TEST(aws_decorrelated)
{
    const struct retry_node *root = grow("{decorrelated: {initial_delay: 100ms, max_delay: 20s}}");
    static const double slept[] = {0.1, 0.2, 0.55, 1.2, 3, 6, 7, 19, 20, 0.1};

    ck_assert_window(window_in_call(root, 1, 0), 100 * MS, 300 * MS);
    for (unsigned i = 0; i < RETRY_COUNT(slept); i++) {
        retry_window window = window_in_call(root, i + 2, (uint64_t)llround(slept[i] * 1e9));
        expect_end(i + 2, window.lo_ns, 0.1);
        expect_end(i + 2, window.hi_ns, fmin(20, 3 * slept[i]));
    }
}
END_TEST

/* resilience4j, IntervalFunction.ofExponentialRandomBackoff: interval +- randomizationFactor * interval. */
static void resilience4j(unsigned retry, double *lo, double *hi)
{
    double delay = capped_power(0.5, 1.5, retry, 60);

    *lo = delay - 0.5 * delay;
    *hi = delay + 0.5 * delay;
}

START_TEST(resilience4j_randomisation)
{
    expect_as("{jitter: {ratio: 0.5, over: {exponential: {initial_delay: 500ms, multiplier: 1.5, max_delay: 1m}}}}",
              resilience4j);
}
END_TEST

/* Temporal: the interval, of which a fifth is drawn: 0.8 to 1.0 of it. */
static void temporal(unsigned retry, double *lo, double *hi)
{
    *hi = capped_power(1, 2, retry, 100);
    *lo = 0.8 * *hi;
}

START_TEST(temporal_four_fifths_to_the_whole)
{
    expect_as("{jitter: {factor: [0.8, 1.0], over: {exponential: {initial_delay: 1s, max_delay: 100s}}}}", temporal);
}
END_TEST

/* Kubernetes, wait.Jitter: duration + rand * maxFactor * duration. */
static void kubernetes(unsigned retry, double *lo, double *hi)
{
    *lo = capped_power(0.01, 5, retry, 30);
    *hi = *lo + 0.1 * *lo;
}

START_TEST(kubernetes_additive_factor)
{
    expect_as("{jitter: {factor: [1, 1.1], over: {exponential: {initial_delay: 10ms, multiplier: 5, max_delay: 30s}}}}",
              kubernetes);
}
END_TEST

/* Finagle: Backoff.exponential(100.ms, 2).take(5).concat(Backoff.linear(1.s,
 * 500.ms).take(3)).concat(Backoff.const(9.s)) */
static void finagle(unsigned retry, double *lo, double *hi)
{
    if (retry <= 5)
        *lo = 0.1 * pow(2, retry - 1);
    else
        *lo = retry <= 8 ? 1 + 0.5 * (retry - 6) : 9;
    *hi = *lo;
}

START_TEST(finagle_take_and_concat)
{
    expect_as(
        "{sequence: [{take: {retries: 5, over: {exponential: {initial_delay: 100ms}}}}, {take: {retries: 3, over: "
        "{linear: {initial_delay: 1s, increment: 500ms}}}}, {fixed: {delay: 9s}}]}",
        finagle);
}
END_TEST

/* tenacity: wait_chain(*[wait_fixed(3)] * 3 + [wait_fixed(7)] * 2 + [wait_fixed(9)]); the last one stays. */
static void tenacity_chain(unsigned retry, double *lo, double *hi)
{
    *lo = *hi = retry <= 3 ? 3 : retry <= 5 ? 7 : 9;
}

START_TEST(tenacity_chain_of_waits)
{
    expect_as("{schedule: {delays: [3s, 3s, 3s, 7s, 7s, 9s]}}", tenacity_chain);
    expect_as("{sequence: [{take: {retries: 3, over: {fixed: {delay: 3s}}}}, {take: {retries: 2, over: {fixed: {delay: "
              "7s}}}}, {fixed: {delay: 9s}}]}",
              tenacity_chain);
}
END_TEST

/* tenacity: wait_fixed(3) + wait_random(0, 2) + wait_random_exponential(multiplier=1, max=60). The sum of two draws has
 * these ends and this mean; one draw from the summed window has another shape. */
static void tenacity_sum(unsigned retry, double *lo, double *hi)
{
    *lo = 3;
    *hi = 3 + 2 + capped_power(1, 2, retry, 60);
}

START_TEST(tenacity_sum_of_waits)
{
    expect_as("{sum: [{jitter: {add: 2s, over: {fixed: {delay: 3s}}}}, {jitter: {mode: full, over: {exponential: "
              "{initial_delay: 1s, max_delay: 60s}}}}]}",
              tenacity_sum);
}
END_TEST

/* systemd: RestartSec * (RestartMaxDelaySec / RestartSec)^((n-1) / RestartSteps), from RestartSteps + 1 on the longest.
 */
static void systemd(unsigned retry, double *lo, double *hi)
{
    *lo = *hi = retry > 7 ? 300 : 0.1 * pow(300 / 0.1, (retry - 1) / 7.0);
}

START_TEST(systemd_restart_steps)
{
    expect_as("{geometric: {initial_delay: 100ms, max_delay: 5m, steps: 7}}", systemd);
}
END_TEST

/* Failsafe, withBackoff(1s, 30s).withJitter(Duration 500ms): delay + random(-1, 1) * jitter. */
static void failsafe(unsigned retry, double *lo, double *hi)
{
    double delay = capped_power(1, 2, retry, 30);

    *lo = delay - 0.5;
    *hi = delay + 0.5;
}

START_TEST(failsafe_absolute_jitter)
{
    expect_as("{jitter: {plus_minus: 500ms, over: {exponential: {initial_delay: 1s, max_delay: 30s}}}}", failsafe);
}
END_TEST

/* curl --retry: one second, doubled each time, at most ten minutes. */
static void curl(unsigned retry, double *lo, double *hi)
{
    *lo = *hi = capped_power(1, 2, retry, 600);
}

START_TEST(curl_doubles_up_to_ten_minutes)
{
    expect_as("{exponential: {initial_delay: 1s, max_delay: 10m}}", curl);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("peers");

    tcase_add_checked_fixture(cases, NULL, grown_free);
    tcase_add_test(cases, grpc_plus_or_minus_a_fifth);
    tcase_add_test(cases, envoy_full_jitter_on_a_capped_window);
    tcase_add_test(cases, aws_full_jitter);
    tcase_add_test(cases, aws_decorrelated);
    tcase_add_test(cases, resilience4j_randomisation);
    tcase_add_test(cases, temporal_four_fifths_to_the_whole);
    tcase_add_test(cases, kubernetes_additive_factor);
    tcase_add_test(cases, finagle_take_and_concat);
    tcase_add_test(cases, tenacity_chain_of_waits);
    tcase_add_test(cases, tenacity_sum_of_waits);
    tcase_add_test(cases, systemd_restart_steps);
    tcase_add_test(cases, failsafe_absolute_jitter);
    tcase_add_test(cases, curl_doubles_up_to_ten_minutes);
    return tree_run(cases);
}
