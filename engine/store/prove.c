/* prove.c - what can be said of a node before it is ever asked: that it does nothing, or hides what is below it. */
#include "engine/store/prove.h"

#include "engine/tree/range.h"
#include "schema/duration.h"

#include <stdio.h>

bool retry__prove_range(const struct retry_node *node, struct retry_window *out)
{
    return retry__range_of(node, out);
}

/* The value to point at: an item of a list, a field's key, or the kind's name. */
static const struct retry_value *place_of(const struct retry_node_parts *parts, const struct retry_doubt *doubt)
{
    const char *key = doubt->key;

    if (doubt->at)
        return doubt->at;
    for (uint32_t i = 0; key && i < parts->body->count; i++)
        if (retry__value_is(&parts->body->pairs[i].key, key))
            return &parts->body->pairs[i].key;
    return parts->key;
}

/* The end of a warning's sentence: between what the child's delays lie. */
static const char *told(const struct retry_window *below, char *buffer, size_t size)
{
    char low[48], high[48];

    retry__duration_text(below->lo_ns, low, sizeof low);
    retry__duration_text(below->hi_ns, high, sizeof high);
    snprintf(buffer, size, ": those of its child lie between %s and %s", low, high);
    return buffer;
}

bool retry__prove(const struct retry_check *check, const struct retry_node_parts *parts, const struct retry_node *node)
{
    struct retry_doubt doubt;
    struct retry_window below;
    char why[160];
    bool known;

    if (!node->kind->doubt)
        return true;
    known = node->kind->shape.arity != RETRY_LIST && retry__prove_range(retry__node_child(node), &below);
    if (!node->kind->doubt(node, parts->body, known ? &below : NULL, &doubt))
        return true;
    retry__check_fault(check, doubt.code, place_of(parts, &doubt), doubt.help, "%s%s", doubt.message,
                       known && doubt.by_child ? told(&below, why, sizeof why) : "");
    return retry__finding_severity(doubt.code) != RETRY_FINDING_ERROR;
}
