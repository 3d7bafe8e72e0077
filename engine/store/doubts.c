/* doubts.c - what a policy as a whole lacks, and which of its parts have no effect. */
#include "engine/store/doubts.h"

#include "engine/errors/hint.h"
#include "engine/store/prove.h"
#include "engine/tree/rules.h"
#include "schema/duration.h"

#include <stdio.h>
#include <string.h>

/* A policy while it is looked at. */
struct whole {
    struct retry_build *build;
    const struct retry_definition *policy;
    const struct retry_fragment *top;
    const struct retry_limits_section *limits;
    const struct retry_node *backoff; /* NULL: none, or broken */
};

/* ---- what a mapping may hold -------------------------------------------------------------------- */

static bool is_field(const struct retry_shape *shape, const struct retry_value *key)
{
    for (uint16_t i = 0; i < shape->field_count; i++)
        if (retry__value_is(key, shape->fields[i].key))
            return true;
    return key->count > 2 && !memcmp(key->text, "x-", 2);
}

/* Holds a mapping all that it could, as far as can be told? A key that nobody knows may be the missing one, misspelt.
 */
static bool is_complete(const struct retry_value *mapping, const struct retry_shape *shape)
{
    if (mapping->type != RETRY_VALUE_MAPPING)
        return false;
    for (uint32_t i = 0; i < mapping->count; i++)
        if (!is_field(shape, &mapping->pairs[i].key))
            return false;
    return true;
}

/* Does the key stand twice there? Nobody knows which value is meant, so nothing is concluded from the first. */
static bool is_repeated(const struct retry_value *mapping, const char *key)
{
    for (uint32_t i = 0; mapping->repeated && i < mapping->count; i++)
        if (mapping->pairs[i].key.repeated && retry__value_is(&mapping->pairs[i].key, key))
            return true;
    return false;
}

static const struct retry_value *own_limits(const struct whole *whole)
{
    return retry__value_get(&whole->policy->pair->value, "limits");
}

/* ---- when it gives up --------------------------------------------------------------------------- */

/* Comes every call to an end without a limit: by the backoff, and by each rule's own? */
static bool ends(const struct whole *whole)
{
    const struct retry_rules *rules = retry__block_at(&whole->build->block, whole->top->rules);

    if (!whole->backoff || whole->backoff->length == RETRY_ENDLESS)
        return false;
    for (uint32_t i = 0; whole->top->rules && i < rules->count; i++) {
        const struct retry_node *own = retry__rule_backoff(retry__rules_at(rules, i));
        if (own && own->length == RETRY_ENDLESS && retry__rules_at(rules, i)->max_retries == RETRY_RULE_UNLIMITED)
            return false;
    }
    return true;
}

/* A policy must say when it gives up. Where limits are misspelt, that was said already. */
static bool check_limits(const struct whole *whole)
{
    struct retry_check check = retry__build_check(whole->build, whole->policy);
    const struct retry_value *key = &whole->policy->pair->key, *limits = own_limits(whole);

    if (whole->limits->max_attempts || whole->limits->max_elapsed_ns || ends(whole))
        return true;
    if (whole->policy->torn.limits || is_repeated(&whole->policy->pair->value, "limits"))
        return true;
    if (limits && (!is_complete(limits, &retry__shape_limits) || retry__value_get(limits, "max_attempts") ||
                   retry__value_get(limits, "max_elapsed")))
        return true;
    return retry__check_fault(&check, RETRY_FINDING_NO_LIMIT, limits ? limits : key,
                              limits ? "add max_attempts: 5 to limits, or max_attempts: unlimited"
                                     : "write limits: {max_attempts: 5}, or limits: {max_attempts: unlimited}",
                              "the policy '%.*s' states neither max_attempts nor max_elapsed", (int)key->count,
                              key->text);
}

/* May another max_attempts be meant than the first? */
static bool is_doubtful(const struct whole *whole)
{
    const struct retry_value *limits = own_limits(whole);

    return limits && (is_repeated(&whole->policy->pair->value, "limits") || is_repeated(limits, "max_attempts"));
}

