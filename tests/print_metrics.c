/* print_metrics.c - for check_metrics.sh: counts a little of everything, then prints it. */
#include "engine/retry.h"

#include <errno.h>
#include <locale.h>

static const char good[] = "version: 1\n"
                           "policies: {db: {limits: {max_attempts: 3}, backoff: {fixed: {delay: 1500us}}}}\n";

static retry_error operation(void *context, retry_call *call)
{
    unsigned *failures_left = context;

    (void)call;
    return *failures_left > 0 ? (--*failures_left, retry_errno(ECONNREFUSED)) : retry_ok();
}

static void run(const retry_policy *policy, unsigned failures)
{
    retry_run(policy, NULL, operation, &failures);
}

/* The path leads to nothing: a first load that is refused, while the program's own text serves. */
int main(void)
{
    retry_options options = {.size = sizeof(options), .path = "/nonexistent/policies", .defaults = good};

    setlocale(LC_ALL, "");
    if (retry_init(&options, NULL) == RETRY_OK)
        return 1;
    for (unsigned failures = 0; failures < 4; failures += failures + 1)
        run(retry_policy_get("db"), failures);
    run(retry_policy_get("misspelled"), 0);
    return retry_metrics_print(NULL, stdout) ? 0 : 1;
}
