/* policy.c - one policy of a document becomes a plan. */
#include "engine/store/policy.h"

#include "engine/store/prove.h"
#include "engine/store/shapes.h"
#include "schema/duration.h"

#include <string.h>

static const struct retry_value *key_of(const struct retry_value *mapping, const char *key)
{
    for (uint32_t i = 0; i < mapping->count; i++)
        if (retry__value_is(&mapping->pairs[i].key, key))
            return &mapping->pairs[i].key;
    return NULL;
}

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

/* A policy must say when it gives up. Where limits are misspelt, that was said already. */
static bool check_limits(const struct retry_check *check, const struct retry_definition *definition,
                         const struct retry_limits_section *section)
{
    const struct retry_value *policy = &definition->pair->value;
    const struct retry_value *limits;

    if (section->max_attempts || section->max_elapsed_ns || is_repeated(policy, "limits") || definition->torn.limits)
        return true;
    limits = retry__value_get(policy, "limits");
    if (limits && (!is_complete(limits, &retry__shape_limits) || retry__value_get(limits, "max_attempts") ||
                   retry__value_get(limits, "max_elapsed")))
        return true;
    return retry__check_fault(check, RETRY_FINDING_NO_LIMIT, limits ? limits : &definition->pair->key,
                              limits ? "add max_attempts: 5 to limits, or max_attempts: unlimited"
                                     : "write limits: {max_attempts: 5}, or limits: {max_attempts: unlimited}",
                              "the policy '%.*s' states neither max_attempts nor max_elapsed",
                              (int)definition->pair->key.count, definition->pair->key.text);
}

/* May another max_attempts be meant than the first? */
static bool is_doubtful(const struct retry_value *policy, const struct retry_value *limits)
{
    return limits && (is_repeated(policy, "limits") || is_repeated(limits, "max_attempts"));
}

/* Limits with something wrong about them may have been meant to allow one attempt, or hold a misplaced backoff. */
static bool may_make_one_attempt(const struct retry_value *policy, const struct retry_limits_section *section)
{
    const struct retry_value *limits = retry__value_get(policy, "limits");

    if (section->max_attempts == 1 || is_doubtful(policy, limits))
        return true;
    return limits && (!is_complete(limits, &retry__shape_limits) ||
                      (!section->max_attempts && retry__value_get(limits, "max_attempts")));
}

/* A policy that retries must say how long it waits. */
static bool check_backoff(const struct retry_check *check, const struct retry_definition *definition,
                          const struct retry_limits_section *section)
{
    const struct retry_value *policy = &definition->pair->value;
    const struct retry_value *key = key_of(policy, "backoff");

    if (key && section->max_attempts == 1 && !is_doubtful(policy, retry__value_get(policy, "limits")))
        retry__check_fault(check, RETRY_FINDING_UNUSED, key, "take the backoff out, or raise max_attempts",
                           "the backoff is never used: max_attempts is 1, the first try alone");
    if (key || definition->torn.backoff || definition->torn.limits || may_make_one_attempt(policy, section))
        return true;
    return retry__check_fault(check, RETRY_FINDING_NO_BACKOFF, &definition->pair->key,
                              "write backoff: {exponential: {initial_delay: 100ms, max_delay: 10s}}",
                              "the policy '%.*s' has no backoff", (int)definition->pair->key.count,
                              definition->pair->key.text);
}

/* Warns of a limit that the others leave without effect. */
static void doubt_limits(const struct retry_check *check, const struct retry_value *policy,
                         const struct retry_plan *plan, const struct retry_node *backoff)
{
    const struct retry_value *limits;
    char wait[48], elapsed[48];
    retry_window range;

    if (!retry__plan_timed(plan))
        return;
    limits = retry__value_get(policy, "limits");
    if (limits->repeated || is_repeated(policy, "limits") || is_repeated(policy, "backoff"))
        return;
    retry__duration_text(plan->max_elapsed_ns, elapsed, sizeof elapsed);
    if (plan->attempt_timeout_ns != UINT64_MAX && plan->attempt_timeout_ns > plan->max_elapsed_ns)
        retry__check_fault(check, RETRY_FINDING_NEVER_BINDS, retry__value_get(limits, "attempt_timeout"),
                           "take attempt_timeout out, or make it shorter than max_elapsed",
                           "attempt_timeout never binds: max_elapsed ends every attempt after %s", elapsed);
    if (!backoff || plan->max_attempts == 1 || !retry__prove_range(backoff, &range) ||
        range.lo_ns <= plan->max_elapsed_ns)
        return;
    retry__duration_text(range.lo_ns, wait, sizeof wait);
    retry__check_fault(check, RETRY_FINDING_UNUSED, retry__value_get(limits, "max_elapsed"),
                       "raise max_elapsed, or shorten the backoff's first delay",
                       "no retry is ever made: the first wait, at least %s, would end after max_elapsed %s", wait,
                       elapsed);
}

static uint64_t unless_stated(uint64_t stated_ns)
{
    return stated_ns ? stated_ns : UINT64_MAX;
}

bool retry__policy_build(struct retry_build *build, struct retry_definition *definition, struct retry_plan *out_plan,
                         size_t *out_root)
{
    const struct retry_value *policy = &definition->pair->value;
    struct retry_check check = retry__build_check(build, definition);
    struct retry_policy_section section;
    struct retry_built built = {0};
    bool good = retry__check_section(&check, policy, &retry__shape_policy, &section);

    if (!definition->replaced && (good || is_complete(policy, &retry__shape_policy))) {
        good &= check_limits(&check, definition, &section.limits);
        good &= check_backoff(&check, definition, &section.limits);
    }
    if (section.backoff)
        good &= retry__build_node(build, definition, section.backoff, &built);
    retry__build_repeated(build, definition, policy, "backoff");
    *out_root = built.root;
    *out_plan = (struct retry_plan){
        .max_elapsed_ns = unless_stated(section.limits.max_elapsed_ns),
        .attempt_timeout_ns = unless_stated(section.limits.attempt_timeout_ns),
        .reset_after_ns = UINT64_MAX,
        .max_attempts = section.limits.max_attempts ? section.limits.max_attempts : UINT32_MAX,
        .enabled = section.enabled,
        .otherwise_retry = true,
    };
    if (good && !definition->replaced)
        doubt_limits(&check, policy, out_plan, built.root ? retry__block_at(&build->block, built.root) : NULL);
    return good;
}
