/* collect.c - lists of error classes while they are collected: disjoint ranges of codes, and words. */
#include "engine/errors/collect.h"

#include "engine/errors/group.h"
#include "schema/mem.h"

#include <string.h>

#define FIRST_ROOM 32
#define FIRST_SLOTS 32 /* a power of two, as all their numbers */

/* ---- memory ------------------------------------------------------------------------------------------ */

/* Room for that many in all, whatever is there. */
static bool reserve(struct retry_ranges *ranges, size_t count)
{
    size_t room = ranges->room ? ranges->room : FIRST_ROOM;
    struct retry_range *items;

    if (count <= ranges->room)
        return true;
    while (room < count)
        room *= 2;
    items = retry__mem_resize(ranges->items, room, sizeof(*items));
    if (!items)
        return false;
    ranges->items = items;
    ranges->room = room;
    return true;
}

/* Sealing needs no memory of its own: a range that comes in is cut by those that are there into at most as many pieces
 * more as there are of these. */
static bool reserve_pending(struct retry_collection *collection, size_t more)
{
    size_t pending = collection->pending.count + more, all = 2 * collection->sealed.count + pending;

    return reserve(&collection->pending, pending) && reserve(&collection->spare, all) &&
           reserve(&collection->sealed, all);
}

void retry__collection_done(struct retry_collection *collection)
{
    retry__mem_free(collection->sealed.items);
    retry__mem_free(collection->spare.items);
    retry__mem_free(collection->pending.items);
    retry__mem_free(collection->words);
    retry__mem_free(collection->slots);
}

/* ---- ranges ------------------------------------------------------------------------------------------ */

/* Merges runs of growing width, back and forth. @return where the sorted ones are, one of the two */
static struct retry_range *sort(struct retry_range *items, struct retry_range *spare, size_t count)
{
    for (size_t width = 1; width < count; width *= 2) {
        struct retry_range *swap = items;
        size_t out = 0;

        for (size_t start = 0; start < count; start += 2 * width) {
            size_t left = start, left_end = start + width < count ? start + width : count;
            size_t right = left_end, right_end = left_end + width < count ? left_end + width : count;
            while (left < left_end || right < right_end) {
                bool take_left = right == right_end || (left < left_end && items[left].from <= items[right].from);
                spare[out++] = items[take_left ? left++ : right++];
            }
        }
        items = spare;
        spare = swap;
    }
    return items;
}

/* Appends a range, or makes the last one longer. */
static void emit(struct retry_ranges *out, uint64_t from, uint64_t to, uint8_t list)
{
    struct retry_range *last = out->count ? &out->items[out->count - 1] : NULL;

    if (last && last->list == list && last->to + 1 == from && last->to >> 32 == from >> 32)
        last->to = to;
    else
        out->items[out->count++] = (struct retry_range){from, to, list};
}

/* Writes the parts of from..to that the sealed ranges leave over, and on the way those sealed ranges that end before
 * `to`. @param at  the first that was not written yet */
static void fill(const struct retry_ranges *sealed, size_t *at, uint64_t from, uint64_t to, uint8_t list,
                 struct retry_ranges *out)
{
    while (from <= to) {
        const struct retry_range *next = *at < sealed->count ? &sealed->items[*at] : NULL;
        uint64_t end = next && next->from <= to ? next->from - 1 : to;

        if (next && next->from <= from) {
            if (next->to >= to)
                return;
            if (next->to >= from)
                from = next->to + 1;
            emit(out, next->from, next->to, next->list);
            ++*at;
        } else {
            emit(out, from, end, list);
            from = end + 1;
        }
    }
}

void retry__collection_seal(struct retry_collection *collection)
{
    struct retry_ranges before = collection->sealed, pending = collection->pending, out;
    const struct retry_range *sorted;
    uint64_t covered = 0; /* below it the pending ranges are done */
    size_t at = 0;

    if (pending.count == 0)
        return;
    sorted = sort(pending.items, collection->spare.items, pending.count);
    /* What was sorted must not lie where the result goes. */
    if (sorted != pending.items)
        memcpy(pending.items, sorted, pending.count * sizeof(*sorted));
    out = (struct retry_ranges){collection->spare.items, 0, collection->spare.room};
    for (size_t i = 0; i < pending.count; i++) {
        const struct retry_range *range = &pending.items[i];
        fill(&before, &at, range->from > covered ? range->from : covered, range->to, range->list, &out);
        if (range->to >= covered)
            covered = range->to + 1;
    }
    for (; at < before.count; at++)
        emit(&out, before.items[at].from, before.items[at].to, before.items[at].list);
    collection->sealed = out;
    collection->spare = (struct retry_ranges){before.items, 0, before.room};
    collection->pending.count = 0;
}

/* Do the sealed ranges, which are of earlier lists, hold all of it? */
static bool is_covered(const struct retry_ranges *sealed, uint64_t from, uint64_t to)
{
    size_t low = 0, high = sealed->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sealed->items[middle].to < from)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < sealed->count && sealed->items[low].from <= from; low++) {
        if (sealed->items[low].to >= to)
            return true;
        from = sealed->items[low].to + 1;
    }
    return false;
}

