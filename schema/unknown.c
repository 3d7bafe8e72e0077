/* unknown.c - keys that a mapping has and its shape has not. */
#include "schema/unknown.h"

#include "schema/help.h"
#include "schema/near.h"
#include "schema/scan.h"

#include <stdio.h>

/* In the place of an index: no key of this shape was meant, so that none is missing here for this reason. */
#define ELSEWHERE (RETRY_SHAPE_NO_KEY - 1)

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

/* The field of a mapping of names below each of which the key may stand. */
static const struct retry_field *names_with(const struct retry_shape *shape, const struct retry_value *key)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct retry_field *field = &shape->fields[i];

        if (field->type == RETRY_FIELD_NAMES && field->section != NULL &&
            retry__shape_find(field->section, key, 0) != RETRY_SHAPE_NO_KEY)
            return field;
    }
    return NULL;
}

/* Writes where else such a key may stand: one level down, or one level up. @return false: nowhere */
static bool find_elsewhere(const struct retry_shape *shape, const struct retry_value *key, char where[RETRY_HELP_BYTES])
{
    const struct retry_shape *outer = shape->within;
    const struct retry_field *field = names_with(shape, key);

    if (field != NULL)
        return snprintf(where, RETRY_HELP_BYTES, "into one of %s", field->key) > 0;
    if (outer == NULL || retry__shape_find(outer, key, 0) == RETRY_SHAPE_NO_KEY)
        return false;
    for (field = outer->fields; field->section != shape;)
        field++;
    return snprintf(where, RETRY_HELP_BYTES, "beside %s", field->key) > 0;
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

    if (!retry__fault_is_null(&pair->value))
        return 0; /* so it is nearly always: asked first, because the look-up costs more */
    index = retry__shape_find(shape, &pair->key, 0);
    if (index == RETRY_SHAPE_NO_KEY)
        return 0;
    while (at + count + 1 < mapping->count && belongs_below(shape, index, &pair[count + 1]))
        count++;
    return count;
}

/* Has it a key of the shape? */
static bool is_section(const struct retry_shape *shape, const struct retry_value *value)
{
    for (uint32_t i = 0; value->type == RETRY_VALUE_MAPPING && i < value->count; i++)
        if (retry__shape_find(shape, &value->pairs[i].key, 0) != RETRY_SHAPE_NO_KEY)
            return true;
    return false;
}

/* Was the pair that stands behind a name meant to stand below it? */
static bool belongs_to(const struct retry_pair *name, const struct retry_shape *section, const struct retry_pair *pair)
{
    size_t index = retry__shape_find(section, &pair->key, 0);

    if (index == RETRY_SHAPE_NO_KEY || is_section(section, &pair->value))
        return false;
    if (name->value.type == RETRY_VALUE_MAPPING)
        return retry__value_get(&name->value, retry__shape_key(section, index)) == NULL;
    return retry__fault_is_null(&name->value);
}

uint32_t retry__unknown_outside(const struct retry_value *names, const struct retry_shape *section, uint32_t at)
{
    const struct retry_pair *name = &names->pairs[at];
    uint32_t count = 0;

    while (at + count + 1 < names->count && count < section->field_count && belongs_to(name, section, &name[count + 1]))
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

/* Of a key that may stand elsewhere too. */
static size_t guess_elsewhere(const struct retry_shape *shape, size_t meant, const char *where,
                              char help[RETRY_HELP_BYTES])
{
    if (meant == RETRY_SHAPE_NO_KEY) {
        snprintf(help, RETRY_HELP_BYTES, "put it %.64s", where);
        return ELSEWHERE;
    }
    snprintf(help, RETRY_HELP_BYTES, "did you mean %s, or does it belong %.64s?", retry__shape_key(shape, meant),
             where);
    return meant;
}

/* What was probably meant by a key, and what to say of it. */
static size_t guess(const struct retry_pair *pair, const struct retry_shape *shape, uint64_t taken,
                    char help[RETRY_HELP_BYTES])
{
    size_t meant = field_above(shape, pair);
    bool has_over = shape->arity != RETRY_LEAF && (taken & UINT64_C(1) << shape->field_count) == 0;
    const char *format = "move it into %s";
    char where[RETRY_HELP_BYTES];

    if (meant == RETRY_SHAPE_NO_KEY) {
        format = "did you mean %s?";
        meant = nearest(shape, &pair->key, taken);
        if (find_elsewhere(shape, &pair->key, where))
            return guess_elsewhere(shape, meant, where, help);
    }
    if (meant == RETRY_SHAPE_NO_KEY && has_over && has_body(pair)) {
        meant = shape->field_count;
        format = is_node(&pair->value) ? format : "put it under %s:";
    }
    if (meant == RETRY_SHAPE_NO_KEY)
        list_keys(shape, help);
    else
        snprintf(help, RETRY_HELP_BYTES, format, retry__shape_key(shape, meant));
    return meant;
}

/* @return the index of the key that was probably meant */
static size_t fault(const struct retry_check *check, const struct retry_pair *pair, const struct retry_shape *shape,
                    uint64_t taken)
{
    struct retry_unspaced parts;
    char help[RETRY_HELP_BYTES];
    size_t meant = unspaced(shape, pair, &parts);

    if (meant != RETRY_SHAPE_NO_KEY) {
        unspaced_fault(check, &pair->key, &parts);
        return meant;
    }
    meant = guess(pair, shape, taken, help);
    retry__check_fault(check, RETRY_FINDING_UNKNOWN_KEY, &pair->key, help, "unknown key '%s' in %s",
                       retry__fault_quote(&pair->key).text, shape->name);
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
        if (below > 0 || pair->key.repeated || !is_unknown(shape, &pair->key))
            continue;
        meant = fault(check, pair, shape, seen | unknown.meant);
        if (meant == RETRY_SHAPE_NO_KEY)
            unknown.lost = true;
        else if (meant == ELSEWHERE)
            unknown.elsewhere = true;
        else
            unknown.meant |= UINT64_C(1) << meant;
    }
    return unknown;
}
