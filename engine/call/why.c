/* why.c - spells out a call's last decision. */
#include "engine/call/why.h"

#include "engine/call/call.h"
#include "engine/call/path.h"
#include "engine/call/reason.h"
#include "engine/errors/error.h"
#include "engine/store/catalogue.h"
#include "schema/duration.h"

#include <inttypes.h>
#include <stdarg.h>

/* A sentence as it grows; length counts what does not fit as well. */
struct sentence {
    char *buffer;
    size_t size, length;
};

static void say(struct sentence *sentence, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(struct sentence *sentence, const char *format, ...)
{
    size_t room = sentence->length < sentence->size ? sentence->size - sentence->length : 0;
    va_list arguments;

    va_start(arguments, format);
    int length = vsnprintf(room ? sentence->buffer + sentence->length : NULL, room, format, arguments);
    va_end(arguments);
    sentence->length += length > 0 ? (size_t)length : 0;
}

static void say_duration(struct sentence *sentence, const char *before, uint64_t ns)
{
    char text[48];

    retry__duration_text(ns, text, sizeof(text));
    say(sentence, "%s%s", before, text);
}

/* What the current set adds to a decision. */
struct background {
    uint32_t max_attempts;
    char path[RETRY_PATH_BYTES]; /* "jitter > exponential"; empty where another set has decided */
};

static void look_up(const retry_call *call, struct background *out)
{
    const struct retry_policy *policy = call->policy;
    const struct retry_view *view;

    out->max_attempts = RETRY_UNLIMITED;
    out->path[0] = '\0';
    if (!policy)
        return;
    struct retry_slot *slot = retry__catalogue_enter(policy->catalogue, &view);
    const struct retry_plan *plan = retry__policy_plan(policy, view);
    if (plan && retry__call_obeyed(call, retry__view_turn(view))) {
        out->max_attempts = plan->max_attempts;
        retry__path_spell(call, plan, out->path, sizeof(out->path));
    }
    retry__thread_leave(slot);
}

/* " by rule 1: jitter > exponential" */
static void say_origin(struct sentence *sentence, const retry_call *call, const struct background *background)
{
    if (call->rule > 0)
        say(sentence, " by rule %u%s%s", (unsigned)call->rule, *background->path ? ": " : "", background->path);
    else if (*background->path)
        say(sentence, " by %s", background->path);
}

/* "retry 2 of 5 in 213ms, drawn from 0s..400ms by rule 1: jitter > exponential" */
static void say_retry(struct sentence *sentence, const retry_call *call, retry_decision last,
                      const struct background *background)
{
    bool drawn = call->window.lo_ns < call->window.hi_ns;

    say(sentence, "retry %" PRIu32, last.attempts);
    if (background->max_attempts != RETRY_UNLIMITED)
        say(sentence, " of %" PRIu32, background->max_attempts - 1);
    say_duration(sentence, " in ", last.delay_ns);
    if ((call->flags & (RETRY_CALL_KEPT | RETRY_CALL_MOVED)) == RETRY_CALL_KEPT) {
        say(sentence, ", granted before a reload");
        return;
    }
    if (drawn) {
        say_duration(sentence, ", drawn from ", call->window.lo_ns);
        say_duration(sentence, "..", call->window.hi_ns);
    }
    if (call->flags & RETRY_CALL_MOVED) {
        say(sentence, ", asked for by the server");
    } else {
        if (!drawn && (call->rule > 0 || *background->path))
            say(sentence, ", set");
        say_origin(sentence, call, background);
    }
}

/* What a stop's reason came from: its backoff or its rule. */
static void say_cause(struct sentence *sentence, const retry_call *call, retry_reason reason,
                      const struct background *background)
{
    if (reason == RETRY_REASON_EXHAUSTED || reason == RETRY_REASON_CUSTOM_MISSING)
        say_origin(sentence, call, background);
    else if (reason == RETRY_REASON_NOT_RETRYABLE && call->rule == 0)
        say(sentence, " by otherwise");
    else if (reason == RETRY_REASON_NOT_RETRYABLE || reason == RETRY_REASON_RULE_MAX_RETRIES)
        say(sentence, " by rule %u", (unsigned)call->rule);
}

/* "stopped after 6 attempts: max_attempts" */
static void say_stop(struct sentence *sentence, const retry_call *call, retry_decision last,
                     const struct background *background)
{
    retry_reason reason = (retry_reason)last.reason;

    if (reason == RETRY_REASON_SUCCESS)
        say(sentence, "succeeded after ");
    else if (reason == RETRY_REASON_ENDED)
        say(sentence, "left after ");
    else
        say(sentence, "stopped after ");
    say(sentence, "%" PRIu32 " attempt%s", last.attempts, last.attempts == 1 ? "" : "s");
    if (reason == RETRY_REASON_SUCCESS || reason == RETRY_REASON_ENDED)
        return;
    say(sentence, ": %s", retry__reason_name(reason));
    say_cause(sentence, call, reason, background);
}

size_t retry__call_why(const retry_call *call, char *buffer, size_t size)
{
    struct sentence sentence = {.buffer = buffer, .size = size};
    struct background background;
    retry_decision last = retry__call_last(call);
    char error[256];

    say(&sentence, "%s: ", call->policy ? call->policy->name : "(no policy)");
    if (!(call->flags & RETRY_CALL_DECIDED)) {
        say(&sentence, "no attempt reported yet");
        return sentence.length;
    }
    look_up(call, &background);
    if (last.again)
        say_retry(&sentence, call, last, &background);
    else
        say_stop(&sentence, call, last, &background);
    if (last.reason != RETRY_REASON_SUCCESS && !retry_is_ok(call->error)) {
        retry__error_text(call->error, error, sizeof(error));
        say(&sentence, " (%s)", error);
    }
    return sentence.length;
}
