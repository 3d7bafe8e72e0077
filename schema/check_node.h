/* check_node.h - takes a node apart: which kind it is, and what stands below it. */
#ifndef RETRY_SCHEMA_CHECK_NODE_H
#define RETRY_SCHEMA_CHECK_NODE_H

#include "schema/fault.h"
#include "schema/shape.h"

/* One node, taken apart. */
struct retry_node_parts {
    const struct retry_shape *shape; /* of the kind; NULL for {use: NAME} */
    size_t index;                    /* of the shape in the list */
    const struct retry_value *key;   /* the kind's name where it stands */
    const struct retry_value *body;  /* of the kind, a mapping, or a list of at least one; or the NAME of `use` */
    const struct retry_value *over;  /* the child's value, NULL where absent */
};

/**
 * Takes a node apart: a mapping with exactly one key, a kind's name or `use`. Checks the name of `use`, and that a body
 * is a mapping, or a list for a kind over several nodes, but not what the body says.
 *
 * @param shapes  of all kinds, sorted by name, shape_count of them
 */
bool retry__check_node(const struct retry_check *check, const struct retry_value *value,
                       const struct retry_shape *const *shapes, size_t shape_count, struct retry_node_parts *out);

#endif
