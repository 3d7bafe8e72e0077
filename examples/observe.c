/* observe.c - logs every decision as one line of JSON: what failed, what the policy made of it, and by which set. */
#include <retry.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char defaults[] =
    "version: 1\n"
    "policies:\n"
    "  billing.charge:\n"
    "    limits: {max_attempts: 4}\n"
    "    backoff: {jitter: {mode: full, over: {exponential: {initial_delay: 1ms, max_delay: 20ms}}}}\n"
    "    rules:\n"
    "      - {when: ['app:card-declined'], action: fail}\n"
    "    otherwise: retry\n";

/* A string of JSON. What a policy file or a server wrote may hold anything. */
static void put_string(FILE *stream, const char *text)
{
    fputc('"', stream);
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte == '"' || byte == '\\')
            fprintf(stream, "\\%c", byte);
        else if (byte < 0x20)
            fprintf(stream, "\\u%04x", byte);
        else
            fputc(byte, stream);
    }
    fputc('"', stream);
}

static void put_member(FILE *stream, const char *name, const char *text)
{
    fprintf(stream, ",\"%s\":", name);
    put_string(stream, text);
}

/* Called on the thread that decides, so it only writes. One lock keeps the lines of several threads apart. */
static void log_decision(void *context, const retry_observation *seen)
{
    FILE *stream = context;
    retry_decision decision = seen->decision;
    char error[256];

    flockfile(stream);
    fputs("{\"policy\":", stream);
    put_string(stream, retry_policy_name(seen->policy));
    put_member(stream, "reason", retry_reason_name((retry_reason)decision.reason));
    fprintf(stream, ",\"attempts\":%" PRIu32 ",\"generation\":%" PRIu64, decision.attempts, seen->generation);
    if (decision.again)
        fprintf(stream, ",\"delay_ns\":%" PRIu64 ",\"window_ns\":[%" PRIu64 ",%" PRIu64 "]", decision.delay_ns,
                seen->window.lo_ns, seen->window.hi_ns);
    if (!retry_is_ok(seen->error)) {
        retry_error_text(seen->error, error, sizeof(error));
        put_member(stream, "error", error);
    }
    if (seen->rule > 0)
        fprintf(stream, ",\"rule\":%" PRIu32, seen->rule);
    if (*seen->path != '\0')
        put_member(stream, "path", seen->path);
    if (seen->target)
        put_member(stream, "target", seen->target);
    fputs("}\n", stream);
    funlockfile(stream);
}

/* Fails twice, then succeeds, or else declines at once. */
static retry_error charge(void *context, retry_call *call)
{
    unsigned *attempts = context;

    (void)call;
    if (!attempts)
        return retry_app("card-declined");
    return ++*attempts <= 2 ? retry_errno(ECONNRESET) : retry_ok();
}

int main(void)
{
    retry_options options = {
        .size = sizeof(options),
        .program = "billing",
        .path = "",
        .defaults = defaults,
        .context = stdout,
        .observe = log_decision,
    };
    retry_call_options call = {.size = sizeof(call), .target = "eu\t\"west\""};
    unsigned attempts = 0;

    retry_init(&options, NULL);
    const retry_policy *policy = retry_policy_get("billing.charge");
    retry_run(policy, &call, charge, &attempts);
    retry_run(policy, NULL, charge, NULL);
    return ferror(stdout) ? 1 : 0;
}