/* Limits with something wrong about them may have been meant to allow one attempt, or hold a misplaced backoff. */
static bool may_make_one_attempt(const struct whole *whole)
{
    const struct retry_value *limits = own_limits(whole);

    if (whole->limits->max_attempts == 1 || is_doubtful(whole))
        return true;
    return limits && (!is_complete(limits, &retry__shape_limits) ||
                      (!whole->limits->max_attempts && retry__value_get(limits, "max_attempts")));
}

/* ---- how long it waits -------------------------------------------------------------------------- */

/* Is the place one of the policy itself or of its overrides? */
static bool is_own(const struct whole *whole, const struct retry_fragment *fragment)
{
    for (const struct retry_fragment *own = whole->top; own; own = own->below) {
        if (own == fragment)
            return true;
        if (own->definition == whole->policy)
            break;
    }
    return false;
}

static bool is_above(const struct retry_fragment *fragment, const struct retry_fragment *other)
{
    for (; fragment; fragment = fragment->below)
        if (fragment == other)
            return true;
    return false;
}

/* Of a policy of one attempt: a backoff that whoever wrote it must have known to be of no use. */
static void doubt_backoff(const struct whole *whole)
{
    struct retry_stated backoff = retry__fragment_find(whole->top, NULL, "backoff");
    struct retry_stated attempts = retry__fragment_find(whole->top, "limits", "max_attempts");
    struct retry_check check;

    if (!is_own(whole, backoff.fragment) || (attempts.fragment && !is_above(backoff.fragment, attempts.fragment)))
        return;
    check = retry__build_check(whole->build, backoff.fragment->definition);
    retry__check_fault(&check, RETRY_FINDING_UNUSED, &backoff.pair->key, "take the backoff out, or raise max_attempts",
                       "the backoff is never used: max_attempts is 1, the first try alone");
}

/* A policy that retries must say how long it waits. */
static bool check_backoff(const struct whole *whole)
{
    struct retry_check check = retry__build_check(whole->build, whole->policy);
    const struct retry_value *key = &whole->policy->pair->key;

    if (whole->top->section.backoff) {
        if (whole->limits->max_attempts == 1 && !is_doubtful(whole))
            doubt_backoff(whole);
        return true;
    }
    if (whole->policy->torn.backoff || whole->policy->torn.limits || may_make_one_attempt(whole))
        return true;
    return retry__check_fault(&check, RETRY_FINDING_NO_BACKOFF, key,
                              "write backoff: {exponential: {initial_delay: 100ms, max_delay: 10s}}",
                              "the policy '%.*s' has no backoff", (int)key->count, key->text);
}

/* ---- limits without effect ---------------------------------------------------------------------- */

/* Reports what two parts of a policy make of one another: at the first where it is the policy's own, else at the
 * second; where both are inherited it was said of the policy that brought them together. */
static void doubt(const struct whole *whole, enum retry_finding_code code, struct retry_stated first,
                  struct retry_stated second, const char *help, const char *message)
{
    struct retry_stated at = is_own(whole, first.fragment) ? first : second;
    struct retry_stated beside = at.pair == first.pair ? second : first;
    struct retry_check check;
    struct retry_draft draft;

    if (!at.fragment || !is_own(whole, at.fragment))
        return;
    check = retry__build_check(whole->build, at.fragment->definition);
    draft = retry__fault_draft(&check, code, &at.pair->value, help);
    if (beside.fragment != at.fragment) {
        draft.related = beside.fragment->definition->document->source;
        draft.related_place = &beside.pair->value.place;
        draft.related_note = "the other one stands here";
    }
    retry__report_add(whole->build->report, &draft, "%s", message);
}

static void doubt_timeout(const struct whole *whole)
{
    struct retry_stated timeout, elapsed;
    char message[160], text[48];

    if (!whole->limits->max_elapsed_ns || whole->limits->attempt_timeout_ns == UINT64_MAX ||
        whole->limits->attempt_timeout_ns <= whole->limits->max_elapsed_ns)
        return;
    timeout = retry__fragment_find(whole->top, "limits", "attempt_timeout");
    elapsed = retry__fragment_find(whole->top, "limits", "max_elapsed");
    retry__duration_text(whole->limits->max_elapsed_ns, text, sizeof text);
    snprintf(message, sizeof message, "attempt_timeout never binds: max_elapsed ends every attempt after %s", text);
    doubt(whole, RETRY_FINDING_NEVER_BINDS, timeout, elapsed,
          "take attempt_timeout out, or make it shorter than max_elapsed", message);
}

