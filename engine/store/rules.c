/* rules.c - the rules of a policy become part of the block. */
#include "engine/store/rules.h"

#include "engine/store/groups.h"
#include "engine/store/hash.h"
#include "engine/store/rule_shapes.h"
#include "engine/tree/rules.h"
#include "schema/limits.h"

#include <string.h>

/* The rules of one policy while they are built. */
struct building {
    struct retry_build *build;
    struct retry_definition *definition;
    struct retry_check check;
    size_t at; /* of the struct retry_rules in the block */
    struct retry_matching matching;
    uint64_t signature;
    uint32_t counted;
};

/* One of them. */
struct rule {
    struct building *building;
    const struct retry_value *value;
    struct retry_rule_section section;
    uint32_t index;
    bool reached; /* no earlier rule holds all of its classes */
    bool failed;  /* memory ran out */
};

static const struct retry_value *key_of(const struct rule *rule, enum retry_rule_field field)
{
    const struct retry_pair *pair = rule->value->pairs;

    while (!retry__value_is(&pair->key, retry__shape_rule.fields[field].key))
        pair++;
    return &pair->key;
}

static bool states(const struct rule *rule, enum retry_rule_field field)
{
    return (rule->section.stated >> field & 1) != 0;
}

/* ---- what is said beside what ------------------------------------------------------------------- */

static bool contradiction(const struct rule *rule, enum retry_rule_field field)
{
    const struct retry_value *key = key_of(rule, field), *action = key_of(rule, RETRY_RULE_ACTION);
    struct retry_draft draft = retry__fault_draft(&rule->building->check, RETRY_FINDING_CONTRADICTION, key,
                                                  "take it out, or write action: retry");

    draft.related = draft.source;
    draft.related_span = action->span;
    draft.related_note = "this ends the call";
    return retry__report_add(rule->building->build->report, &draft, "'%.*s' has no place in a rule that fails",
                             (int)key->count, key->text);
}

static bool check_beside(const struct rule *rule)
{
    bool fails = rule->section.action == RETRY_ACTION_FAIL, good = true;

    for (enum retry_rule_field field = RETRY_RULE_BACKOFF; fails && field <= RETRY_RULE_MAX_RETRIES; field++)
        if (states(rule, field))
            good = contradiction(rule, field);
    if (!fails && states(rule, RETRY_RULE_COUNT) && !states(rule, RETRY_RULE_BACKOFF))
        retry__check_fault(&rule->building->check, RETRY_FINDING_UNUSED, key_of(rule, RETRY_RULE_COUNT),
                           "take count out, or give the rule a backoff of its own",
                           "count changes nothing: it is for a rule's own backoff");
    return good;
}

/* ---- what errors it is for ---------------------------------------------------------------------- */

/* A class as bytes that are the same however it was spelled. */
static uint64_t hash_class(uint64_t hash, const struct retry_class *class)
{
    const int32_t numbers[] = {(int32_t) class->type, class->kind, class->from, class->to};

    switch (class->type) {
    case RETRY_CLASS_CODES:
        return retry__hash(hash, numbers, sizeof numbers);
    case RETRY_CLASS_GROUP:
        hash = retry__hash(hash, &class->group, sizeof class->group);
        break;
    case RETRY_CLASS_WORD:
        hash = retry__hash(hash, class->word, class->length);
        break;
    default:
        break;
    }
    return retry__hash(hash, numbers, sizeof numbers[0]);
}

static bool take_class(void *context, const struct retry_listed *listed)
{
    struct rule *rule = context;
    struct building *building = rule->building;
    bool is_new = true;

    building->signature = hash_class(building->signature, &listed->class);
    rule->failed = !retry__matching_add(&building->matching, &listed->class, (uint8_t)(rule->index + 1), &is_new);
    rule->reached |= is_new || listed->class.type == RETRY_CLASS_NOWHERE;
    return !rule->failed;
}

/* Collects the classes of a rule. */
static bool collect(struct rule *rule)
{
    const struct retry_build *build = rule->building->build;

    retry__groups_each(build->groups, rule->building->definition->document, rule->section.when, take_class, rule);
    if (rule->failed)
        return retry__report_no_memory(build->report);
    if (!rule->reached)
        retry__check_fault(&rule->building->check, RETRY_FINDING_UNUSED, key_of(rule, RETRY_RULE_WHEN),
                           "take the rule out, or move it up",
                           "no error gets to this rule: earlier ones hold them all");
    return true;
}

/* ---- its counts and its backoff ----------------------------------------------------------------- */

static uint64_t hash_tree(uint64_t hash, const struct retry_node *node)
{
    uint32_t children = retry__node_child_count(node);
    size_t size = retry__node_bytes(node) - sizeof *node;

    if (node->kind->shape.arity == RETRY_LIST)
        size = node->kind->shape.config_size;
    hash = retry__hash(hash, &node->kind, sizeof node->kind);
    hash = retry__hash(hash, retry__node_config(node), size);
    for (uint32_t i = 0; i < children; i++)
        hash = hash_tree(hash, retry__node_child_at(node, i));
    return retry__hash(hash, &children, sizeof children);
}

