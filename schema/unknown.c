/* unknown.c - keys that a mapping has and its shape has not. */
#include "schema/unknown.h"

#include "schema/help.h"
#include "schema/near.h"
#include "schema/scan.h"

#include <stdio.h>

/* The nearest key that is not taken: neither there nor meant by another misspelt one. */
static size_t nearest(const struct retry_shape *shape, const struct retry_value *key, uint64_t taken)
{
    struct retry_near near = {0};
    size_t best = RETRY_SHAPE_NO_KEY;

    for (size_t i = 0; i < retry__shape_key_count(shape); i++) {
        const char *candidate = retry__shape_key(shape, i);

        if ((taken & UINT64_C(1) << i) == 0)
            retry__near_offer(&near, key->text, key->count, candidate);
        if (near.best == candidate)
            best = i;
    }
    return best;
}

/* May the value stand in the field, where only some words may? */
static bool fits(const struct retry_field *field, const struct retry_value *value)
{
    const char *const *word = field->words;

    if (field->type != RETRY_FIELD_WORD)
        return true;
    while (*word != NULL && !retry__value_is(value, *word))
        word++;
    return *word != NULL;
}

/* The field of this shape below which the pair belongs: a section, or a node where it is a reference to one. */
static size_t field_above(const struct retry_shape *shape, const struct retry_pair *pair)
{
    size_t node = RETRY_SHAPE_NO_KEY;

    for (size_t i = 0; i < shape->field_count; i++) {
        const struct retry_field *field = &shape->fields[i];
        size_t index = RETRY_SHAPE_NO_KEY;

        if (field->type == RETRY_FIELD_SECTION)
            index = retry__shape_find(field->section, &pair->key, 0);
        else if (field->type == RETRY_FIELD_NODE && retry__value_is(&pair->key, "use"))
            node = i;
        if (index != RETRY_SHAPE_NO_KEY && fits(&field->section->fields[index], &pair->value))
            return i;
    }
    return node;
}

static void list_keys(const struct retry_shape *shape, char help[RETRY_HELP_BYTES])
{
    size_t count = retry__shape_key_count(shape);
    const char *keys[64];
    char prefix[RETRY_HELP_BYTES];

    for (size_t i = 0; i < count; i++)
        keys[i] = retry__shape_key(shape, i);
    snprintf(prefix, sizeof prefix, count == 1 ? "the only key of %s is " : "the keys of %s are ", shape->name);
    if (count == 0)
        snprintf(help, RETRY_HELP_BYTES, "write %s: {}", shape->name);
    else
        retry__help_list(prefix, keys, count, "and", help);
}

static bool is_unknown(const struct retry_shape *shape, const struct retry_value *key)
{
    return retry__shape_find(shape, key, 0) == RETRY_SHAPE_NO_KEY && !retry__shape_extends(shape, key);
}

/* Does the pair look like a kind and its body, or a name and what it stands for? No kind is known here. */
static bool has_body(const struct retry_pair *pair)
{
    return pair->value.type == RETRY_VALUE_MAPPING || retry__value_is(&pair->key, "use");
}

/* Does the value look like a whole node: a kind with its body? */
static bool is_node(const struct retry_value *value)
{
    return value->type == RETRY_VALUE_MAPPING && value->count == 1 && has_body(value->pairs) &&
           !retry__value_is(&value->pairs[0].key, "over");
}

/* Does the pair belong below the key of that index? */
static bool belongs_below(const struct retry_shape *shape, size_t index, const struct retry_pair *pair)
{
    bool is_over = index == shape->field_count;

    if (!is_unknown(shape, &pair->key))
        return false;
    if (!is_over && shape->fields[index].type == RETRY_FIELD_SECTION)
        return retry__shape_find(shape->fields[index].section, &pair->key, 0) != RETRY_SHAPE_NO_KEY;
    if (is_over || shape->fields[index].type == RETRY_FIELD_NODE || shape->fields[index].type == RETRY_FIELD_NAMES)
        return has_body(pair) && nearest(shape, &pair->key, 0) == RETRY_SHAPE_NO_KEY;
    return false;
}

