/* overlay.c - lays what one mapping states over what another one said. */
#include "schema/overlay.h"

#include <string.h>

/* What the checker stores for a field, in bytes. */
static size_t size_of(const struct retry_field *field)
{
    static const size_t sizes[] = {
        [RETRY_FIELD_DURATION] = sizeof(uint64_t),
        [RETRY_FIELD_DECIMAL] = sizeof(struct retry_decimal),
        [RETRY_FIELD_RANGE] = 2 * sizeof(struct retry_decimal),
        [RETRY_FIELD_WHOLE] = sizeof(uint32_t),
        [RETRY_FIELD_BOOLEAN] = sizeof(bool),
        [RETRY_FIELD_WORD] = sizeof(uint8_t),
        [RETRY_FIELD_TEXT] = 0,
        [RETRY_FIELD_SYMBOL] = sizeof(uint32_t),
        [RETRY_FIELD_NODE] = sizeof(void *),
        [RETRY_FIELD_NAMES] = sizeof(void *),
        [RETRY_FIELD_NAME] = sizeof(void *),
        [RETRY_FIELD_TEXTS] = sizeof(void *),
        [RETRY_FIELD_SECTIONS] = sizeof(void *),
        [RETRY_FIELD_ANY] = sizeof(void *),
    };

    return field->type == RETRY_FIELD_SECTION ? field->section->config_size : sizes[field->type];
}

static uint64_t *stated_at(const struct retry_shape *shape, void *config)
{
    return (uint64_t *)(void *)((unsigned char *)config + shape->stated_offset);
}

void retry__overlay(const struct retry_shape *shape, void *config, const void *over)
{
    uint64_t stated = *(const uint64_t *)(const void *)((const unsigned char *)over + shape->stated_offset);

    *stated_at(shape, config) |= stated;
    for (uint64_t left = stated; left != 0; left &= left - 1) {
        const struct retry_field *field = &shape->fields[__builtin_ctzll(left)];
        unsigned char *to = (unsigned char *)config + field->offset;
        const unsigned char *from = (const unsigned char *)over + field->offset;

        if (field->type == RETRY_FIELD_SECTION && field->section->stated_offset > 0)
            retry__overlay(field->section, to, from);
        else
            memcpy(to, from, size_of(field));
    }
}
