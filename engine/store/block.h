/* block.h - a block of memory that grows while a set is built; everything in it is found by its offset. */
#ifndef RETRY_STORE_BLOCK_H
#define RETRY_STORE_BLOCK_H

#include "schema/mem.h"

#include <stdbool.h>

/* Zero bytes are an empty block. It moves as it grows: pointers into it end with the next addition. */
struct retry_block {
    char *bytes;
    size_t size, capacity;
};

/** Appends zeroed bytes, aligned to 8. @return false: no memory, nothing has changed */
bool retry__block_add(struct retry_block *block, size_t size, size_t *out_offset);
/** Gives back what the block does not use. */
void retry__block_shrink(struct retry_block *block);
void retry__block_done(struct retry_block *block);

static inline void *retry__block_at(const struct retry_block *block, size_t offset)
{
    return block->bytes + offset;
}

#endif
