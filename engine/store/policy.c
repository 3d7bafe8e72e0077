/* policy.c - one policy of a document becomes a plan. */
#include "engine/store/policy.h"

#include "engine/store/shapes.h"

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

/* A policy must say when it gives up. Where limits are misspelt, that was said already. */
static bool check_limits(const struct retry_check *check, const struct retry_definition *definition,
                         const struct retry_limits_section *section)
{
    const struct retry_value *policy = &definition->pair->value;
    const struct retry_value *limits;

    if (section->max_attempts || section->max_elapsed_ns)
        return true;
    limits = retry__value_get(policy, "limits");
    if (limits && (!is_complete(limits, &retry__shape_limits) || retry__value_get(limits, "max_attempts") ||
                   retry__value_get(limits, "max_elapsed")))
        return true;
    return retry__check_fault(check, RETRY_FINDING_NO_LIMIT, limits ? limits : &definition->pair->key,
                              "write limits: {max_attempts: 5}, or max_elapsed: 30s, or the word unlimited",
                              "the policy '%.*s' states neither max_attempts nor max_elapsed",
                              (int)definition->pair->key.count, definition->pair->key.text);
}

/* Also where a 1 was meant and something else about it is wrong. */
static bool makes_one_attempt(const struct retry_value *policy, const struct retry_limits_section *section)
{
    const struct retry_value *limits, *attempts = NULL;

    if (section->max_attempts)
        return section->max_attempts == 1;
    limits = retry__value_get(policy, "limits");
    if (limits && limits->type == RETRY_VALUE_MAPPING)
        attempts = retry__value_get(limits, "max_attempts");
    return attempts && retry__value_is(attempts, "1");
}

/* A policy that retries must say how long it waits. */
static bool check_backoff(const struct retry_check *check, const struct retry_definition *definition,
                          const struct retry_limits_section *section)
{
    const struct retry_value *policy = &definition->pair->value;
    const struct retry_value *key = key_of(policy, "backoff");
    bool single = makes_one_attempt(policy, section);

    if (key && single)
        retry__check_fault(check, RETRY_FINDING_UNUSED, key, "take the backoff out, or raise max_attempts",
                           "the backoff is never used: max_attempts is 1, the first try alone");
    if (key || single)
        return true;
    return retry__check_fault(check, RETRY_FINDING_NO_BACKOFF, &definition->pair->key,
                              "write backoff: {exponential: {initial_delay: 100ms, max_delay: 10s}}",
                              "the policy '%.*s' has no backoff", (int)definition->pair->key.count,
                              definition->pair->key.text);
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

    if (good || is_complete(policy, &retry__shape_policy)) {
        good &= check_limits(&check, definition, &section.limits);
        good &= check_backoff(&check, definition, &section.limits);
    }
    if (section.backoff)
        good &= retry__build_node(build, definition, section.backoff, &built);
    *out_root = built.root;
    *out_plan = (struct retry_plan){
        .max_elapsed_ns = unless_stated(section.limits.max_elapsed_ns),
        .attempt_timeout_ns = unless_stated(section.limits.attempt_timeout_ns),
        .max_attempts = section.limits.max_attempts ? section.limits.max_attempts : UINT32_MAX,
        .enabled = section.enabled,
    };
    return good;
}
