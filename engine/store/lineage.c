/* lineage.c - from a policy up through all that it extends: the line of fragments that say what it is. */
#include "engine/store/lineage.h"

#include "engine/store/overrides.h"
#include "schema/limits.h"

#include <stdio.h>

#define SUGGESTIONS 100 /* each compares all names; whoever mistook more of them gets no more help */

static bool build_line(struct retry_build *build, struct retry_definition *policy, struct retry_definition *user,
                       unsigned above);

/* ---- findings ----------------------------------------------------------------------------------- */

static bool unknown(struct retry_build *build, const struct retry_definition *policy, const struct retry_value *name)
{
    struct retry_check check = retry__build_check(build, policy);
    char best[RETRY_DEFINITION_NAME], help[RETRY_DEFINITION_NAME + 32];

    if (build->partial)
        return false;
    if (build->suggestions++ < SUGGESTIONS && retry__definitions_nearest(build->policies, name, NULL, best))
        snprintf(help, sizeof help, "write extends: %s", best);
    else
        snprintf(help, sizeof help, "define it under policies");
    return retry__check_fault(&check, RETRY_FINDING_UNKNOWN_REFERENCE, name, help, "no policy is named '%.*s'",
                              (int)name->count, name->text);
}

static bool circle(struct retry_build *build, const struct retry_definition *policy,
                   const struct retry_definition *target, const struct retry_value *name)
{
    struct retry_check check = retry__build_check(build, policy);
    char way[400];

    retry__definitions_way(target, policy, way, sizeof way);
    return retry__check_fault(&check, RETRY_FINDING_REFERENCE_CIRCLE, name,
                              target == policy ? "take extends out; what changes a policy of a lower layer is overrides"
                                               : "take extends out of one of them",
                              "policies extend one another in a circle: '%s%.*s'", way, (int)name->count, name->text);
}

static bool too_deep(struct retry_build *build, const struct retry_definition *policy, const struct retry_value *name)
{
    struct retry_check check = retry__build_check(build, policy);

    return retry__check_fault(&check, RETRY_FINDING_TOO_DEEP, name, "extend a policy further up",
                              "more than %d policies extend one another", RETRY_LIMIT_EXTENDS);
}

/* ---- building ----------------------------------------------------------------------------------- */

/* The policy that is extended, with its line. */
static bool find_parent(struct retry_build *build, struct retry_definition *policy, const struct retry_value *name,
                        unsigned above, const struct retry_fragment **out)
{
    struct retry_definition *target = retry__definitions_find(build->policies, name->text, name->count);

    if (!target)
        return unknown(build, policy, name);
    if (target->state == RETRY_DEFINITION_OPEN)
        return circle(build, policy, target, name);
    if (above >= RETRY_LIMIT_EXTENDS)
        return too_deep(build, policy, name);
    if (target->state == RETRY_DEFINITION_WAITING)
        build_line(build, target, policy, above + 1);
    if (target->state == RETRY_DEFINITION_BROKEN)
        return false;
    if (above + target->depth > RETRY_LIMIT_EXTENDS)
        return too_deep(build, policy, name);
    policy->depth = target->depth + 1;
    *out = target->fragment;
    return true;
}

/* Room for a fragment that lives as long as somebody may lay another one over it, or look at it. */
static struct retry_fragment *new_fragment(struct retry_build *build, const struct retry_definition *policy)
{
    struct retry_fragment **only = build->brief && !policy->overrides ? &build->only : NULL;
    struct retry_fragment *fragment = only ? *only : NULL;

    if (!fragment)
        fragment = retry__arena_take(&build->arena, 1, sizeof *fragment);
    if (only)
        *only = fragment;
    return fragment;
}

/* Checks one fragment and lays it over the policy's line so far; where something is wrong, the rest is still checked.
 */
static bool add(struct retry_build *build, struct retry_definition *policy, struct retry_definition *definition,
                unsigned above)
{
    bool is_override = definition != policy;
    struct retry_fragment *fragment = new_fragment(build, policy);
    const struct retry_fragment *below = policy->fragment;
    bool good;

    if (!fragment)
        return retry__report_no_memory(build->report);
    good =
        retry__fragment_check(build, definition, is_override ? &retry__shape_override : &retry__shape_policy, fragment);
    if (fragment->section.extends && !policy->replaced)
        good &= find_parent(build, policy, fragment->section.extends, above, &below);
    good &= retry__fragment_lay(build, below, fragment);
    policy->fragment = fragment;
    return good;
}

static bool build_line(struct retry_build *build, struct retry_definition *policy, struct retry_definition *user,
                       unsigned above)
{
    bool good;

    policy->state = RETRY_DEFINITION_OPEN;
    policy->user = user;
    policy->depth = 1;
    good = add(build, policy, policy, above);
    for (struct retry_override *override = policy->overrides; override && policy->fragment; override = override->next)
        good &= add(build, policy, &override->definition, above);
    policy->state = good ? RETRY_DEFINITION_BUILT : RETRY_DEFINITION_BROKEN;
    return good;
}

bool retry__lineage_build(struct retry_build *build, struct retry_definition *policy)
{
    if (policy->state == RETRY_DEFINITION_WAITING)
        build_line(build, policy, NULL, 1);
    return policy->state == RETRY_DEFINITION_BUILT;
}
