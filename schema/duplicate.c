/* duplicate.c - finds keys that stand twice in one mapping. */
#include "schema/duplicate.h"

#include <string.h>

#define PAIRWISE 12    /* up to so many keys, comparing each with each is faster than a table */
#define FIRST_SLOTS 64 /* of a table; a power of two, so that probing meets every slot */

/* An index with open addressing; pair 0 is empty, others count from 1. */
struct slot {
    uint32_t hash, pair;
};

struct table {
    struct slot *slots;
    size_t mask;   /* one less than their number, a power of two */
    uint64_t seed; /* differs from process to process, so that nobody can write keys that collide */
};

static bool equal(const struct retry_value *left, const struct retry_value *right)
{
    return left->count == right->count && memcmp(left->text, right->text, left->count) == 0;
}

static uint64_t fold(uint64_t left, uint64_t right)
{
    unsigned __int128 product = (unsigned __int128)left * right;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Eight bytes at a time, each mixed by a wide multiplication. The constants are odd and have no pattern. */
static uint32_t hash_key(uint64_t seed, const struct retry_value *key)
{
    uint64_t hash = fold(seed ^ key->count, UINT64_C(0x9E3779B97F4A7C15)), word = 0;
    size_t at = 0;
    for (; key->count - at > sizeof word; at += sizeof word) {
        memcpy(&word, key->text + at, sizeof word);
        hash = fold(hash ^ word, UINT64_C(0xD6E8FEB86659FD93));
    }
    word = 0;
    if (key->count > at)
        memcpy(&word, key->text + at, key->count - at);
    return (uint32_t)fold(hash ^ word, UINT64_C(0xA0761D6478BD642F));
}

/* A mapping that is checked. */
struct check {
    struct retry_value *mapping;
    const struct retry_source *source;
    struct retry_report *report;
};

static void repeat(const struct check *check, struct retry_value *key, const struct retry_value *first)
{
    const struct retry_source *source = check->source;
    struct retry_draft draft = {.code = RETRY_FINDING_DUPLICATE_KEY, .source = source, .place = &key->place};
    draft.help = "remove or rename one of the two";
    draft.related = source;
    draft.related_place = &first->place;
    draft.related_note = "first written here";
    key->repeated = check->mapping->repeated = true;
    retry__report_add(check->report, &draft, "the key '%.*s' stands twice in this mapping", (int)key->count, key->text);
}

static void check_pairwise(const struct check *check)
{
    struct retry_pair *pairs = check->mapping->pairs;
    for (uint32_t later = 1; later < check->mapping->count; later++) {
        uint32_t first = 0;
        while (first < later && !equal(&pairs[first].key, &pairs[later].key))
            first++;
        if (first < later)
            repeat(check, &pairs[later].key, &pairs[first].key);
    }
}

/* Enters the key of pair number `at`; NULL, or the equal key that was there before. */
static const struct retry_value *enter(const struct table *table, const struct retry_pair *pairs, uint32_t at)
{
    const struct retry_value *key = &pairs[at].key;
    uint32_t hash = hash_key(table->seed, key);
    size_t place = hash & table->mask;
    for (; table->slots[place].pair != 0; place = (place + 1) & table->mask) {
        const struct retry_value *other = &pairs[table->slots[place].pair - 1].key;
        if (table->slots[place].hash == hash && equal(other, key))
            return other;
    }
    table->slots[place] = (struct slot){hash, at + 1};
    return NULL;
}

static bool check_by_table(const struct check *check)
{
    const struct retry_value *mapping = check->mapping;
    size_t slots = FIRST_SLOTS;
    while (slots < (size_t)mapping->count * 2)
        slots *= 2;
    struct table table = {retry__mem_new(slots, sizeof(struct slot)), slots - 1, 0};
    if (table.slots == NULL)
        return retry__report_no_memory(check->report);
    table.seed = (uint64_t)(uintptr_t)table.slots ^ (uint64_t)(uintptr_t)&table << 32;
    for (uint32_t at = 0; at < mapping->count; at++) {
        const struct retry_value *first = enter(&table, mapping->pairs, at);
        if (first != NULL)
            repeat(check, &mapping->pairs[at].key, first);
    }
    retry__mem_free(table.slots);
    return true;
}

bool retry__duplicate_check(struct retry_value *mapping, const struct retry_source *source, struct retry_report *report)
{
    const struct check check = {mapping, source, report};
    if (mapping->count > PAIRWISE)
        return check_by_table(&check);
    check_pairwise(&check);
    return true;
}
