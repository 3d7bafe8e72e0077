/* shape.c - finds keys in shapes. */
#include "schema/shape.h"

static bool has_over(const struct retry_shape *shape)
{
    return shape->arity == RETRY_WRAPPER || shape->arity == RETRY_WRAPPER_OPTIONAL;
}

size_t retry__shape_key_count(const struct retry_shape *shape)
{
    return (size_t)shape->field_count + has_over(shape);
}

const char *retry__shape_key(const struct retry_shape *shape, size_t index)
{
    return index < shape->field_count ? shape->fields[index].key : "over";
}

/* Is it the key? Its text has no NUL at the end. */
static inline bool is_key(const struct retry_value *key, const char *text)
{
    const char *at = key->text, *end = at + key->count;

    while (at < end && *at == *text) {
        at++;
        text++;
    }
    return at == end && *text == '\0';
}

size_t retry__shape_find(const struct retry_shape *shape, const struct retry_value *key, size_t start)
{
    const struct retry_field *fields = shape->fields;
    size_t count = shape->field_count;

    for (size_t i = start; i < count; i++)
        if (is_key(key, fields[i].key))
            return i;
    if (has_over(shape) && is_key(key, "over"))
        return count;
    for (size_t i = 0; i < start && i < count; i++)
        if (is_key(key, fields[i].key))
            return i;
    return RETRY_SHAPE_NO_KEY;
}

bool retry__shape_extends(const struct retry_shape *shape, const struct retry_value *key)
{
    return shape->extensible && key->count >= 2 && key->text[0] == 'x' && key->text[1] == '-';
}
