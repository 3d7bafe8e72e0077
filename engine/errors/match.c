/* match.c - which of many lists of error classes holds an error. */
#include "engine/errors/match.h"

#include "engine/errors/collect.h"
#include "engine/errors/vocabulary.h"
#include "schema/mem.h"

#include <string.h>

/*
 * Behind it: the first codes of all ranges, their last codes, the slots of a hash table of words, the lists of the
 * ranges, the words. The ranges of one kind are neighbours, sorted.
 */
struct retry_match {
    uint32_t first[RETRY_VOCABULARY_COUNT]; /* by retry_error_kind: the first range of that kind, or of a later one */
    uint32_t slot_count;                    /* 0, or a power of two */
    uint8_t any;                            /* the first list that holds everything, 0 = none */
    uint8_t marks[RETRY_MARK_BITS];         /* by bit: the first list that holds errors marked so, 0 = none */
    uint8_t spare[3];
};

struct slot {
    uint32_t hash;
    uint32_t at; /* bytes from the match to the word's entry: list, length, its bytes; 0 = free */
};

_Static_assert(sizeof(struct retry_match) == 64, "one cache line");

static uint32_t range_count(const struct retry_match *match)
{
    return match->first[RETRY_VOCABULARY_COUNT - 1];
}

static const int32_t *froms(const struct retry_match *match)
{
    return (const int32_t *)(match + 1);
}

static const struct slot *slots(const struct retry_match *match)
{
    return (const struct slot *)(const void *)(froms(match) + 2 * (size_t)range_count(match));
}

static const uint8_t *lists(const struct retry_match *match)
{
    return (const uint8_t *)(slots(match) + match->slot_count);
}

/* ---- building ---------------------------------------------------------------------------------------- */

bool retry__matching_add(struct retry_matching *matching, const struct retry_class *class, uint8_t list, bool *out_new)
{
    if (!matching->collection)
        matching->collection = retry__mem_new(1, sizeof(*matching->collection));
    return matching->collection && retry__collect(matching->collection, class, list, out_new);
}

void retry__matching_done(struct retry_matching *matching)
{
    if (matching->collection)
        retry__collection_done(matching->collection);
    retry__mem_free(matching->collection);
    matching->collection = NULL;
}

size_t retry__matching_size(const struct retry_matching *matching)
{
    struct retry_collection *collection = matching->collection;
    size_t size = sizeof(struct retry_match);

    if (!collection)
        return size;
    retry__collection_seal(collection);
    size += collection->sealed.count * (2 * sizeof(int32_t) + 1) + collection->slot_count * sizeof(struct slot);
    for (size_t i = 0; i < collection->word_count; i++)
        size += 2 + (size_t)collection->words[i].length;
    return (size + 7) / 8 * 8;
}

static void write_ranges(struct retry_match *match, const struct retry_ranges *ranges, int32_t *from, int32_t *to)
{
    size_t at = 0;

    for (size_t kind = 0; kind < RETRY_VOCABULARY_COUNT; kind++) {
        while (at < ranges->count && ranges->items[at].from >> 32 < kind)
            at++;
        match->first[kind] = (uint32_t)at;
    }
    for (at = 0; at < ranges->count; at++) {
        from[at] = retry__range_code(ranges->items[at].from);
        to[at] = retry__range_code(ranges->items[at].to);
    }
}

static void write_words(char *out, struct slot *slot, const struct retry_collection *collection, size_t at)
{
    for (size_t i = 0; i < collection->slot_count; i++) {
        const struct retry_word *word = collection->slots[i] ? &collection->words[collection->slots[i] - 1] : NULL;
        if (!word)
            continue;
        slot[i] = (struct slot){word->hash, (uint32_t)at};
        out[at] = (char)word->list;
        out[at + 1] = (char)word->length;
        memcpy(out + at + 2, word->text, word->length);
        at += 2 + (size_t)word->length;
    }
}

void retry__matching_write(const struct retry_matching *matching, void *out)
{
    struct retry_collection *collection = matching->collection;
    struct retry_match *match = out;
    char *bytes = out;

    memset(out, 0, retry__matching_size(matching));
    if (!collection)
        return;
    size_t count = collection->sealed.count, slots_at = sizeof(*match) + 2 * count * sizeof(int32_t);
    size_t lists_at = slots_at + collection->slot_count * sizeof(struct slot);
    int32_t *from = (int32_t *)(match + 1);

    match->slot_count = (uint32_t)collection->slot_count;
    match->any = collection->any;
    memcpy(match->marks, collection->marks, sizeof(match->marks));
    write_ranges(match, &collection->sealed, from, from + count);
    for (size_t i = 0; i < count; i++)
        bytes[lists_at + i] = (char)collection->sealed.items[i].list;
    write_words(bytes, (struct slot *)(void *)(bytes + slots_at), collection, lists_at + count);
}

