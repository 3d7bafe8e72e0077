/* value.c - finds values in a document, by key and by place. */
#include "schema/value.h"

#include <string.h>

const struct retry_value *retry__value_get(const struct retry_value *mapping, const char *key)
{
    size_t length = strlen(key);
    for (uint32_t at = 0; at < mapping->count; at++) {
        const struct retry_pair *pair = &mapping->pairs[at];
        if (pair->key.count == length && memcmp(pair->key.text, key, length) == 0)
            return &pair->value;
    }
    return NULL;
}

static bool same(const struct retry_range *left, const struct retry_range *right)
{
    return left->start == right->start && left->end == right->end;
}

/* Where a child of the collection begins: the item, or the key of the pair. */
static const struct retry_value *child_head(const struct retry_value *collection, uint32_t at)
{
    return collection->type == RETRY_VALUE_LIST ? &collection->items[at] : &collection->pairs[at].key;
}

/* The last child that starts at the place or before it; count where there is none. Children stand in order. */
static uint32_t child_at(const struct retry_value *collection, const struct retry_range *place)
{
    uint32_t low = 0, high = collection->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (child_head(collection, middle)->place.start <= place->start)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? low - 1 : collection->count;
}

struct writer {
    char *buffer;
    size_t size, length;
};

static void append(struct writer *writer, const char *text, size_t length)
{
    size_t room = writer->size - 1 - writer->length;
    if (length > room)
        length = room;
    memcpy(writer->buffer + writer->length, text, length);
    writer->length += length;
}

static void append_key(struct writer *writer, const struct retry_value *key)
{
    if (writer->length > 0)
        append(writer, ".", 1);
    append(writer, key->text, key->count);
}

static void append_index(struct writer *writer, uint32_t index)
{
    char digits[16];
    size_t at = sizeof digits;
    digits[--at] = ']';
    do
        digits[--at] = (char)('0' + index % 10);
    while ((index /= 10) > 0);
    digits[--at] = '[';
    append(writer, digits + at, sizeof digits - at);
}

/* Goes one step down towards the place; NULL where no child holds it. */
static const struct retry_value *descend(struct writer *writer, const struct retry_value *collection,
                                         const struct retry_range *place)
{
    uint32_t at = child_at(collection, place);
    if (at == collection->count)
        return NULL;
    bool list = collection->type == RETRY_VALUE_LIST;
    const struct retry_value *child = list ? &collection->items[at] : &collection->pairs[at].value;
    if (child->place.end < place->end)
        return NULL;
    if (list)
        append_index(writer, at);
    else
        append_key(writer, &collection->pairs[at].key);
    return child;
}

size_t retry__value_path(const struct retry_value *root, const struct retry_range *place, char *buffer, size_t size)
{
    if (size == 0)
        return 0;
    struct writer writer = {buffer, size, 0};
    const struct retry_value *value = root;
    while (value != NULL && value->type != RETRY_VALUE_SCALAR && !same(&value->place, place))
        value = descend(&writer, value, place);
    buffer[writer.length] = '\0';
    return writer.length;
}

void retry__document_done(struct retry_document *document)
{
    if (document == NULL)
        return;
    retry__arena_done(&document->arena);
    *document = (struct retry_document){0};
}
