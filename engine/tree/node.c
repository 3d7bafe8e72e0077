/* node.c - goes through the nodes of a tree: their number, their length, the way down to them. */
#include "engine/tree/node.h"

#include <stdarg.h>
#include <stdio.h>

/* ---- children ----------------------------------------------------------------------------------- */

uint32_t retry__node_child_count(const struct retry_node *node)
{
    return node->kind->shape.arity == RETRY_LIST ? node->count : node->child != 0;
}

const struct retry_node *retry__node_child_at(const struct retry_node *node, uint32_t index)
{
    return node->kind->shape.arity == RETRY_LIST ? retry__node_at(node, index) : retry__node_child(node);
}

/* The field whose durations stand behind the config, or NULL. */
static const struct retry_field *durations_field(const struct retry_shape *shape)
{
    for (size_t i = 0; i < shape->field_count; i++)
        if (shape->fields[i].type == RETRY_FIELD_DURATIONS)
            return &shape->fields[i];
    return NULL;
}

size_t retry__node_tail(const struct retry_kind *kind, uint32_t count)
{
    if (kind->shape.arity == RETRY_LIST)
        return (count * sizeof(int32_t) + RETRY_NODE_UNIT - 1) / RETRY_NODE_UNIT * RETRY_NODE_UNIT;
    return durations_field(&kind->shape) ? count * sizeof(uint64_t) : 0;
}

size_t retry__node_bytes(const struct retry_node *node)
{
    const struct retry_field *field = durations_field(&node->kind->shape);
    uint32_t count = node->count;

    if (field)
        count = (uint32_t) * (const uint64_t *)(const void *)((const char *)retry__node_config(node) + field->offset);
    return retry__node_size(node->kind) + retry__node_tail(node->kind, count);
}

/* ---- what holds for all ------------------------------------------------------------------------- */

uint32_t retry__node_length(const struct retry_node *node)
{
    uint32_t length = RETRY_ENDLESS;

    if (node->kind->length)
        return node->kind->length(node);
    for (uint32_t i = 0; i < retry__node_child_count(node); i++)
        if (retry__node_child_at(node, i)->length < length)
            length = retry__node_child_at(node, i)->length;
    return length;
}

uint32_t retry__node_rise(const struct retry_node *node, uint32_t failures)
{
    uint32_t rise = node->length;

    if (node->kind->rise) {
        uint32_t own = node->kind->rise(node, failures);
        return own < rise ? own : rise;
    }
    for (uint32_t i = 0; i < retry__node_child_count(node) && rise > failures; i++) {
        uint32_t below = retry__node_rise(retry__node_child_at(node, i), failures);
        if (below < rise)
            rise = below;
    }
    return rise;
}

bool retry__node_is_opaque(const struct retry_node *node)
{
    bool opaque = node->kind->opaque;

    for (uint32_t i = 0; i < retry__node_child_count(node) && !opaque; i++)
        opaque = retry__node_is_opaque(retry__node_child_at(node, i));
    return opaque;
}

bool retry__node_recalls(const struct retry_node *node)
{
    bool recalls = node->kind->recalls;

    for (uint32_t i = 0; i < retry__node_child_count(node) && !recalls; i++)
        recalls = retry__node_recalls(retry__node_child_at(node, i));
    return recalls;
}

uint32_t retry__node_count(const struct retry_node *root)
{
    uint32_t count = 1;

    for (uint32_t i = 0; i < retry__node_child_count(root); i++)
        count += retry__node_count(retry__node_child_at(root, i));
    return count;
}

/* ---- places ------------------------------------------------------------------------------------- */

/* Counts the nodes before the one that is looked for. */
static bool count_to(const struct retry_node *root, const struct retry_node *node, uint16_t *number)
{
    if (root == node)
        return true;
    ++*number;
    for (uint32_t i = 0; i < retry__node_child_count(root); i++)
        if (count_to(retry__node_child_at(root, i), node, number))
            return true;
    return false;
}

uint16_t retry__node_number(const struct retry_node *root, const struct retry_node *node)
{
    uint16_t number = 0;

    return root && node && count_to(root, node, &number) ? number : UINT16_MAX;
}

/* A path as it grows; length counts what does not fit as well. */
struct path {
    char *buffer;
    size_t size, length;
};

static void put(struct path *path, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(struct path *path, const char *format, ...)
{
    bool room = path->length < path->size;
    va_list arguments;

    va_start(arguments, format);
    int length =
        vsnprintf(room ? path->buffer + path->length : NULL, room ? path->size - path->length : 0, format, arguments);
    va_end(arguments);
    path->length += length > 0 ? (size_t)length : 0;
}

static void put_node(struct path *path, const struct retry_node *node, uint32_t failures)
{
    const struct retry_kind *kind = node->kind;
    uint32_t count = retry__node_child_count(node);

    put(path, "%s", kind->shape.name);
    if (kind->shape.arity != RETRY_LIST) {
        if (count > 0) {
            put(path, " > ");
            put_node(path, retry__node_child(node), failures);
        }
    } else if (kind->stage && failures > 0) {
        uint32_t stage = kind->stage(node, &failures);
        put(path, "[%lu] > ", (unsigned long)stage + 1);
        put_node(path, retry__node_at(node, stage), failures);
    } else {
        for (uint32_t i = 0; i < count; i++) {
            put(path, i == 0 ? "(" : ", ");
            put_node(path, retry__node_at(node, i), failures);
        }
        put(path, ")");
    }
}

size_t retry__node_path(const struct retry_node *root, uint32_t failures, char *buffer, size_t size)
{
    struct path path = {.buffer = buffer, .size = size};

    if (size > 0)
        buffer[0] = '\0';
    if (root)
        put_node(&path, root, failures);
    return path.length;
}
