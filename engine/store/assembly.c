/* assembly.c - definitions become one set. */
#include "engine/store/assembly.h"

#include "engine/store/groups.h"
#include "engine/store/orphan.h"
#include "engine/store/policy.h"

#include <string.h>

/* What is known of the block before its nodes and rules: header, hash table, names and plans have their places from the
 * start. */
struct assembly {
    struct retry_build *build;
    const struct retry_definitions *policies;
    size_t slots, names, plans; /* offsets in the block */
    uint32_t slot_count, plan_count;
    size_t names_used; /* bytes */
    uint32_t plans_used;
};

static bool is_orphan(const struct assembly *assembly, const struct retry_plan *plan)
{
    const char *name = retry__plan_name(plan);
    return !retry__definitions_find(assembly->policies, name, strlen(name));
}

/* At most three quarters of the slots are filled. */
static uint32_t slots_for(uint32_t plan_count)
{
    uint32_t slot_count = 8;

    while ((uint64_t)plan_count * 4 > (uint64_t)slot_count * 3)
        slot_count *= 2;
    return slot_count;
}

/* Lays out everything before the nodes. */
static bool start(struct assembly *assembly, const struct retry_plan *const *keep, size_t keep_count)
{
    struct retry_block *block = &assembly->build->block;
    size_t header, name_bytes = 0, orphans = 0;

    for (size_t i = 0; i < assembly->policies->count; i++)
        if (!assembly->policies->items[i].replaced)
            name_bytes += assembly->policies->items[i].pair->key.count + 1;
    for (size_t i = 0; i < keep_count; i++)
        if (is_orphan(assembly, keep[i])) {
            name_bytes += strlen(retry__plan_name(keep[i])) + 1;
            orphans++;
        }
    assembly->plan_count = (uint32_t)(assembly->policies->distinct + orphans);
    assembly->slot_count = slots_for(assembly->plan_count);
    return (retry__block_add(block, sizeof(struct retry_set), &header) &&
            retry__block_add(block, assembly->slot_count * sizeof(uint32_t), &assembly->slots) &&
            retry__block_add(block, name_bytes, &assembly->names) &&
            retry__block_add(block, assembly->plan_count * sizeof(struct retry_plan), &assembly->plans)) ||
           retry__report_no_memory(assembly->build->report);
}

static void enter(struct assembly *assembly, uint64_t hash)
{
    uint32_t *slots = retry__block_at(&assembly->build->block, assembly->slots);
    size_t last = assembly->slot_count - 1, at = hash & last;

    while (slots[at])
        at = (at + 1) & last;
    slots[at] = assembly->plans_used + 1;
}

/* From a plan to a part of it; 0 where there is none. */
static int32_t way(size_t plan_at, size_t part)
{
    return part ? (int32_t)((part - plan_at) / RETRY_NODE_UNIT) : 0;
}

/* Puts a plan, its name and its slot in their places. */
static void place(struct assembly *assembly, struct retry_plan plan, const char *name, size_t length,
                  const struct retry_roots *roots)
{
    struct retry_block *block = &assembly->build->block;
    size_t name_at = assembly->names + assembly->names_used;
    size_t plan_at = assembly->plans + assembly->plans_used * sizeof plan;

    memcpy(retry__block_at(block, name_at), name, length); /* its NUL is there already */
    plan.name = (uint32_t)(plan_at - name_at);
    plan.backoff = way(plan_at, roots->backoff);
    plan.rules = way(plan_at, roots->rules);
    plan.hints = way(plan_at, roots->hints);
    memcpy(retry__block_at(block, plan_at), &plan, sizeof plan);
    enter(assembly, retry__name_hash(name, length));
    assembly->names_used += length + 1;
    assembly->plans_used++;
}

/* A policy that was replaced is held against its shape, and its nodes are dropped. */
static void add_policy(struct assembly *assembly, struct retry_definition *definition)
{
    struct retry_block *block = &assembly->build->block;
    const struct retry_value *key = &definition->pair->key;
    size_t size = block->size;
    struct retry_roots roots;
    struct retry_plan plan;

    if (retry__policy_build(assembly->build, definition, &plan, &roots))
        place(assembly, plan, key->text, key->count, &roots);
    if (definition->replaced)
        block->size = size;
}

/* Where the set is refused, the policy lives on as everything does, and is perhaps defined in what could not be read.
 */
static void tell_orphan(const struct assembly *assembly, const char *name)
{
    const struct retry_draft draft = {
        .code = RETRY_FINDING_ORPHANED,
        .file = "",
        .help = "define it again, or restart the programs that use it",
    };

    if (assembly->build->report->by_severity[RETRY_FINDING_ERROR] == 0)
        retry__report_add(assembly->build->report, &draft,
                          "the policy '%s' is in use and no longer defined; its last definition lives on", name);
}

static bool add_orphan(struct assembly *assembly, const struct retry_plan *old)
{
    struct retry_plan plan = *old;
    struct retry_roots roots;

    if (!retry__orphan_parts(&assembly->build->block, old, &roots.backoff, &roots.rules, &roots.hints))
        return retry__report_no_memory(assembly->build->report);
    plan.orphaned = true;
    place(assembly, plan, retry__plan_name(old), strlen(retry__plan_name(old)), &roots);
    tell_orphan(assembly, retry__plan_name(old));
    return true;
}

static struct retry_set *finish(struct assembly *assembly)
{
    struct retry_block *block = &assembly->build->block;
    struct retry_set *set;

    retry__block_shrink(block);
    set = retry__block_at(block, 0);
    set->size = block->size;
    set->plan_count = assembly->plans_used;
    set->slot_count = assembly->slot_count;
    set->plans = (uint32_t)assembly->plans;
    set->slots = (uint32_t)assembly->slots;
    *block = (struct retry_block){0};
    return set;
}

struct retry_set *retry__assembly_run(struct retry_build *build, const struct retry_definitions *policies,
                                      const struct retry_plan *const *keep, size_t keep_count)
{
    struct assembly assembly = {.build = build, .policies = policies};
    bool good = start(&assembly, keep, keep_count);

    if (good) {
        retry__build_backoffs(build);
        retry__groups_build(build);
    }
    for (size_t i = 0; good && i < policies->count && !build->report->out_of_memory; i++)
        add_policy(&assembly, &policies->items[i]);
    for (size_t i = 0; good && i < keep_count; i++)
        good = !is_orphan(&assembly, keep[i]) || add_orphan(&assembly, keep[i]);
    if (good && !build->report->out_of_memory)
        return finish(&assembly);
    retry__block_done(&build->block);
    return NULL;
}
