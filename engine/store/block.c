/* block.c - a block of memory that grows while a set is built; everything in it is found by its offset. */
#include "engine/store/block.h"

#include <stdint.h>
#include <string.h>

#define FIRST_BYTES 4096

static bool reserve(struct retry_block *block, size_t size)
{
    size_t capacity = block->capacity ? block->capacity : FIRST_BYTES;
    char *bytes;

    if (size <= block->capacity)
        return true;
    while (capacity < size)
        capacity *= 2;
    bytes = retry__mem_resize(block->bytes, capacity, 1);
    if (!bytes)
        return false;
    block->bytes = bytes;
    block->capacity = capacity;
    return true;
}

bool retry__block_add(struct retry_block *block, size_t size, size_t *out_offset)
{
    if (size > SIZE_MAX / 4)
        return false;
    size = (size + 7) & ~(size_t)7;
    if (!reserve(block, block->size + size))
        return false;
    memset(block->bytes + block->size, 0, size);
    *out_offset = block->size;
    block->size += size;
    return true;
}

void retry__block_shrink(struct retry_block *block)
{
    char *bytes = block->size ? retry__mem_resize(block->bytes, block->size, 1) : NULL;

    if (!bytes) /* the larger block serves as well */
        return;
    block->bytes = bytes;
    block->capacity = block->size;
}

void retry__block_done(struct retry_block *block)
{
    retry__mem_free(block->bytes);
    *block = (struct retry_block){0};
}
