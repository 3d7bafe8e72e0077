/* infra_retry.c - infra-retry's usage example: three policies in a file, held to the same numbers in C. */
#include <retry.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#define MS UINT64_C(1000000) /* ns */

/* What the program expects of one policy. */
struct expectation {
    const char *policy;
    uint32_t max_attempts;
    uint32_t retries; /* that the backoff grants within max_attempts */
    retry_window (*window)(uint32_t failures);
};

/* ExponentialBackoff from 100 ms, doubled each time, at most 60 s; WithJitter adds or takes up to 30 %. */
static retry_window exponential(uint32_t failures)
{
    uint64_t delay_ns = 100 * MS << (failures - 1);
    if (delay_ns > 60000 * MS)
        delay_ns = 60000 * MS;
    return (retry_window){.lo_ns = delay_ns / 10 * 7, .hi_ns = delay_ns / 10 * 13};
}

/* FixedDelay of 1 s. */
static retry_window fixed(uint32_t failures)
{
    (void)failures;
    return (retry_window){.lo_ns = 1000 * MS, .hi_ns = 1000 * MS};
}

/* The program's own policy: 50 ms longer each time. */
static retry_window staircase(uint32_t failures)
{
    return (retry_window){.lo_ns = failures * 50 * MS, .hi_ns = failures * 50 * MS};
}

/* The same as a registered function, which ends after three retries. It takes the place of a RetryPolicy trait. */
static retry_answer staircase_answer(void *context, const retry_question *question, retry_window *out_window)
{
    (void)context;
    if (question->failures > 3)
        return RETRY_ANSWER_EXHAUSTED;
    *out_window = staircase(question->failures);
    return RETRY_ANSWER_WINDOW;
}

static const struct expectation expectations[] = {
    {.policy = "exponential", .max_attempts = 5, .retries = 4, .window = exponential},
    {.policy = "fixed", .max_attempts = 3, .retries = 2, .window = fixed},
    {.policy = "staircase", .max_attempts = 10, .retries = 3, .window = staircase},
};

/* Prints what the file and what the program say of one retry. Returns whether they agree. */
static bool compare_retry(const struct expectation *expected, const retry_policy *policy, uint32_t failures)
{
    retry_window file = {0, 0};
    retry_window program = expected->window(failures);
    bool granted = retry_policy_should_retry(policy, failures, retry_errno(ECONNREFUSED)) &&
                   retry_policy_window(policy, failures, &file) == RETRY_ANSWER_WINDOW;
    bool same = granted && file.lo_ns == program.lo_ns && file.hi_ns == program.hi_ns;

    printf("  retry %" PRIu32 "   file %4" PRIu64 " ms to %4" PRIu64 " ms   program %4" PRIu64 " ms to %4" PRIu64
           " ms   %s\n",
           failures, file.lo_ns / MS, file.hi_ns / MS, program.lo_ns / MS, program.hi_ns / MS,
           same ? "same" : "DIFFERENT");
    return same;
}

static bool compare_policy(const struct expectation *expected, const retry_policy *policy)
{
    uint32_t attempts = retry_policy_max_attempts(policy);
    bool same = attempts == expected->max_attempts;

    printf("%s: file %" PRIu32 " attempts, program %" PRIu32 " attempts\n", expected->policy, attempts,
           expected->max_attempts);
    for (uint32_t failures = 1; failures <= expected->retries; failures++)
        same = compare_retry(expected, policy, failures) && same;
    if (retry_policy_should_retry(policy, expected->retries + 1, retry_errno(ECONNREFUSED))) {
        printf("  retry %" PRIu32 "   file grants it, program does not   DIFFERENT\n", expected->retries + 1);
        same = false;
    }
    return same;
}

/* Loads one file into a catalogue of its own and compares all policies. */
static bool compare_file(const char *path)
{
    retry_catalogue *catalogue = NULL;
    retry_report *report = NULL;
    retry_options options = {.size = sizeof(options), .path = path};
    retry_status status = retry_catalogue_open(&options, &catalogue, &report);
    bool same = status == RETRY_OK;

    retry_report_print(report, stderr);
    retry_report_free(report);
    if (same)
        same = retry_custom_set(catalogue, "staircase", staircase_answer, NULL) == RETRY_OK;
    printf("%s: %s\n", path, retry_status_text(status));
    for (size_t i = 0; status == RETRY_OK && i < sizeof(expectations) / sizeof(expectations[0]); i++)
        same = compare_policy(&expectations[i], retry_catalogue_get(catalogue, expectations[i].policy)) && same;
    retry_catalogue_free(catalogue);
    return same;
}

int main(int count, char **arguments)
{
    bool same = count > 1;

    if (count < 2)
        fprintf(stderr, "usage: infra_retry FILE...\n");
    for (int i = 1; i < count; i++)
        same = compare_file(arguments[i]) && same;
    return same ? 0 : 1;
}