static bool add_range(struct retry_collection *collection, uint8_t kind, int32_t from, int32_t to, bool *fresh)
{
    struct retry_range range = {retry__range_end(kind, from), retry__range_end(kind, to), collection->last};

    if (is_covered(&collection->sealed, range.from, range.to))
        return true;
    *fresh = true;
    if (!reserve_pending(collection, 1))
        return false;
    collection->pending.items[collection->pending.count++] = range;
    return true;
}

/* ---- words ------------------------------------------------------------------------------------------- */

/* FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/. */
uint32_t retry__word_hash(const char *word, size_t limit, size_t *length)
{
    uint32_t hash = UINT32_C(2166136261);
    size_t at = 0;

    for (; at < limit && word[at] != '\0'; at++)
        hash = (hash ^ (unsigned char)word[at]) * UINT32_C(16777619);
    *length = at;
    return hash;
}

static void put(struct retry_collection *collection, uint32_t hash, size_t index)
{
    size_t mask = collection->slot_count - 1, at = hash & mask;

    while (collection->slots[at])
        at = (at + 1) & mask;
    collection->slots[at] = (uint32_t)index + 1;
}

/* Room for one word more, in a table of which at most half is taken. */
static bool reserve_word(struct retry_collection *collection)
{
    size_t slot_count = collection->slot_count ? collection->slot_count * 2 : FIRST_SLOTS;
    struct retry_word *words;
    uint32_t *slots;

    if ((collection->word_count + 1) * 2 <= collection->slot_count)
        return true;
    words = retry__mem_resize(collection->words, slot_count / 2, sizeof(*words));
    if (!words)
        return false;
    collection->words = words;
    slots = retry__mem_new(slot_count, sizeof(*slots));
    if (!slots)
        return false;
    retry__mem_free(collection->slots);
    collection->slots = slots;
    collection->slot_count = slot_count;
    for (size_t i = 0; i < collection->word_count; i++)
        put(collection, words[i].hash, i);
    return true;
}

static const struct retry_word *find_word(const struct retry_collection *collection, const char *text, size_t length,
                                          uint32_t hash)
{
    size_t mask = collection->slot_count - 1;

    for (size_t at = hash & mask; collection->slot_count && collection->slots[at]; at = (at + 1) & mask) {
        const struct retry_word *word = &collection->words[collection->slots[at] - 1];
        if (word->hash == hash && word->length == length && memcmp(word->text, text, length) == 0)
            return word;
    }
    return NULL;
}

static bool add_word(struct retry_collection *collection, const char *text, size_t limit, bool *fresh)
{
    size_t length;
    uint32_t hash = retry__word_hash(text, limit, &length);
    const struct retry_word *known = find_word(collection, text, length, hash);

    if (!known || known->list == collection->last)
        *fresh = true;
    if (known)
        return true;
    if (!reserve_word(collection))
        return false;
    collection->words[collection->word_count] = (struct retry_word){text, hash, (uint8_t)length, collection->last};
    put(collection, hash, collection->word_count++);
    return true;
}

/* ---- classes ----------------------------------------------------------------------------------------- */

static void add_marks(struct retry_collection *collection, uint16_t marks, bool *fresh)
{
    for (size_t bit = 0; bit < RETRY_MARK_BITS; bit++) {
        if (!(marks >> bit & 1))
            continue;
        if (collection->marks[bit] == 0)
            collection->marks[bit] = collection->last;
        if (collection->marks[bit] == collection->last)
            *fresh = true;
    }
}

static bool add_group(struct retry_collection *collection, const struct retry_group *group, bool *fresh)
{
    add_marks(collection, group->mark, fresh);
    for (size_t i = 0; i < group->member_count; i++) {
        const struct retry_member *member = &group->members[i];
        if (member->word ? !add_word(collection, member->word, RETRY_WORD_MAX, fresh)
                         : !add_range(collection, member->kind, member->from, member->to, fresh))
            return false;
    }
    return true;
}

static bool add(struct retry_collection *collection, const struct retry_class *class, bool *fresh)
{
    if (class->type == RETRY_CLASS_CODES)
        return add_range(collection, class->kind, class->from, class->to, fresh);
    if (class->type == RETRY_CLASS_WORD)
        return add_word(collection, class->word, class->length, fresh);
    if (class->type == RETRY_CLASS_GROUP)
        return add_group(collection, class->group, fresh);
    *fresh = true;
    if (class->type == RETRY_CLASS_ANY && collection->any == 0)
        collection->any = collection->last;
    return true;
}

bool retry__collect(struct retry_collection *collection, const struct retry_class *class, uint8_t list, bool *out_new)
{
    bool nothing = class->type == RETRY_CLASS_NOWHERE || class->type == RETRY_CLASS_NAME, fresh = nothing, kept = true;

    if (list != collection->last) {
        retry__collection_seal(collection);
        collection->last = list;
    }
    if (!nothing && (collection->any == 0 || collection->any == list))
        kept = add(collection, class, &fresh);
    if (out_new && kept)
        *out_new = fresh;
    return kept;
}
