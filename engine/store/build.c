/* build.c - nodes of documents become nodes of the tree, in one growing block. */
#include "engine/store/build.h"

#include "engine/kinds/kinds.h"
#include "engine/store/prove.h"
#include "schema/limits.h"
#include "schema/near.h"

#include <stdio.h>
#include <string.h>

#define SUGGESTIONS 100 /* each compares all names; whoever mistook more of them gets no more help */
#define NAME_SIZE 64    /* of a checked name with its NUL */

/* How many nodes and references lead to a place; both are limited, so that every walk is. */
struct above {
    unsigned nodes, references;
};

static bool build_node(struct retry_build *build, struct retry_definition *user, const struct retry_value *value,
                       struct above above, struct retry_built *out);

struct retry_check retry__build_check(const struct retry_build *build, const struct retry_definition *definition)
{
    return (struct retry_check){
        .document = definition->document,
        .report = build->report,
        .presets = &build->presets,
        .symbol = build->symbol,
        .context = build->symbol_context,
        .target = build->target,
    };
}

/* ---- references --------------------------------------------------------------------------------- */

/* The backoff whose name is nearest, copied to best. */
static bool nearest(struct retry_build *build, const struct retry_value *name, char best[NAME_SIZE])
{
    struct retry_near near = {0};
    char candidate[NAME_SIZE];

    if (build->suggestions++ >= SUGGESTIONS)
        return false;
    for (size_t i = 0; i < build->backoffs->count; i++) {
        const struct retry_value *key = &build->backoffs->items[i].pair->key;
        size_t length = key->count < NAME_SIZE ? key->count : NAME_SIZE - 1;
        memcpy(candidate, key->text, length);
        candidate[length] = '\0';
        retry__near_offer(&near, name->text, name->count, candidate);
        if (near.best == candidate)
            near.best = memcpy(best, candidate, length + 1);
    }
    return near.best;
}

static bool unknown(struct retry_build *build, const struct retry_definition *user, const struct retry_value *name)
{
    struct retry_check check = retry__build_check(build, user);
    char best[NAME_SIZE], help[NAME_SIZE + sizeof "write use: "];

    if (build->partial)
        return false;
    if (nearest(build, name, best))
        snprintf(help, sizeof help, "write use: %s", best);
    else
        snprintf(help, sizeof help, "define it under backoffs");
    return retry__check_fault(&check, RETRY_FINDING_UNKNOWN_REFERENCE, name, help, "no backoff is named '%.*s'",
                              (int)name->count, name->text);
}

/* Writes the open definitions from `first` to `last`, "a -> b", the way that references led. */
static size_t write_path(const struct retry_definition *first, const struct retry_definition *last, char *buffer,
                         size_t size)
{
    const struct retry_value *name = &last->pair->key;
    size_t length = last == first ? 0 : write_path(first, last->user, buffer, size);

    if (length < size)
        length += (size_t)snprintf(buffer + length, size - length, "%.*s -> ", (int)name->count, name->text);
    return length;
}

static bool circle(struct retry_build *build, struct retry_definition *user, const struct retry_definition *target,
                   const struct retry_value *name)
{
    struct retry_check check = retry__build_check(build, user);
    static const char cut[] = "... -> ";
    char path[400];

    if (write_path(target, user, path, sizeof path) >= sizeof path)
        memcpy(path + sizeof path - sizeof cut, cut, sizeof cut);
    return retry__check_fault(&check, RETRY_FINDING_REFERENCE_CIRCLE, name,
                              "give one of them a node of its own in place of use",
                              "backoffs use one another in a circle: '%s%.*s'", path, (int)name->count, name->text);
}

static bool too_deep(struct retry_build *build, const struct retry_definition *user, const struct retry_value *value)
{
    struct retry_check check = retry__build_check(build, user);

    return retry__check_fault(&check, RETRY_FINDING_TOO_DEEP, value, "take nodes out that change nothing",
                              "the backoff has more than %d nodes or references above one another", RETRY_LIMIT_NODES);
}

