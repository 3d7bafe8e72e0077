/* operate.c - a client to practise on: calls that always fail, one after another, under a policy that is watched. */
#define _POSIX_C_SOURCE 200809L

#include <retry.h>

#include <errno.h>
#include <time.h>

/* Stands for a database that is down. */
static retry_error query(void *context, retry_call *call)
{
    (void)context, (void)call;
    return retry_errno(ECONNREFUSED);
}

int main(void)
{
    const struct timespec pause = {.tv_nsec = 100000000};
    retry_decision outcome, before = {0};
    retry_call_options options = {.size = sizeof(options), .outcome = &outcome};

    setvbuf(stdout, NULL, _IOLBF, 0);
    if (retry_watch_start(NULL, NULL) != RETRY_OK)
        return 1;
    for (;; nanosleep(&pause, NULL)) {
        retry_run(retry_policy_get("db"), &options, query, NULL);
        if (outcome.attempts != before.attempts || outcome.reason != before.reason)
            printf("a call to db: %u attempt%s, %s\n", (unsigned)outcome.attempts, outcome.attempts == 1 ? "" : "s",
                   retry_reason_name(outcome.reason));
        before = outcome;
    }
}
