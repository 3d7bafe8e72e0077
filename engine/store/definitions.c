/* definitions.c - every policy, backoff or group of errors that the documents of a set define, by name. */
#include "engine/store/definitions.h"

#include "engine/store/hash.h"
#include "schema/near.h"

#include <stdio.h>
#include <string.h>

#define FIRST_SLOTS 64 /* half of them may be filled before the table grows */

/* The slot of that name: the definition that counts, or a free one. */
static uint32_t *slot_of(const struct retry_definitions *table, const char *name, size_t length, uint64_t hash)
{
    size_t last = table->slot_count - 1;
    size_t at = hash & last;

    for (; table->slots[at]; at = (at + 1) & last) {
        const struct retry_definition *definition = &table->items[table->slots[at] - 1];
        const struct retry_value *key = &definition->pair->key;
        if (definition->hash == hash && key->count == length && !memcmp(key->text, name, length))
            break;
    }
    return &table->slots[at];
}

/* Half of the slots at most are ever filled. */
static bool grow_slots(struct retry_definitions *table, size_t count)
{
    size_t slot_count = table->slot_count ? table->slot_count : FIRST_SLOTS;
    uint32_t *slots;

    while (slot_count < 2 * count)
        slot_count *= 2;
    slots = retry__mem_new(slot_count, sizeof *slots);
    if (!slots)
        return false;
    retry__mem_free(table->slots);
    table->slots = slots;
    table->slot_count = slot_count;
    for (size_t i = 0; i < table->count; i++) {
        size_t at = table->items[i].hash & (slot_count - 1);
        if (table->items[i].replaced)
            continue;
        while (slots[at])
            at = (at + 1) & (slot_count - 1);
        slots[at] = (uint32_t)i + 1;
    }
    return true;
}

/* Doubles at least, so that many small additions cost no more than one large one. */
static bool grow_items(struct retry_definitions *table, size_t count)
{
    size_t capacity = table->capacity ? 2 * table->capacity : FIRST_SLOTS / 2;
    struct retry_definition *items;

    if (capacity < count)
        capacity = count;
    items = retry__mem_resize(table->items, capacity, sizeof *items);
    if (!items)
        return false;
    table->items = items;
    table->capacity = capacity;
    return true;
}

bool retry__definitions_reserve(struct retry_definitions *table, size_t count, struct retry_report *report)
{
    size_t items = table->count + count, distinct = table->distinct + count;

    return ((items <= table->capacity || grow_items(table, items)) &&
            (2 * distinct <= table->slot_count || grow_slots(table, distinct))) ||
           retry__report_no_memory(report);
}

/* Says that two definitions bear one name: at `place`, with `related` beside it. */
static void report_pair(const struct retry_definition *place, const struct retry_definition *related,
                        struct retry_draft draft, const char *what, const char *noun, struct retry_report *report)
{
    const struct retry_value *key = &place->pair->key;

    draft.source = place->document->source;
    draft.root = &place->document->root;
    draft.place = &key->place;
    draft.related = related->document->source;
    draft.related_place = &related->pair->key.place;
    retry__report_add(report, &draft, "the %s '%.*s' %s", noun, (int)key->count, key->text, what);
}

/* Another definition of a name that is taken, other than by a key that stands twice, which was reported; documents come
 * highest layer first, so the older one stands no lower. */
static void report_again(const struct retry_definition *older, const struct retry_definition *newer, const char *noun,
                         struct retry_report *report)
{
    struct retry_draft twice = {
        .code = RETRY_FINDING_DEFINED_TWICE,
        .help = "take one of the two away, or give it another name",
        .related_note = "first defined here",
    };
    struct retry_draft replaced = {.code = RETRY_FINDING_REPLACED, .related_note = "replaced here"};

    if (older->layer == newer->layer)
        report_pair(newer, older, twice, "is defined twice", noun, report);
    else
        report_pair(older, newer, replaced, "replaces that of a lower layer", noun, report);
}

bool retry__definitions_add(struct retry_definitions *table, const struct retry_document *document,
                            const struct retry_pair *pair, uint32_t layer, struct retry_report *report)
{
    struct retry_definition definition = {.document = document, .pair = pair, .layer = layer};
    uint32_t index = (uint32_t)table->count;
    uint32_t *slot;

    if (!retry__definitions_reserve(table, 1, report))
        return false;
    definition.hash = retry__hash(0, pair->key.text, pair->key.count);
    definition.latest = index;
    slot = slot_of(table, pair->key.text, pair->key.count, definition.hash);
    if (*slot) {
        struct retry_definition *counts = &table->items[*slot - 1];
        definition.replaced = true;
        if (!pair->key.repeated) {
            report_again(&table->items[counts->latest], &definition, table->noun, report);
            counts->latest = index;
        }
    } else {
        *slot = index + 1;
        table->distinct++;
    }
    table->items[table->count++] = definition;
    return true;
}

struct retry_definition *retry__definitions_find(const struct retry_definitions *table, const char *name, size_t length)
{
    uint32_t found = table->slot_count ? *slot_of(table, name, length, retry__hash(0, name, length)) : 0;
    return found ? &table->items[found - 1] : NULL;
}

bool retry__definitions_nearest(const struct retry_definitions *table, const struct retry_value *name,
                                const char *const *others, char best[RETRY_DEFINITION_NAME])
{
    struct retry_near near = {0};
    char candidate[RETRY_DEFINITION_NAME];

    for (; others && *others; others++) {
        retry__near_offer(&near, name->text, name->count, *others);
        if (near.best == *others)
            snprintf(best, RETRY_DEFINITION_NAME, "%s", *others);
    }
    for (size_t i = 0; i < table->count; i++) {
        const struct retry_value *key = &table->items[i].pair->key;
        snprintf(candidate, sizeof candidate, "%.*s", (int)key->count, key->text);
        retry__near_offer(&near, name->text, name->count, candidate);
        if (near.best == candidate)
            near.best = memcpy(best, candidate, sizeof candidate);
    }
    return near.best;
}

static size_t write_way(const struct retry_definition *first, const struct retry_definition *last, char *buffer,
                        size_t size)
{
    const struct retry_value *name = &last->pair->key;
    size_t length = last == first ? 0 : write_way(first, last->user, buffer, size);

    if (length < size)
        length += (size_t)snprintf(buffer + length, size - length, "%.*s -> ", (int)name->count, name->text);
    return length;
}

void retry__definitions_way(const struct retry_definition *first, const struct retry_definition *last, char *buffer,
                            size_t size)
{
    static const char cut[] = "... -> ";

    if (write_way(first, last, buffer, size) >= size)
        memcpy(buffer + size - sizeof cut, cut, sizeof cut);
}

void retry__definitions_done(struct retry_definitions *table)
{
    retry__mem_free(table->items);
    retry__mem_free(table->slots);
    table->items = NULL;
    table->slots = NULL;
    table->count = table->capacity = table->distinct = table->slot_count = 0;
}