/* An attempt that is cut sooner never runs that long. */
static void doubt_reset(const struct whole *whole)
{
    struct retry_stated reset, timeout;
    char message[160], text[48];

    if (!whole->limits->reset_after_ns || whole->limits->reset_after_ns == UINT64_MAX ||
        !whole->limits->attempt_timeout_ns || whole->limits->attempt_timeout_ns >= whole->limits->reset_after_ns)
        return;
    reset = retry__fragment_find(whole->top, "limits", "reset_after");
    timeout = retry__fragment_find(whole->top, "limits", "attempt_timeout");
    retry__duration_text(whole->limits->attempt_timeout_ns, text, sizeof text);
    snprintf(message, sizeof message, "reset_after never binds: attempt_timeout ends every attempt after %s", text);
    doubt(whole, RETRY_FINDING_NEVER_BINDS, reset, timeout,
          "take attempt_timeout out, and limit connecting in the program; or make reset_after shorter", message);
}

/* May a wait be shorter than the policy's backoff says? */
static bool has_other_waits(const struct whole *whole)
{
    const struct retry_rules *rules = retry__block_at(&whole->build->block, whole->top->rules);

    for (uint32_t i = 0; whole->top->rules && i < rules->count; i++)
        if (retry__rules_at(rules, i)->backoff)
            return true;
    return whole->top->section.hints.use == RETRY_HINT_REPLACE;
}

static void doubt_elapsed(const struct whole *whole)
{
    struct retry_stated elapsed, backoff;
    char message[200], wait[48], text[48];
    retry_window range;

    if (!whole->limits->max_elapsed_ns || whole->limits->max_elapsed_ns == UINT64_MAX || !whole->backoff ||
        whole->limits->max_attempts == 1 || has_other_waits(whole) || !retry__prove_range(whole->backoff, &range) ||
        range.lo_ns <= whole->limits->max_elapsed_ns)
        return;
    elapsed = retry__fragment_find(whole->top, "limits", "max_elapsed");
    backoff = retry__fragment_find(whole->top, NULL, "backoff");
    retry__duration_text(range.lo_ns, wait, sizeof wait);
    retry__duration_text(whole->limits->max_elapsed_ns, text, sizeof text);
    snprintf(message, sizeof message,
             "no retry is ever made: the first wait, at least %s, would end after max_elapsed %s", wait, text);
    doubt(whole, RETRY_FINDING_UNUSED, elapsed, backoff, "raise max_elapsed, or shorten the backoff's first delay",
          message);
}

/* May other limits or another backoff be meant than those that stand first? */
static bool is_uncertain(const struct retry_value *mapping)
{
    const struct retry_value *limits = retry__value_get(mapping, "limits");

    return (limits && limits->repeated) || is_repeated(mapping, "limits") || is_repeated(mapping, "backoff");
}

bool retry__doubts_check(struct retry_build *build, struct retry_definition *policy, bool good)
{
    const struct retry_fragment *top = policy->fragment;
    struct whole whole = {
        .build = build,
        .policy = policy,
        .top = top,
        .limits = &top->section.limits,
        .backoff = top->backoff && good ? retry__block_at(&build->block, top->backoff) : NULL,
    };
    const struct retry_value *mapping = &policy->pair->value;

    /* Where something is wrong, what is inherited or laid over it might be what seems to be lacking. */
    if (good || (top->definition == policy && is_complete(mapping, &retry__shape_policy) &&
                 !retry__value_get(mapping, "extends"))) {
        bool limited = check_limits(&whole), waits = check_backoff(&whole);
        good &= limited && waits;
    }
    if (good && !is_uncertain(mapping)) {
        doubt_timeout(&whole);
        doubt_elapsed(&whole);
        doubt_reset(&whole);
    }
    return good;
}
