/* check_node.c - takes a node apart: which kind it is, and what stands below it. */
#include "schema/check_node.h"

#include "schema/duration.h"
#include "schema/help.h"
#include "schema/name.h"
#include "schema/near.h"
#include "schema/unknown.h"

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

/* The kind that the text names, or nearly; NULL for none. */
static const struct retry_shape *kind_meant(const struct retry_shape *const *shapes, size_t count,
                                            const struct retry_value *value)
{
    struct retry_near near = {0};
    size_t index = 0;

    if (value->type != RETRY_VALUE_SCALAR || value->count == 0)
        return NULL;
    for (size_t i = 0; i < count; i++)
        retry__near_offer(&near, value->text, value->count, shapes[i]->name);
    while (index < count && shapes[index]->name != near.best)
        index++;
    return index < count ? shapes[index] : NULL;
}

/* The first kind that stands alone and has something to say. */
static const char *example(const struct retry_shape *const *shapes, size_t count)
{
    for (size_t index = 0; index < count; index++)
        if (shapes[index]->arity == RETRY_LEAF && shapes[index]->field_count > 0)
            return shapes[index]->example;
    return "use: NAME";
}

static const char *help_with_example(const struct retry_shape *shape, char help[RETRY_HELP_BYTES])
{
    snprintf(help, RETRY_HELP_BYTES, "write %s", shape->example);
    return help;
}

/* Writes "write KEY: {NODE}", or "write NODE" for a value under no key. */
static const char *write_node(const struct retry_check *check, const struct retry_value *value, const char *node,
                              char help[RETRY_HELP_BYTES])
{
    const struct retry_value *owner = retry__fault_owner(check, value);

    if (owner == value)
        snprintf(help, RETRY_HELP_BYTES, "write %s", node);
    else
        snprintf(help, RETRY_HELP_BYTES, "write %s: {%s}", retry__fault_quote(owner).text, node);
    return help;
}

/* The character at which a value starts; '\0' where the line is not ASCII before it. */
static char first_byte(const struct retry_check *check, const struct retry_value *value)
{
    const struct retry_source *source = check->document->source;
    struct retry_cursor cursor = {0};
    struct retry_cursor_line line;
    size_t at;

    if (!retry__cursor_line(&cursor, source, source->name, value->span.line, value->span.column, &line))
        return '\0';
    at = value->span.column - line.column;
    return at < line.length ? line.text[at] : '\0';
}

/* Writes the kinds that stand over several nodes. */
static const char *list_over_several(const struct retry_shape *const *shapes, size_t count, char help[RETRY_HELP_BYTES])
{
    const char *kinds[KINDS];
    size_t listed = 0;

    for (size_t i = 0; i < count && listed < KINDS; i++)
        if (shapes[i]->arity == RETRY_LIST)
            kinds[listed++] = shapes[i]->name;
    return retry__help_list("put the list under one of ", kinds, listed, "or", help);
}

static bool shape_fault(const struct retry_check *check, const struct retry_value *value,
                        const struct retry_shape *const *shapes, size_t count)
{
    const struct retry_shape *kind = kind_meant(shapes, count, value);
    char help[RETRY_HELP_BYTES];
    char use[RETRY_HELP_BYTES];

    write_node(check, value, kind != NULL ? kind->example : example(shapes, count), help);
    if (value->type == RETRY_VALUE_LIST && value->count == 1 && value->items->type == RETRY_VALUE_MAPPING)
        snprintf(help, sizeof help,
                 first_byte(check, value) == '-' ? "take away the '-'" : "take away the '[' and ']'");
    else if (value->type == RETRY_VALUE_LIST && value->count > 1 && value->items->type == RETRY_VALUE_MAPPING)
        list_over_several(shapes, count, help);
    if (kind == NULL && value->type == RETRY_VALUE_SCALAR && retry__check_is_name(value->text, value->count)) {
        snprintf(use, sizeof use, "use: %s", retry__fault_quote(value).text);
        write_node(check, value, use, help);
    }
    return retry__check_fault(check, RETRY_FINDING_ONE_KIND, value, help,
                              "a node is a mapping with exactly one key, the name of its kind");
}

/* Writes the names of all kinds, and `use`. */
static const char *list_kinds(const char *prefix, const struct retry_shape *const *shapes, size_t count,
                              char help[RETRY_HELP_BYTES])
{
    const char *kinds[KINDS + 1];
    size_t listed = 0;

    for (; listed < count && listed < KINDS; listed++)
        kinds[listed] = shapes[listed]->name;
    kinds[listed++] = "use";
    return retry__help_list(prefix, kinds, listed, "or", help);
}

/* No key is a kind: often one has the kind as its value, as in {kind: fixed, delay: 1s}. */
static bool no_kind_fault(const struct retry_check *check, const struct retry_value *node,
                          const struct retry_shape *const *shapes, size_t count)
{
    const struct retry_shape *kind = NULL;
    char help[RETRY_HELP_BYTES];

    for (uint32_t i = 0; i < node->count && kind == NULL; i++)
        kind = kind_meant(shapes, count, &node->pairs[i].value);
    if (kind != NULL)
        write_node(check, node, kind->example, help);
    else
        list_kinds("put it under one of ", shapes, count, help);
    return retry__check_fault(check, RETRY_FINDING_ONE_KIND, &node->pairs[0].key, help,
                              "a node has one key, the name of its kind, and '%s' is none",
                              retry__fault_quote(&node->pairs[0].key).text);
}

