/* fragment.c - one mapping that says something of a policy: its definition or an override, laid over what is below. */
#include "engine/store/fragment.h"

#include "engine/store/rules.h"
#include "schema/overlay.h"

bool retry__fragment_check(struct retry_build *build, struct retry_definition *definition,
                           const struct retry_shape *shape, struct retry_fragment *out)
{
    struct retry_check check = retry__build_check(build, definition);
    bool good = retry__check_section(&check, &definition->pair->value, shape, &out->section);

    out->definition = definition;
    out->below = NULL;
    out->backoff = out->rules = 0;
    if (shape == &retry__shape_override)
        out->section.stated <<= RETRY_POLICY_ENABLED;
    return good;
}

static void inherit(struct retry_fragment *fragment, const struct retry_fragment *below)
{
    struct retry_policy_section merged = below->section;

    merged.extends = NULL; /* who extends it does not extend what it extends */
    if (!retry__policy_states(&fragment->section, RETRY_POLICY_BACKOFF))
        fragment->backoff = below->backoff;
    if (!retry__policy_states(&fragment->section, RETRY_POLICY_RULES))
        fragment->rules = below->rules;
    retry__overlay(&retry__shape_policy, &merged, &fragment->section);
    fragment->section = merged;
    fragment->below = below;
}

bool retry__fragment_lay(struct retry_build *build, const struct retry_fragment *below, struct retry_fragment *fragment)
{
    struct retry_definition *definition = fragment->definition;
    const struct retry_policy_section *own = &fragment->section;
    struct retry_built built = {0};
    bool good = true;

    if (own->backoff)
        good = retry__build_node(build, definition, own->backoff, &built);
    fragment->backoff = built.root;
    if (own->rules)
        good &= retry__rules_build(build, definition, own->rules, &fragment->rules);
    if (below)
        inherit(fragment, below);
    return good;
}

static const struct retry_pair *find(const struct retry_value *mapping, const char *key)
{
    for (uint32_t i = 0; mapping->type == RETRY_VALUE_MAPPING && i < mapping->count; i++)
        if (retry__value_is(&mapping->pairs[i].key, key))
            return &mapping->pairs[i];
    return NULL;
}

struct retry_stated retry__fragment_find(const struct retry_fragment *top, const char *section, const char *key)
{
    for (; top; top = top->below) {
        const struct retry_pair *pair = find(&top->definition->pair->value, section ? section : key);

        if (pair && section)
            pair = find(&pair->value, key);
        if (pair)
            return (struct retry_stated){top, pair};
    }
    return (struct retry_stated){NULL, NULL};
}
