/* mem.h - all memory of the library: plain blocks, overflow-checked, and arenas that are freed at once. */
#ifndef RETRY_SCHEMA_MEM_H
#define RETRY_SCHEMA_MEM_H

#include <stddef.h>

#define RETRY_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/** Returns count * size zeroed bytes; NULL where memory or the multiplication fails. */
void *retry__mem_new(size_t count, size_t size);
/** Resizes to count * size bytes; NULL leaves the block as it was. New bytes are not zeroed. */
void *retry__mem_resize(void *block, size_t count, size_t size);
void retry__mem_free(void *block);

/* An arena hands out pieces, aligned to 8 bytes, that live until the arena is done. Zero bytes are an empty
 * arena. */
struct retry_arena {
    struct retry_arena_chunk *chunk; /* the newest, linked to older ones */
    size_t used;                     /* bytes of the newest that are taken */
    size_t total;                    /* bytes of all chunks */
};

/** Returns count * size zeroed bytes; NULL as above. */
void *retry__arena_new(struct retry_arena *arena, size_t count, size_t size);
/** The same, not zeroed: for what is filled at once. */
void *retry__arena_take(struct retry_arena *arena, size_t count, size_t size);
/** Copies length bytes and adds a NUL. */
char *retry__arena_text(struct retry_arena *arena, const char *text, size_t length);
void retry__arena_done(struct retry_arena *arena);

#endif
