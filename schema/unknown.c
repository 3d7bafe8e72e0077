/* unknown.c - keys that a mapping has and its shape has not. */
#include "schema/unknown.h"

#include "schema/help.h"
#include "schema/near.h"

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

/* The section of this shape to which the key belongs. */
static size_t section_with(const struct retry_shape *shape, const struct retry_value *key)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct retry_field *field = &shape->fields[i];

        if (field->type == RETRY_FIELD_SECTION && retry__shape_find(field->section, key, 0) != RETRY_SHAPE_NO_KEY)
            return i;
    }
    return RETRY_SHAPE_NO_KEY;
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

/* @return the key that was probably meant, as a bit */
static uint64_t fault(const struct retry_check *check, const struct retry_value *key, const struct retry_shape *shape,
                      uint64_t taken)
{
    size_t section = section_with(shape, key);
    size_t meant = section != RETRY_SHAPE_NO_KEY ? section : nearest(shape, key, taken);
    char help[RETRY_HELP_BYTES];

    if (meant == RETRY_SHAPE_NO_KEY)
        list_keys(shape, help);
    else
        snprintf(help, sizeof help, section != RETRY_SHAPE_NO_KEY ? "move it into %s" : "did you mean %s?",
                 retry__shape_key(shape, meant));
    retry__check_fault(check, RETRY_FINDING_UNKNOWN_KEY, key, help, "unknown key '%s' in %s",
                       retry__fault_quote(key).text, shape->name);
    return meant == RETRY_SHAPE_NO_KEY ? 0 : UINT64_C(1) << meant;
}

uint64_t retry__unknown_keys(const struct retry_check *check, const struct retry_value *mapping,
                             const struct retry_shape *shape, uint64_t seen)
{
    uint64_t meant = 0;

    for (uint32_t i = 0; i < mapping->count; i++) {
        const struct retry_value *key = &mapping->pairs[i].key;

        if (retry__shape_find(shape, key, 0) == RETRY_SHAPE_NO_KEY && !retry__shape_extends(shape, key))
            meant |= fault(check, key, shape, seen | meant);
    }
    return meant;
}
