/* check_node.c - takes a node apart: which kind it is, and what stands below it. */
#include "schema/check_node.h"

#include "schema/help.h"
#include "schema/near.h"

#include <stdio.h>

#define KINDS 63 /* that a help lists at most */

static const struct retry_shape *find_kind(const struct retry_shape *const *shapes, size_t count,
                                           const struct retry_value *name, size_t *index)
{
    for (*index = 0; *index < count; ++*index)
        if (retry__value_is(name, shapes[*index]->name))
            return shapes[*index];
    return NULL;
}

/* The kind that a bare word names, else the first that stands alone and has something to say. */
static const char *example(const struct retry_shape *const *shapes, size_t count, const struct retry_value *value)
{
    size_t index;
    const struct retry_shape *named = find_kind(shapes, count, value, &index);

    for (index = 0; named == NULL && index < count; index++)
        if (shapes[index]->arity == RETRY_LEAF && shapes[index]->field_count > 0)
            named = shapes[index];
    return named ? named->example : "use: NAME";
}

static bool shape_fault(const struct retry_check *check, const struct retry_value *value,
                        const struct retry_shape *const *shapes, size_t count)
{
    char help[RETRY_HELP_BYTES];

    snprintf(help, sizeof help, "write %s", example(shapes, count, value));
    return retry__check_fault(check, RETRY_FINDING_ONE_KIND, value, help,
                              "a node is a mapping with exactly one key, the name of its kind");
}

/* Two keys: often what belongs into the first kind's body stands beside it. */
static bool several_fault(const struct retry_check *check, const struct retry_value *node,
                          const struct retry_shape *const *shapes, size_t count)
{
    const struct retry_value *first = &node->pairs[0].key;
    const struct retry_value *second = &node->pairs[1].key;
    size_t index;
    const struct retry_shape *shape = find_kind(shapes, count, first, &index);
    char help[RETRY_HELP_BYTES] = "keep one of them";
    struct retry_draft draft;

    if (shape != NULL && retry__shape_find(shape, second, 0) != RETRY_SHAPE_NO_KEY)
        snprintf(help, sizeof help, "move it into %s", shape->name);
    draft = retry__fault_draft(check, RETRY_FINDING_ONE_KIND, second, help);
    draft.related = draft.source;
    draft.related_span = first->span;
    draft.related_note = "the other one stands here";
    return retry__report_add(check->report, &draft, "a node has exactly one key, '%s' stands beside '%s'",
                             retry__fault_quote(second).text, retry__fault_quote(first).text);
}

static bool unknown_fault(const struct retry_check *check, const struct retry_value *key,
                          const struct retry_shape *const *shapes, size_t count)
{
    const char *kinds[KINDS + 1];
    struct retry_near near = {0};
    char help[RETRY_HELP_BYTES];
    size_t listed = 0;

    for (; listed < count && listed < KINDS; listed++)
        kinds[listed] = shapes[listed]->name;
    kinds[listed++] = "use";
    for (size_t i = 0; i < listed; i++)
        retry__near_offer(&near, key->text, key->count, kinds[i]);
    if (near.best != NULL)
        snprintf(help, sizeof help, "did you mean %s?", near.best);
    else
        retry__help_list("write one of ", kinds, listed, "or", help);
    return retry__check_fault(check, RETRY_FINDING_UNKNOWN_KEY, key, help, "unknown kind '%s'",
                              retry__fault_quote(key).text);
}

static bool check_use(const struct retry_check *check, const struct retry_value *name)
{
    if (name->type != RETRY_VALUE_SCALAR || retry__fault_is_null(name))
        return retry__fault_type(check, "use", name, "a name", "write use: NAME");
    return retry__fault_name(check, name);
}

bool retry__check_node(const struct retry_check *check, const struct retry_value *value,
                       const struct retry_shape *const *shapes, size_t shape_count, struct retry_node_parts *out)
{
    const struct retry_pair *pair;

    *out = (struct retry_node_parts){0};
    if (value->type != RETRY_VALUE_MAPPING || value->count == 0)
        return shape_fault(check, value, shapes, shape_count);
    if (value->count > 1)
        return several_fault(check, value, shapes, shape_count);
    pair = value->pairs;
    out->key = &pair->key;
    out->body = &pair->value;
    if (retry__value_is(&pair->key, "use"))
        return check_use(check, &pair->value);
    out->shape = find_kind(shapes, shape_count, &pair->key, &out->index);
    if (out->shape == NULL)
        return unknown_fault(check, &pair->key, shapes, shape_count);
    if (pair->value.type != RETRY_VALUE_MAPPING)
        return retry__fault_mapping(check, &pair->value, out->shape->name, out->shape->example);
    if (out->shape->arity != RETRY_LEAF)
        out->over = retry__value_get(&pair->value, "over");
    return true;
}
