/* node.c - numbers the nodes of a tree and spells the way down. */
#include "engine/tree/node.h"

#include <stdio.h>

uint16_t retry__node_number(const struct retry_node *root, const struct retry_node *node)
{
    uint16_t number = 0;

    while (root != NULL && root != node) {
        root = retry__node_child(root);
        number++;
    }
    return root != NULL ? number : UINT16_MAX;
}

size_t retry__node_path(const struct retry_node *root, char *buffer, size_t size)
{
    size_t length = 0;

    if (size > 0)
        buffer[0] = '\0';
    for (; root != NULL; root = retry__node_child(root)) {
        bool room = length < size;
        length += (size_t)snprintf(room ? buffer + length : NULL, room ? size - length : 0, "%s%s",
                                   root->kind->shape.name, root->child != 0 ? " > " : "");
    }
    return length;
}
