/* overrides.c - what documents lay over policies that stand elsewhere. */
#include "engine/store/overrides.h"

#include "engine/store/fragment.h"
#include "engine/store/shapes.h"

#include <stdio.h>
#include <string.h>

#define SUGGESTIONS 100 /* each compares all names; whoever mistook more of them gets no more help */

/* ---- of nothing --------------------------------------------------------------------------------- */

static void report_nothing(struct retry_build *build, const struct retry_definition *definition)
{
    struct retry_check check = retry__build_check(build, definition);
    const struct retry_value *key = &definition->pair->key;
    char best[RETRY_DEFINITION_NAME], help[RETRY_DEFINITION_NAME + 32];

    if (build->suggestions++ < SUGGESTIONS && retry__definitions_nearest(build->policies, key, NULL, best))
        snprintf(help, sizeof help, "did you mean %s?", best);
    else
        snprintf(help, sizeof help, "take it out, or define the policy");
    retry__check_fault(&check, RETRY_FINDING_OVERRIDES_NOTHING, key, help, "no policy '%.*s' is there to be overridden",
                       (int)key->count, key->text);
}

/* ---- twice the same ----------------------------------------------------------------------------- */

static void report_twice(struct retry_build *build, const struct retry_definition *lower, const struct retry_pair *pair,
                         const struct retry_definition *upper, const struct retry_value *key)
{
    struct retry_check check = retry__build_check(build, lower);
    struct retry_draft draft =
        retry__fault_draft(&check, RETRY_FINDING_OVERRIDDEN_TWICE, &pair->key, "keep one of the two");

    draft.related = upper->document->source;
    draft.related_span = key->span;
    draft.related_note = "this one counts";
    retry__report_add(build->report, &draft, "'%.*s' of the policy '%.*s' is overridden again in the same directory",
                      (int)pair->key.count, pair->key.text, (int)lower->pair->key.count, lower->pair->key.text);
}

static const struct retry_pair *find(const struct retry_value *mapping, const struct retry_value *key)
{
    for (uint32_t i = 0; mapping && mapping->type == RETRY_VALUE_MAPPING && i < mapping->count; i++) {
        const struct retry_value *other = &mapping->pairs[i].key;
        if (other->count == key->count && !memcmp(other->text, key->text, key->count))
            return &mapping->pairs[i];
    }
    return NULL;
}

/* Reports the last of the earlier overrides of this layer that states the key, in that section or in none. */
static void compare(struct retry_build *build, const struct retry_definition *policy,
                    const struct retry_definition *upper, const struct retry_value *section,
                    const struct retry_value *key)
{
    const struct retry_definition *lower = NULL;
    const struct retry_pair *again = NULL;

    for (const struct retry_override *other = policy->overrides; other; other = other->next) {
        const struct retry_value *mapping = &other->definition.pair->value;
        const struct retry_pair *pair;

        if (section) {
            pair = find(mapping, section);
            mapping = pair ? &pair->value : NULL;
        }
        pair = other->definition.layer == upper->layer ? find(mapping, key) : NULL;
        if (pair) {
            lower = &other->definition;
            again = pair;
        }
    }
    if (again)
        report_twice(build, lower, again, upper, key);
}

/* Sections are merged, so it is their keys that count. */
static void compare_all(struct retry_build *build, const struct retry_definition *policy,
                        const struct retry_definition *upper)
{
    const struct retry_value *mapping = &upper->pair->value;

    for (uint32_t i = 0; mapping->type == RETRY_VALUE_MAPPING && i < mapping->count; i++) {
        const struct retry_pair *pair = &mapping->pairs[i];
        size_t index = retry__shape_find(&retry__shape_override, &pair->key, i);

        if (index == RETRY_SHAPE_NO_KEY)
            continue;
        if (retry__shape_override.fields[index].type != RETRY_FIELD_SECTION)
            compare(build, policy, upper, NULL, &pair->key);
        else
            for (uint32_t at = 0; pair->value.type == RETRY_VALUE_MAPPING && at < pair->value.count; at++)
                compare(build, policy, upper, &pair->key, &pair->value.pairs[at].key);
    }
}

/* ---- taking ------------------------------------------------------------------------------------- */

static void append(struct retry_build *build, struct retry_definition *policy, struct retry_override *override)
{
    struct retry_override *last = policy->last_override;

    if (last && last->definition.layer == override->definition.layer)
        compare_all(build, policy, &override->definition);
    if (last)
        last->next = override;
    else
        policy->overrides = override;
    policy->last_override = override;
}

/* Holds what is laid over nothing against its shape. */
static void check_alone(struct retry_build *build, struct retry_override *override)
{
    struct retry_fragment fragment;
    size_t size = build->block.size;

    override->definition.replaced = true;
    if (!build->partial)
        report_nothing(build, &override->definition);
    retry__fragment_check(build, &override->definition, &retry__shape_override, &fragment);
    retry__fragment_lay(build, NULL, &fragment);
    build->block.size = size;
}

bool retry__overrides_add(struct retry_build *build, const struct retry_document *document,
                          const struct retry_value *policies, uint32_t layer)
{
    for (uint32_t i = 0; i < policies->count; i++) {
        const struct retry_pair *pair = &policies->pairs[i];
        struct retry_definition *policy = retry__definitions_find(build->policies, pair->key.text, pair->key.count);
        struct retry_override *override = retry__arena_new(&build->arena, 1, sizeof *override);

        if (!override)
            return retry__report_no_memory(build->report);
        override->definition = (struct retry_definition){.document = document, .pair = pair, .layer = layer};
        if (policy)
            append(build, policy, override);
        else
            check_alone(build, override);
    }
    return true;
}
