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

/* Puts a child below a node; both stay where they are in the block. */
static void link_child(struct retry_build *build, size_t parent, size_t child)
{
    struct retry_node *node = retry__block_at(&build->block, parent);

    node->child = (int32_t)(((int64_t)child - (int64_t)parent) / RETRY_NODE_UNIT);
}

/* Builds a node of a kind and what is below it. Parents stand before children, as they are asked. */
static bool build_kind(struct retry_build *build, struct retry_definition *user, const struct retry_node_parts *parts,
                       struct above above, struct retry_built *out)
{
    struct retry_check check = retry__build_check(build, user);
    const struct retry_kind *kind = retry__kinds[parts->index];
    struct retry_node *node;
    struct retry_built child = {0};
    bool good;

    if (!retry__block_add(&build->block, retry__node_size(kind), &out->root))
        return retry__report_no_memory(build->report);
    node = retry__block_at(&build->block, out->root);
    node->kind = kind;
    good = retry__check_section(&check, parts->body, parts->shape, node + 1);
    above.nodes++;
    if (parts->over)
        good &= build_node(build, user, parts->over, above, &child);
    if (!good)
        return false;
    if (child.root)
        link_child(build, out->root, child.root);
    out->nodes = child.nodes + 1;
    out->references = child.references;
    return user->replaced || retry__prove(&check, parts, retry__block_at(&build->block, out->root));
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
    if (!parts.shape)
        return follow(build, user, parts.body, above, out);
    return build_kind(build, user, &parts, above, out);
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
