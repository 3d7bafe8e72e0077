/* prove.c - what can be said of a node before it is ever asked: that it does nothing, or hides what is below it. */
#include "engine/store/prove.h"

#include "schema/duration.h"

#include <stdio.h>

#define LAST_FAILURE 2147483647u /* attempts are at most this many */

/* Does the answer of a node or of one below it depend on more than f? */
static bool is_opaque(const struct retry_node *node)
{
    for (; node; node = retry__node_child(node))
        if (node->kind->opaque)
            return true;
    return false;
}

/* Windows never fall as f grows, so the first and the last hold all between them. */
bool retry__prove_range(const struct retry_node *node, struct retry_window *out)
{
    struct retry_ask ask = {.question = {.size = sizeof(retry_question), .failures = 1}};
    retry_window first, last;

    if (!node || is_opaque(node) || retry__node_window(node, &ask, &first) != RETRY_ANSWER_WINDOW)
        return false;
    ask.question.failures = LAST_FAILURE;
    if (retry__node_window(node, &ask, &last) != RETRY_ANSWER_WINDOW)
        return false;
    *out = (retry_window){first.lo_ns, last.hi_ns};
    return true;
}

/* The key to point at: a field's, or the kind's name. */
static const struct retry_value *key_of(const struct retry_node_parts *parts, const char *key)
{
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
    known = retry__prove_range(retry__node_child(node), &below);
    if (!node->kind->doubt(node, parts->body, known ? &below : NULL, &doubt))
        return true;
    retry__check_fault(check, doubt.code, key_of(parts, doubt.key), doubt.help, "%s%s", doubt.message,
                       known && doubt.by_child ? told(&below, why, sizeof why) : "");
    return retry__finding_severity(doubt.code) != RETRY_FINDING_ERROR;
}