static bool too_many_counted(const struct rule *rule)
{
    return retry__check_fault(
        &rule->building->check, RETRY_FINDING_TOO_MANY,
        key_of(rule, states(rule, RETRY_RULE_BACKOFF) ? RETRY_RULE_BACKOFF : RETRY_RULE_MAX_RETRIES),
        "take backoff and max_retries out of some of the rules",
        "a policy has at most %d rules with a backoff or max_retries of their own", RETRY_RULES_COUNTED);
}

/* Writes what a decision needs of the rule. */
static bool write_rule(struct rule *rule, size_t root)
{
    struct building *building = rule->building;
    const struct retry_block *block = &building->build->block;
    size_t at = building->at + sizeof(struct retry_rules) + rule->index * sizeof(struct retry_rule);
    struct retry_rule written = {
        .backoff = root ? (int32_t)(((int64_t)root - (int64_t)at) / RETRY_NODE_UNIT) : 0,
        .max_retries = rule->section.max_retries ? (uint16_t)rule->section.max_retries : RETRY_RULE_UNLIMITED,
        .counter = RETRY_RULE_UNCOUNTED,
        .retry = rule->section.action == RETRY_ACTION_RETRY,
        .by_call = rule->section.count == RETRY_COUNT_CALL,
    };

    if (root || rule->section.max_retries) {
        if (building->counted == RETRY_RULES_COUNTED)
            return too_many_counted(rule);
        written.counter = (uint8_t)building->counted++;
        building->signature = retry__hash(building->signature, &written.max_retries, sizeof written.max_retries);
        building->signature = retry__hash(building->signature, &rule->section.count, sizeof rule->section.count);
        if (root)
            building->signature = hash_tree(building->signature, retry__block_at(block, root));
    }
    memcpy(retry__block_at(block, at), &written, sizeof written);
    return true;
}

static bool build_rule(struct building *building, const struct retry_value *value, uint32_t index)
{
    struct rule rule = {.building = building, .value = value, .index = index};
    struct retry_definition *definition = building->definition;
    struct retry_built built = {0};
    bool good = retry__check_section(&building->check, value, &retry__shape_rule, &rule.section);

    if (good)
        good = check_beside(&rule);
    if (rule.section.when)
        good &= retry__groups_check(building->build, definition, rule.section.when);
    if (rule.section.backoff)
        good &= retry__build_node(building->build, definition, rule.section.backoff, &built);
    if (!good || definition->replaced)
        return good;
    return collect(&rule) && write_rule(&rule, built.root);
}

/* ---- all of them -------------------------------------------------------------------------------- */

static bool too_many(const struct building *building, const struct retry_value *list)
{
    return retry__check_fault(&building->check, RETRY_FINDING_TOO_MANY, &list->items[RETRY_LIMIT_RULES],
                              "write one rule for all errors that are treated alike",
                              "with this the policy has more than %d rules", RETRY_LIMIT_RULES);
}

/* Puts what matches errors behind the rules; policies with the same lists share it. */
static bool finish(struct building *building, uint32_t count)
{
    struct retry_build *build = building->build;
    size_t size = retry__matching_size(&building->matching), at;
    struct retry_rules *rules;

    if (!retry__block_add(&build->block, size, &at))
        return retry__report_no_memory(build->report);
    retry__matching_write(&building->matching, retry__block_at(&build->block, at));
    if (!retry__shares_settle(&build->shares, &build->block, &at))
        return retry__report_no_memory(build->report);
    rules = retry__block_at(&build->block, building->at);
    rules->count = count;
    rules->match = (int32_t)(((int64_t)at - (int64_t)building->at) / RETRY_NODE_UNIT);
    rules->match_size = (uint32_t)size;
    rules->signature = building->counted ? (uint32_t)(building->signature ^ building->signature >> 32) : 0;
    return true;
}

bool retry__rules_build(struct retry_build *build, struct retry_definition *definition, const struct retry_value *list,
                        size_t *out_at)
{
    uint32_t count = list->count < RETRY_LIMIT_RULES ? list->count : RETRY_LIMIT_RULES;
    struct building building = {
        .build = build,
        .definition = definition,
        .check = retry__build_check(build, definition),
    };
    bool good = true;

    *out_at = 0;
    if (!retry__block_add(&build->block, sizeof(struct retry_rules) + count * sizeof(struct retry_rule), &building.at))
        return retry__report_no_memory(build->report);
    for (uint32_t i = 0; i < count; i++)
        good &= build_rule(&building, &list->items[i], i);
    if (list->count > count)
        good = too_many(&building, list);
    if (good && !definition->replaced)
        good = finish(&building, count);
    retry__matching_done(&building.matching);
    *out_at = building.at;
    return good;
}