/* Several keys: often what belongs into the body of the one that is a kind stands beside it. */
static bool several_fault(const struct retry_check *check, const struct retry_value *node,
                          const struct retry_shape *const *shapes, size_t count)
{
    const struct retry_value *one = &node->pairs[0].key;
    const struct retry_value *other = &node->pairs[1].key;
    const struct retry_value *keys[2] = {one, other};
    char help[RETRY_HELP_BYTES] = "keep one of them";
    struct retry_draft draft;
    size_t index;
    bool known = false;

    for (uint32_t i = 0; i < node->count; i++)
        known = known || retry__value_is(&node->pairs[i].key, "use") ||
                find_kind(shapes, count, &node->pairs[i].key, &index) != NULL;
    if (!known)
        return no_kind_fault(check, node, shapes, count);
    for (size_t i = 0; i < 2; i++) {
        const struct retry_shape *shape = find_kind(shapes, count, keys[i], &index);

        if (shape == NULL || retry__shape_find(shape, keys[1 - i], 0) == RETRY_SHAPE_NO_KEY)
            continue;
        snprintf(help, sizeof help, "move it into %s", shape->name);
        one = keys[i];
        other = keys[1 - i];
        break;
    }
    draft = retry__fault_draft(check, RETRY_FINDING_ONE_KIND, other, help);
    draft.related = draft.source;
    draft.related_span = one->span;
    draft.related_note = "the other one stands here";
    return retry__report_add(check->report, &draft, "a node has exactly one key, '%s' stands beside '%s'",
                             retry__fault_quote(other).text, retry__fault_quote(one).text);
}

static bool unknown_fault(const struct retry_check *check, const struct retry_value *key,
                          const struct retry_shape *const *shapes, size_t count)
{
    struct retry_near near = {0};
    char help[RETRY_HELP_BYTES];

    for (size_t i = 0; i < count; i++)
        retry__near_offer(&near, key->text, key->count, shapes[i]->name);
    retry__near_offer(&near, key->text, key->count, "use");
    if (near.best != NULL)
        snprintf(help, sizeof help, "did you mean %s?", near.best);
    else
        list_kinds("write one of ", shapes, count, help);
    return retry__check_fault(check, RETRY_FINDING_UNKNOWN_KEY, key, help, "unknown kind '%s'",
                              retry__fault_quote(key).text);
}

static bool check_use(const struct retry_check *check, const struct retry_value *name)
{
    if (name->type != RETRY_VALUE_SCALAR || retry__fault_is_null(name))
        return retry__fault_type(check, "use", name, "a name", "write use: NAME");
    return retry__fault_name(check, name);
}

/* The only field that must be there, where it may be all that the body says; NULL for none. */
static const struct retry_field *only_field(const struct retry_shape *shape)
{
    const struct retry_field *only = NULL;

    for (size_t i = 0; i < shape->field_count; i++) {
        if (shape->fields[i].required && only != NULL)
            return NULL;
        if (shape->fields[i].required)
            only = &shape->fields[i];
    }
    return shape->arity == RETRY_WRAPPER || shape->one_of_count > 0 ? NULL : only;
}

/* A body that is no list: often the one node that belongs into it. */
static bool list_fault(const struct retry_check *check, const struct retry_value *key, const struct retry_value *body,
                       const struct retry_shape *shape)
{
    char help[RETRY_HELP_BYTES];

    if (body->type == RETRY_VALUE_LIST)
        return retry__check_fault(check, RETRY_FINDING_WRONG_TYPE, body, help_with_example(shape, help),
                                  "'%s' is an empty list, a list of nodes belongs here", retry__fault_quote(key).text);
    return retry__fault_type(check, shape->name, body, "a list of nodes", help_with_example(shape, help));
}

/* A body that is no mapping: often the one value that belongs into it. */
static bool body_fault(const struct retry_check *check, const struct retry_value *body, const struct retry_shape *shape)
{
    const struct retry_field *field = only_field(shape);
    char example[RETRY_HELP_BYTES];
    uint64_t ns;

    if (field != NULL && body->type == RETRY_VALUE_SCALAR && field->type == RETRY_FIELD_DURATION &&
        retry__duration_parse(body->text, body->count, &ns) == NULL) {
        snprintf(example, sizeof example, "%s: {%s: %s}", shape->name, field->key, retry__fault_quote(body).text);
        return retry__fault_mapping(check, body, shape->name, example);
    }
    return retry__fault_mapping(check, body, shape->name, shape->example);
}

/* The child. Where it was not indented, the check of the body says so. */
static const struct retry_value *find_over(const struct retry_value *body, const struct retry_shape *shape)
{
    for (uint32_t i = 0; i < body->count; i++)
        if (retry__value_is(&body->pairs[i].key, "over"))
            return retry__unknown_below(body, shape, i) > 0 ? NULL : &body->pairs[i].value;
    return NULL;
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
    if (out->shape->arity == RETRY_LIST)
        return (pair->value.type == RETRY_VALUE_LIST && pair->value.count > 0) ||
               list_fault(check, &pair->key, &pair->value, out->shape);
    if (pair->value.type != RETRY_VALUE_MAPPING)
        return body_fault(check, &pair->value, out->shape);
    if (out->shape->arity != RETRY_LEAF)
        out->over = find_over(&pair->value, out->shape);
    return true;
}
