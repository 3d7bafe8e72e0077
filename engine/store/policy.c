/* policy.c - one policy of a document becomes a plan. */
#include "engine/store/policy.h"

#include "engine/store/doubts.h"
#include "engine/store/lineage.h"

#include <string.h>

/* Puts what a policy makes of hints into the block, once for all that make the same; 0: the usual. */
static bool add_hints(struct retry_build *build, const struct retry_hints_section *section, size_t *out_at)
{
    struct retry_hint_terms terms = {
        .max_ns = section->max_ns,
        .max_extra_ns = section->max_extra_ns ? section->max_extra_ns : UINT64_MAX,
        .spread = section->spread,
        .use = section->use,
        .over_max = section->over_max,
    };

    *out_at = 0;
    if (!section->stated || !memcmp(&terms, &retry__hint_usual, sizeof terms))
        return true;
    if (!retry__block_add(&build->block, sizeof terms, out_at))
        return retry__report_no_memory(build->report);
    memcpy(retry__block_at(&build->block, *out_at), &terms, sizeof terms);
    return retry__shares_settle(&build->shares, &build->block, out_at) || retry__report_no_memory(build->report);
}

static uint64_t unless_stated(uint64_t stated_ns)
{
    return stated_ns ? stated_ns : UINT64_MAX;
}

static struct retry_plan plan_of(const struct retry_policy_section *section)
{
    return (struct retry_plan){
        .max_elapsed_ns = unless_stated(section->limits.max_elapsed_ns),
        .attempt_timeout_ns = unless_stated(section->limits.attempt_timeout_ns),
        .reset_after_ns = unless_stated(section->limits.reset_after_ns),
        .max_attempts = section->limits.max_attempts ? section->limits.max_attempts : UINT32_MAX,
        .enabled = section->enabled,
        .otherwise_retry = retry__policy_states(section, RETRY_POLICY_OTHERWISE)
                               ? section->otherwise == RETRY_ACTION_RETRY
                               : !section->rules,
        .not_idempotent = !section->idempotent,
        .keeps = section->when_disabled == RETRY_WHEN_DISABLED_KEEP,
    };
}

bool retry__policy_build(struct retry_build *build, struct retry_definition *definition, struct retry_plan *out_plan,
                         struct retry_roots *out_roots)
{
    bool good = retry__lineage_build(build, definition);
    const struct retry_fragment *top = definition->fragment;

    if (!top || definition->replaced)
        return false;
    good = retry__doubts_check(build, definition, good);
    if (!good)
        return false;
    *out_plan = plan_of(&top->section);
    *out_roots = (struct retry_roots){.backoff = top->backoff, .rules = top->rules};
    return add_hints(build, &top->section.hints, &out_roots->hints);
}