static void build_definition(struct retry_build *build, struct retry_definition *definition,
                             struct retry_definition *user, struct above above)
{
    definition->state = RETRY_DEFINITION_OPEN;
    definition->user = user;
    definition->state = build_node(build, definition, &definition->pair->value, above, &definition->built)
                            ? RETRY_DEFINITION_BUILT
                            : RETRY_DEFINITION_BROKEN;
}

/* A named backoff is built where it is first used, and shared from then on. A definition that was replaced is held
 * against shapes alone: what its references lead to is no concern of anybody. */
static bool follow(struct retry_build *build, struct retry_definition *user, const struct retry_value *name,
                   struct above above, struct retry_built *out)
{
    struct retry_definition *target = retry__definitions_find(build->backoffs, name->text, name->count);

    if (user->replaced)
        return true;
    above.references++;
    if (!target)
        return unknown(build, user, name);
    if (target->state == RETRY_DEFINITION_OPEN)
        return circle(build, user, target, name);
    if (above.references > RETRY_LIMIT_NODES)
        return too_deep(build, user, name);
    if (target->state == RETRY_DEFINITION_WAITING)
        build_definition(build, target, user, above);
    if (target->state == RETRY_DEFINITION_BROKEN)
        return false;
    if (above.nodes + target->built.nodes > RETRY_LIMIT_NODES ||
        above.references + target->built.references > RETRY_LIMIT_NODES)
        return too_deep(build, user, name);
    *out = target->built;
    out->references++;
    return true;
}

/* ---- nodes -------------------------------------------------------------------------------------- */

/* A kind's node while it is built, with what is known of the nodes below it. */
struct site {
    struct retry_build *build;
    struct retry_definition *user;
    const struct retry_node_parts *parts;
    struct above above;
    struct retry_built *built;
};

/* Makes room for the node and all that stands behind its config: the ways to its children, or its durations. */
static bool add_node(const struct site *site)
{
    const struct retry_node_parts *parts = site->parts;
    const struct retry_kind *kind = retry__kinds[parts->index];
    uint32_t count = 0;
    struct retry_node *node;

    if (parts->body->type == RETRY_VALUE_LIST)
        count = parts->body->count;
    for (uint32_t i = 0; parts->body->type == RETRY_VALUE_MAPPING && i < parts->body->count; i++)
        if (parts->body->pairs[i].value.type == RETRY_VALUE_LIST && parts->body->pairs[i].value.count > count)
            count = parts->body->pairs[i].value.count;
    if (!retry__block_add(&site->build->block, retry__node_size(kind) + retry__node_tail(kind, count),
                          &site->built->root))
        return retry__report_no_memory(site->build->report);
    node = retry__block_at(&site->build->block, site->built->root);
    node->kind = kind;
    if (kind->shape.arity == RETRY_LIST)
        node->count = count;
    return true;
}

/* Where a node keeps the way to the child of that index. */
static int32_t *way_to(struct retry_node *node, uint32_t index)
{
    return node->kind->shape.arity == RETRY_LIST ? retry__node_ways(node) + index : &node->child;
}

/* Builds a child and puts it below the node; both stay where they are in the block. */
static bool build_child(const struct site *site, const struct retry_value *value, uint32_t index)
{
    struct above above = {site->above.nodes + 1, site->above.references};
    struct retry_built *built = site->built, child = {0};

    if (!build_node(site->build, site->user, value, above, &child))
        return false;
    if (child.root)
        *way_to(retry__block_at(&site->build->block, built->root), index) =
            (int32_t)(((int64_t)child.root - (int64_t)built->root) / RETRY_NODE_UNIT);
    if (child.nodes >= built->nodes)
        built->nodes = child.nodes + 1;
    if (child.references > built->references)
        built->references = child.references;
    built->total += child.total;
    return true;
}

static bool build_children(const struct site *site)
{
    const struct retry_node_parts *parts = site->parts;
    bool good = true;

    if (parts->over)
        return build_child(site, parts->over, 0);
    for (uint32_t i = 0; parts->shape->arity == RETRY_LIST && i < parts->body->count; i++)
        good &= build_child(site, &parts->body->items[i], i);
    return good;
}

