/* collect.h - lists of error classes while they are collected: disjoint ranges of codes, and words. */
#ifndef RETRY_ERRORS_COLLECT_H
#define RETRY_ERRORS_COLLECT_H

#include "engine/errors/class.h"

#define RETRY_MARK_BITS 16
#define RETRY_WORD_MAX 63

/* Codes of one kind. The ends have the kind in the upper half and the code, moved so that it has no sign, in the lower:
 * all kinds are one line of numbers. */
struct retry_range {
    uint64_t from, to;
    uint8_t list;
};

struct retry_word {
    const char *text; /* borrowed, no NUL at the end */
    uint32_t hash;
    uint8_t length;
    uint8_t list;
};

struct retry_ranges {
    struct retry_range *items;
    size_t count, room;
};

struct retry_collection {
    struct retry_ranges sealed;  /* of all lists but the last: sorted, disjoint, neighbours of one list joined */
    struct retry_ranges spare;   /* where the next sealed ones are made */
    struct retry_ranges pending; /* of the last list, as they came */
    uint8_t last;                /* that list */
    struct retry_word *words;
    size_t word_count, word_room;
    uint32_t *slots; /* of a hash table, open addressing: one more than the index of a word, 0 = free */
    size_t slot_count;
    uint8_t any;                    /* the first list that holds everything, 0 = none */
    uint8_t marks[RETRY_MARK_BITS]; /* by bit: the first list that holds errors marked so, 0 = none */
};

/** Of a word that ends at a NUL or at the limit. @param length  set to its bytes */
uint32_t retry__word_hash(const char *word, size_t limit, size_t *length);
/** As retry__matching_add(). */
bool retry__collect(struct retry_collection *collection, const struct retry_class *class, uint8_t list, bool *out_new);
/** Moves the pending ranges to the sealed ones. Takes no memory. */
void retry__collection_seal(struct retry_collection *collection);
void retry__collection_done(struct retry_collection *collection);

static inline uint64_t retry__range_end(uint8_t kind, int32_t code)
{
    return (uint64_t)kind << 32 | ((uint32_t)code ^ UINT32_C(0x80000000));
}

static inline int32_t retry__range_code(uint64_t end)
{
    return (int32_t)((uint32_t)end ^ UINT32_C(0x80000000));
}

#endif
