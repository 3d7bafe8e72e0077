/* shape.c - finds keys in shapes. */
#include "schema/shape.h"

size_t retry__shape_key_count(const struct retry_shape *shape)
{
    return (size_t)shape->field_count + (shape->arity == RETRY_WRAPPER || shape->arity == RETRY_WRAPPER_OPTIONAL);
}

const char *retry__shape_key(const struct retry_shape *shape, size_t index)
{
    return index < shape->field_count ? shape->fields[index].key : "over";
}

size_t retry__shape_find(const struct retry_shape *shape, const struct retry_value *key, size_t start)
{
    size_t count = retry__shape_key_count(shape);

    for (size_t i = 0; i < count; i++) {
        size_t index = start + i < count ? start + i : start + i - count;
        const char *text = retry__shape_key(shape, index);

        if (retry__value_is(key, text))
            return index;
    }
    return RETRY_SHAPE_NO_KEY;
}

bool retry__shape_extends(const struct retry_shape *shape, const struct retry_value *key)
{
    return shape->extensible && key->count >= 2 && key->text[0] == 'x' && key->text[1] == '-';
}