/* ---- finding ----------------------------------------------------------------------------------------- */

/* The lesser of two lists, where 0, which is none, comes after all. */
static uint8_t least(uint8_t left, uint8_t right)
{
    return (uint8_t)(left - 1) < (uint8_t)(right - 1) ? left : right;
}

/* Halves without a branch: the last range that does not begin after the code is the only one that may hold it. */
static uint8_t find_code(const struct retry_match *match, uint8_t kind, int32_t code)
{
    uint32_t first = match->first[kind], count = match->first[kind + 1] - first;
    const int32_t *from = froms(match) + first;

    if (count == 0)
        return 0;
    while (count > 1) {
        uint32_t half = count / 2;
        from = from[half] <= code ? from + half : from;
        count -= half;
    }
    return *from <= code && code <= from[range_count(match)] ? lists(match)[from - froms(match)] : 0;
}

/* The entry of a word: its list, its length, its bytes; NULL where no list holds it. */
static const uint8_t *find_entry(const struct retry_match *match, uint32_t hash, const void *word, size_t length)
{
    const struct slot *table = slots(match);
    uint32_t mask = match->slot_count - 1;

    for (uint32_t i = hash & mask; table[i].at; i = (i + 1) & mask) {
        const uint8_t *entry = (const uint8_t *)match + table[i].at;
        if (table[i].hash == hash && entry[1] == length && memcmp(entry + 2, word, length) == 0)
            return entry;
    }
    return NULL;
}

static uint8_t find_word(const struct retry_match *match, const char *word)
{
    const uint8_t *entry;
    size_t length;

    if (!word || match->slot_count == 0)
        return 0;
    uint32_t hash = retry__word_hash(word, RETRY_WORD_MAX + 1, &length);
    entry = find_entry(match, hash, word, length);
    return entry ? entry[0] : 0;
}

static uint8_t find_spelling(const struct retry_match *match, uint8_t kind, int64_t code, const char *word)
{
    if (kind == RETRY_ERROR_APP)
        return find_word(match, word);
    if (kind == RETRY_ERROR_NONE || kind > RETRY_ERROR_APP || code < INT32_MIN || code > INT32_MAX)
        return 0;
    return find_code(match, kind, (int32_t)code);
}

uint8_t retry__match_find(const struct retry_match *match, const retry_error *error)
{
    bool worded = error->kind == RETRY_ERROR_APP || error->also_kind == RETRY_ERROR_APP;
    const char *word = worded ? error->word : NULL;
    uint8_t found = least(match->any, find_spelling(match, error->kind, error->code, word));

    if (error->also_kind != RETRY_ERROR_NONE)
        found = least(found, find_spelling(match, error->also_kind, worded ? INT64_MIN : error->also_code, word));
    for (unsigned marks = error->marks; marks; marks &= marks - 1)
        found = least(found, match->marks[__builtin_ctz(marks)]);
    return found;
}

/* ---- comparing --------------------------------------------------------------------------------------- */

/* Does the right one hold all words of the left one, in the same lists? */
static bool holds_words(const struct retry_match *left, const struct retry_match *right)
{
    const struct slot *table = slots(left);

    for (uint32_t i = 0; i < left->slot_count; i++) {
        const uint8_t *entry = (const uint8_t *)left + table[i].at, *other;
        if (!table[i].at)
            continue;
        other = find_entry(right, table[i].hash, entry + 2, entry[1]);
        if (!other || other[0] != entry[0])
            return false;
    }
    return true;
}

/* Ranges are sorted and joined. Words stand as they were written, and the table is as large as they are many. */
bool retry__match_same(const struct retry_match *left, const struct retry_match *right)
{
    size_t ranges = range_count(left);

    return memcmp(left, right, sizeof(*left)) == 0 &&
           memcmp(froms(left), froms(right), 2 * ranges * sizeof(int32_t)) == 0 &&
           memcmp(lists(left), lists(right), ranges) == 0 && holds_words(left, right) && holds_words(right, left);
}
