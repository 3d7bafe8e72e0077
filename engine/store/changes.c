/* changes.c - what a new set changes in the meaning of policies, in one line. */
#include "engine/store/changes.h"

#include "engine/tree/differ.h"
#include "engine/tree/waits.h"
#include "schema/duration.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#define WORDS 48 /* room for a duration, or for a word in its place */

/* ---- one policy --------------------------------------------------------------------------------- */

/* What is told of a policy as it grows; length counts what does not fit as well. */
struct parts {
    char *text;
    size_t size, length;
};

static void put(struct parts *parts, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Puts one part, with a comma before it unless it is the first. */
static void put(struct parts *parts, const char *format, ...)
{
    char part[4 * WORDS]; /* a word, two durations */
    size_t room = parts->length < parts->size ? parts->size - parts->length : 0;
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(part, sizeof(part), format, arguments);
    va_end(arguments);
    int length = snprintf(room ? parts->text + parts->length : NULL, room, "%s%s", parts->length > 0 ? ", " : "", part);
    parts->length += length > 0 ? (size_t)length : 0;
}

static const char *attempts_text(uint32_t attempts, char words[WORDS])
{
    if (attempts == UINT32_MAX)
        return "unlimited";
    snprintf(words, WORDS, "%" PRIu32, attempts);
    return words;
}

static const char *limit_text(uint64_t limit_ns, char words[WORDS])
{
    if (limit_ns == UINT64_MAX)
        return "unlimited";
    retry__duration_text(limit_ns, words, WORDS);
    return words;
}

/* The longest that all waits together may take, where the errors wait by the policy's backoff. */
static const char *worst_text(const struct retry_plan *plan, char words[WORDS])
{
    struct retry_waits waits;
    struct retry_waits_total total;

    retry__waits_begin(&waits, plan, NULL);
    total = retry__waits_total(&waits);
    if (!total.max_known)
        return waits.reachable == RETRY_WAITS_ENDLESS ? "unlimited" : "unknown";
    if (total.max_ns == RETRY_WAITS_MOST)
        return "over 292 years";
    retry__duration_text(total.max_ns, words, WORDS);
    return words;
}

static void put_limits(struct parts *parts, const struct retry_plan *before, const struct retry_plan *after,
                       unsigned differ)
{
    char old_words[WORDS], new_words[WORDS];

    if (differ & RETRY_DIFFER_MAX_ATTEMPTS)
        put(parts, "attempts %s to %s", attempts_text(before->max_attempts, old_words),
            attempts_text(after->max_attempts, new_words));
    if (differ & RETRY_DIFFER_MAX_ELAPSED)
        put(parts, "max_elapsed %s to %s", limit_text(before->max_elapsed_ns, old_words),
            limit_text(after->max_elapsed_ns, new_words));
    if (differ & RETRY_DIFFER_ATTEMPT_TIMEOUT)
        put(parts, "attempt_timeout %s to %s", limit_text(before->attempt_timeout_ns, old_words),
            limit_text(after->attempt_timeout_ns, new_words));
    if (differ & RETRY_DIFFER_RESET_AFTER)
        put(parts, "reset_after %s to %s", limit_text(before->reset_after_ns, old_words),
            limit_text(after->reset_after_ns, new_words));
}

/* A backoff whose parameters alone have changed is told by the worst case, unless limits may have changed that. */
static void put_backoff(struct parts *parts, const struct retry_plan *before, const struct retry_plan *after,
                        unsigned differ)
{
    const unsigned limits = RETRY_DIFFER_MAX_ATTEMPTS | RETRY_DIFFER_MAX_ELAPSED;
    char old_words[WORDS], new_words[WORDS];
    const char *was, *is;

    if (!(differ & (limits | RETRY_DIFFER_BACKOFF)))
        return;
    was = worst_text(before, old_words);
    is = worst_text(after, new_words);
    bool worst = strcmp(was, is) != 0;
    if (worst)
        put(parts, "worst case %s to %s", was, is);
    if (differ & RETRY_DIFFER_KINDS || (differ & RETRY_DIFFER_BACKOFF && (!worst || differ & limits)))
        put(parts, "backoff changed");
}

static void put_sections(struct parts *parts, const struct retry_plan *after, unsigned differ)
{
    if (differ & RETRY_DIFFER_RULES)
        put(parts, "rules changed");
    if (differ & RETRY_DIFFER_HINTS)
        put(parts, "hints changed");
    if (differ & RETRY_DIFFER_IDEMPOTENT)
        put(parts, after->not_idempotent ? "idempotent to not idempotent" : "not idempotent to idempotent");
    if (differ & RETRY_DIFFER_OTHERWISE)
        put(parts, after->otherwise_retry ? "otherwise fail to retry" : "otherwise retry to fail");
    if (differ & RETRY_DIFFER_WHEN_DISABLED)
        put(parts, after->keeps ? "when_disabled stop to keep" : "when_disabled keep to stop");
}

static void put_policy(struct parts *parts, const struct retry_plan *before, const struct retry_plan *after,
                       unsigned differ)
{
    if (differ & RETRY_DIFFER_ORPHANED)
        put(parts, after->orphaned ? "orphaned" : "defined again");
    put_limits(parts, before, after, differ);
    if (differ & RETRY_DIFFER_ENABLED)
        put(parts, after->enabled ? "disabled to enabled" : "enabled to disabled");
    put_backoff(parts, before, after, differ);
    put_sections(parts, after, differ);
}

size_t retry__changes_of(const struct retry_plan *before, const struct retry_plan *after, char *text, size_t size)
{
    struct parts parts = {.text = text, .size = size};
    struct retry_compared compared = {0};

    if (size > 0)
        text[0] = '\0';
    if (!before || !after)
        put(&parts, before ? "removed" : "added");
    else
        put_policy(&parts, before, after, retry__plan_differ(before, after, &compared));
    return parts.length;
}

/* ---- all of them -------------------------------------------------------------------------------- */

void retry__changes_each(const struct retry_set *before, const struct retry_set *after,
                         void (*visit)(void *context, const struct retry_plan *before, const struct retry_plan *after),
                         void *context)
{
    struct retry_compared compared = {0};

    for (uint32_t i = 0; after && i < after->plan_count; i++) {
        const struct retry_plan *plan = retry__set_plan(after, i), *old;
        const char *name = retry__plan_name(plan);
        old = before ? retry__set_find(before, name, strlen(name)) : NULL;
        if (!old || retry__plan_differ(old, plan, &compared))
            visit(context, old, plan);
    }
    for (uint32_t i = 0; before && i < before->plan_count; i++) {
        const struct retry_plan *plan = retry__set_plan(before, i);
        const char *name = retry__plan_name(plan);
        if (!after || !retry__set_find(after, name, strlen(name)))
            visit(context, plan, NULL);
    }
}

/* ---- in one line -------------------------------------------------------------------------------- */

struct changes {
    char *text;
    size_t size;
    size_t policies;                        /* that changed */
    size_t spelled;                         /* of these */
    size_t ends[RETRY_CHANGES_SPELLED + 1]; /* of the text, with so many spelled */
    bool full;
};

/* Spells one more where there is room for it. */
static void spell(struct changes *changes, const char *name, const struct retry_plan *before,
                  const struct retry_plan *after)
{
    size_t start = changes->ends[changes->spelled], left = changes->size - start, length;
    char *text = changes->text + start;

    length = (size_t)snprintf(text, left, "%s%s: ", start > 0 ? "; " : "", name);
    if (length < left)
        length += retry__changes_of(before, after, text + length, left - length);
    if (length < left)
        changes->ends[++changes->spelled] = start + length;
    changes->full = length >= left || changes->spelled == RETRY_CHANGES_SPELLED;
}

static void count(void *context, const struct retry_plan *before, const struct retry_plan *after)
{
    struct changes *changes = context;

    changes->policies++;
    if (!changes->full)
        spell(changes, retry__plan_name(after ? after : before), before, after);
}

/* The words for the policies that are not spelled. */
static const char *rest_text(const struct changes *changes, char words[WORDS])
{
    size_t rest = changes->policies - changes->spelled;

    if (changes->policies == 0)
        return "nothing";
    if (rest == 0)
        return "";
    if (changes->spelled > 0)
        snprintf(words, WORDS, "; %zu more", rest);
    else
        snprintf(words, WORDS, "%zu %s changed", rest, rest == 1 ? "policy" : "policies");
    return words;
}

/* Ends the text behind as many policies as leave room to count the others. */
static void finish(struct changes *changes)
{
    char words[WORDS];
    const char *rest = rest_text(changes, words);

    while (changes->ends[changes->spelled] + strlen(rest) >= changes->size && changes->spelled > 0) {
        changes->spelled--;
        rest = rest_text(changes, words);
    }
    if (changes->ends[changes->spelled] + strlen(rest) >= changes->size)
        rest = "";
    memcpy(changes->text + changes->ends[changes->spelled], rest, strlen(rest) + 1);
}

size_t retry__changes(const struct retry_set *before, const struct retry_set *after, char *text, size_t size)
{
    struct changes changes = {.text = text, .size = size, .full = size == 0};

    retry__changes_each(before, after, count, &changes);
    if (size > 0)
        finish(&changes);
    return changes.policies;
}
