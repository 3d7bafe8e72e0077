/* mem.c - all memory of the library: plain blocks, overflow-checked, and arenas that are freed at once. */
#include "schema/mem.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CHUNK ((size_t)1 << 10)   /* a small file fits */
#define LARGEST_CHUNK ((size_t)1 << 18) /* chunks double up to here, so that at most this much stays unused */

struct retry_arena_chunk {
    struct retry_arena_chunk *older;
    size_t size; /* of bytes */
    alignas(8) unsigned char bytes[];
};

void *retry__mem_new(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        return NULL;
    return calloc(1, bytes > 0 ? bytes : 1);
}

void *retry__mem_resize(void *block, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        return NULL;
    return realloc(block, bytes > 0 ? bytes : 1);
}

void retry__mem_free(void *block)
{
    free(block);
}

static size_t next_chunk_size(const struct retry_arena *arena)
{
    if (arena->chunk == NULL)
        return FIRST_CHUNK;
    return arena->total < LARGEST_CHUNK ? arena->total : LARGEST_CHUNK;
}

/* Makes room for a piece that the newest chunk cannot hold. */
static bool grow(struct retry_arena *arena, size_t bytes)
{
    size_t size = next_chunk_size(arena);
    if (size < bytes)
        size = bytes;
    if (size > SIZE_MAX - sizeof(struct retry_arena_chunk))
        return false;
    struct retry_arena_chunk *chunk = retry__mem_resize(NULL, 1, sizeof *chunk + size);
    if (chunk == NULL)
        return false;
    chunk->older = arena->chunk;
    chunk->size = size;
    arena->chunk = chunk;
    arena->used = 0;
    arena->total += size;
    return true;
}

void *retry__arena_take(struct retry_arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX - 7)
        return NULL;
    bytes = (bytes + 7) & ~(size_t)7;
    if (arena->chunk == NULL || arena->chunk->size - arena->used < bytes) {
        if (!grow(arena, bytes))
            return NULL;
    }
    void *piece = arena->chunk->bytes + arena->used;
    arena->used += bytes;
    return piece;
}

void *retry__arena_new(struct retry_arena *arena, size_t count, size_t size)
{
    void *piece = retry__arena_take(arena, count, size);
    return piece != NULL ? memset(piece, 0, count * size) : NULL;
}

char *retry__arena_text(struct retry_arena *arena, const char *text, size_t length)
{
    if (length == SIZE_MAX)
        return NULL;
    char *copy = retry__arena_take(arena, length + 1, 1);
    if (copy == NULL)
        return NULL;
    if (length > 0)
        memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

void retry__arena_done(struct retry_arena *arena)
{
    while (arena->chunk != NULL) {
        struct retry_arena_chunk *older = arena->chunk->older;
        retry__mem_free(arena->chunk);
        arena->chunk = older;
    }
    *arena = (struct retry_arena){0};
}