uint32_t retry__unknown_below(const struct retry_value *mapping, const struct retry_shape *shape, uint32_t at)
{
    const struct retry_pair *pair = &mapping->pairs[at];
    size_t index;
    uint32_t count = 0;

    if (pair->value.type != RETRY_VALUE_SCALAR || !retry__fault_is_null(&pair->value))
        return 0; /* so it is nearly always: asked first, because the look-up costs more */
    index = retry__shape_find(shape, &pair->key, 0);
    if (index == RETRY_SHAPE_NO_KEY)
        return 0;
    while (at + count + 1 < mapping->count && belongs_below(shape, index, &pair[count + 1]))
        count++;
    return count;
}

bool retry__unknown_indent(const struct retry_check *check, const struct retry_value *key,
                           const struct retry_value *above)
{
    struct retry_quote name = retry__fault_quote(above);
    char help[RETRY_HELP_BYTES];

    snprintf(help, sizeof help, check->document->json ? "move it into %s" : "indent it under %s:", name.text);
    return retry__check_fault(check, RETRY_FINDING_UNKNOWN_KEY, key, help, "'%s' belongs under %s",
                              retry__fault_quote(key).text, name.text);
}

/* The key of "delay:1s" and "delay=1s", which are keys without a value. */
static size_t unspaced(const struct retry_shape *shape, const struct retry_pair *pair, struct retry_unspaced *parts)
{
    struct retry_value key = pair->key;

    if (!retry__fault_is_null(&pair->value) || (!retry__scan_unspaced(key.text, key.count, ':', parts) &&
                                                !retry__scan_unspaced(key.text, key.count, '=', parts)))
        return RETRY_SHAPE_NO_KEY;
    key.count = (uint32_t)parts->key_length;
    return retry__shape_find(shape, &key, 0);
}

static void unspaced_fault(const struct retry_check *check, const struct retry_value *key,
                           const struct retry_unspaced *parts)
{
    bool colon = key->text[parts->key_length] == ':';
    char help[RETRY_HELP_BYTES];

    snprintf(help, sizeof help, "write %.*s: %.*s", (int)parts->key_length, key->text, (int)parts->value_length,
             parts->value);
    retry__check_fault(check, RETRY_FINDING_UNKNOWN_KEY, key, help,
                       colon ? "a space is missing behind ':' in '%s'" : "'%s' has a '=' where ': ' belongs",
                       retry__fault_quote(key).text);
}

/* @return the index of the key that was probably meant */
static size_t fault(const struct retry_check *check, const struct retry_pair *pair, const struct retry_shape *shape,
                    uint64_t taken)
{
    const struct retry_value *key = &pair->key;
    size_t section = field_above(shape, pair);
    size_t meant = section != RETRY_SHAPE_NO_KEY ? section : nearest(shape, key, taken);
    bool has_over = shape->arity != RETRY_LEAF && (taken & UINT64_C(1) << shape->field_count) == 0;
    struct retry_unspaced parts;
    const char *format = "did you mean %s?";
    char help[RETRY_HELP_BYTES];

    if (unspaced(shape, pair, &parts) != RETRY_SHAPE_NO_KEY) {
        unspaced_fault(check, key, &parts);
        return unspaced(shape, pair, &parts);
    }
    if (section != RETRY_SHAPE_NO_KEY)
        format = "move it into %s";
    if (meant == RETRY_SHAPE_NO_KEY && has_over && has_body(pair)) {
        meant = shape->field_count;
        format = is_node(&pair->value) ? format : "put it under %s:";
    }
    if (meant == RETRY_SHAPE_NO_KEY)
        list_keys(shape, help);
    else
        snprintf(help, sizeof help, format, retry__shape_key(shape, meant));
    retry__check_fault(check, RETRY_FINDING_UNKNOWN_KEY, key, help, "unknown key '%s' in %s",
                       retry__fault_quote(key).text, shape->name);
    return meant;
}

struct retry_unknown retry__unknown_keys(const struct retry_check *check, const struct retry_value *mapping,
                                         const struct retry_shape *shape, uint64_t seen)
{
    struct retry_unknown unknown = {0};

    for (uint32_t i = 0; i < mapping->count; i++) {
        const struct retry_pair *pair = &mapping->pairs[i];
        uint32_t below = retry__unknown_below(mapping, shape, i);
        size_t meant;

        if (below > 0)
            retry__unknown_indent(check, &pair[1].key, &pair->key);
        i += below;
        if (below > 0 || !is_unknown(shape, &pair->key))
            continue;
        meant = fault(check, pair, shape, seen | unknown.meant);
        if (meant == RETRY_SHAPE_NO_KEY)
            unknown.lost = true;
        else
            unknown.meant |= UINT64_C(1) << meant;
    }
    return unknown;
}