static bool too_many(const struct retry_check *check, const struct site *site)
{
    return retry__check_fault(check, RETRY_FINDING_TOO_MANY, site->parts->key,
                              "take nodes out, or use a named backoff in fewer places",
                              "'%s' has %u nodes with all below it, a backoff has at most %d", site->parts->shape->name,
                              site->built->total, RETRY_LIMIT_TREE);
}

/* The later values of a key that stands twice are held against shapes. Their nodes stay where nobody finds them. */
static void build_repeated(struct retry_build *build, struct retry_definition *user, const struct retry_value *mapping,
                           const char *key, struct above above)
{
    struct retry_built aside;

    for (uint32_t i = 0; mapping->repeated && i < mapping->count; i++) {
        const struct retry_pair *pair = &mapping->pairs[i];
        if (pair->key.repeated && retry__value_is(&pair->key, key) && !retry__fault_is_null(&pair->value))
            build_node(build, user, &pair->value, above, &aside);
    }
}

void retry__build_repeated(struct retry_build *build, struct retry_definition *definition,
                           const struct retry_value *mapping, const char *key)
{
    build_repeated(build, definition, mapping, key, (struct above){0});
}

/* The same for a kind that stands twice: each is a node of its own. */
static void build_repeated_kinds(struct retry_build *build, struct retry_definition *user,
                                 const struct retry_value *node, struct above above)
{
    struct retry_value alone = *node;
    struct retry_built aside;

    alone.count = 1;
    alone.repeated = false;
    for (uint32_t i = 1; node->repeated && i < node->count; i++) {
        alone.pairs = &node->pairs[i];
        build_node(build, user, &alone, above, &aside);
    }
}

/* Builds a node of a kind and what is below it. Parents stand before children, as they are asked. */
static bool build_kind(const struct site *site)
{
    struct retry_check check = retry__build_check(site->build, site->user);
    struct retry_block *block = &site->build->block;
    struct retry_node *node;
    bool good = true;

    if (!add_node(site))
        return false;
    if (site->parts->shape->arity != RETRY_LIST)
        good = retry__check_section(&check, site->parts->body, site->parts->shape,
                                    (struct retry_node *)retry__block_at(block, site->built->root) + 1);
    site->built->nodes = site->built->total = 1;
    good &= build_children(site);
    build_repeated(site->build, site->user, site->parts->body, "over",
                   (struct above){site->above.nodes + 1, site->above.references});
    if (site->parts->body->repeated)
        return false;
    if (good && site->built->total > RETRY_LIMIT_TREE)
        good = too_many(&check, site);
    if (!good || site->user->replaced)
        return good;
    node = retry__block_at(block, site->built->root);
    node->length = retry__node_length(node);
    return retry__prove(&check, site->parts, node);
}

static bool build_node(struct retry_build *build, struct retry_definition *user, const struct retry_value *value,
                       struct above above, struct retry_built *out)
{
    struct retry_check check = retry__build_check(build, user);
    struct retry_node_parts parts;

    if (above.nodes >= RETRY_LIMIT_NODES)
        return too_deep(build, user, value);
    if (!retry__check_node(&check, value, retry__kind_shapes, RETRY_KIND_COUNT, &parts))
        return false;
    build_repeated_kinds(build, user, value, above);
    if (!parts.shape)
        return follow(build, user, parts.body, above, out);
    return build_kind(&(struct site){build, user, &parts, above, out});
}

bool retry__build_node(struct retry_build *build, struct retry_definition *definition, const struct retry_value *value,
                       struct retry_built *out)
{
    return build_node(build, definition, value, (struct above){0}, out);
}

/* Builds those that count, or those that do not: these are checked and their nodes dropped. */
static void build_those(struct retry_build *build, bool replaced)
{
    for (size_t i = 0; i < build->backoffs->count && !build->report->out_of_memory; i++) {
        struct retry_definition *definition = &build->backoffs->items[i];
        size_t size = build->block.size;
        if (definition->replaced != replaced || definition->state != RETRY_DEFINITION_WAITING)
            continue;
        build_definition(build, definition, NULL, (struct above){0});
        if (replaced)
            build->block.size = size;
    }
}

/* What is dropped comes last, when no reference of it can be the first to lead to a backoff that is kept. */
void retry__build_backoffs(struct retry_build *build)
{
    build_those(build, false);
    build_those(build, true);
}
