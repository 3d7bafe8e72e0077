/* handles.c - the names that a program has looked up, found again without a lock. */
#include "engine/store/handles.h"

#include "schema/mem.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_SLOTS 32u

/* A hash table, at most half full, probed in a line. Slots are filled once and never cleared. */
struct retry_handles_table {
    struct retry_handles_table *older; /* somebody may still read it; freed with the catalogue */
    uint32_t slot_count;               /* a power of two */
    _Atomic(struct retry_policy *) slots[];
};

struct retry_policy *retry__handles_find(const struct retry_handles *handles, const char *name, size_t length,
                                         uint64_t hash)
{
    const struct retry_handles_table *table = atomic_load_explicit(&handles->table, memory_order_acquire);
    if (!table)
        return NULL;
    for (uint64_t at = hash;; at++) {
        struct retry_policy *policy =
            atomic_load_explicit(&table->slots[at & (table->slot_count - 1)], memory_order_acquire);
        if (!policy)
            return NULL;
        if (policy->hash == hash && strncmp(policy->name, name, length) == 0 && policy->name[length] == '\0')
            return policy;
    }
}

static void put(struct retry_handles_table *table, struct retry_policy *policy)
{
    uint64_t at = policy->hash;
    while (atomic_load_explicit(&table->slots[at & (table->slot_count - 1)], memory_order_relaxed))
        at++;
    atomic_store_explicit(&table->slots[at & (table->slot_count - 1)], policy, memory_order_release);
}

/* Makes room for one more handle. */
static bool grow(struct retry_handles *handles)
{
    struct retry_handles_table *older = atomic_load_explicit(&handles->table, memory_order_relaxed);
    if (older && (handles->count + 1) * 2 <= older->slot_count)
        return true;

    uint32_t slot_count = older ? older->slot_count * 2 : FIRST_SLOTS;
    struct retry_handles_table *table =
        retry__mem_new(1, sizeof(*table) + (size_t)slot_count * sizeof(table->slots[0]));
    if (!table)
        return false;
    table->older = older;
    table->slot_count = slot_count;
    for (struct retry_policy *policy = handles->first; policy; policy = policy->next)
        put(table, policy);
    atomic_store_explicit(&handles->table, table, memory_order_release);
    return true;
}

/* Handle, name and cells are one block. */
struct retry_policy *retry__handles_new(struct retry_handles *handles, const char *name, size_t length, uint64_t hash,
                                        bool counts)
{
    size_t size = sizeof(struct retry_policy) + length + 1;

    if (!grow(handles))
        return NULL;
    struct retry_policy *policy = retry__mem_new(1, size + (counts ? RETRY_CELLS_ROOM : 0));
    if (policy) {
        policy->hash = hash;
        policy->index = handles->count;
        policy->cells = counts ? retry__cells_behind((char *)policy + size) : NULL;
        memcpy(policy->name, name, length);
    }
    return policy;
}

/* In an order that leaves a child, forked between any two of these stores, with no index given out twice. */
void retry__handles_add(struct retry_handles *handles, struct retry_policy *policy)
{
    handles->count = policy->index + 1;
    atomic_signal_fence(memory_order_release);
    if (handles->last)
        handles->last->next = policy;
    else
        handles->first = policy;
    handles->last = policy;
    put(atomic_load_explicit(&handles->table, memory_order_relaxed), policy);
}

static int by_index(const void *left, const void *right)
{
    const struct retry_policy *one = *(const struct retry_policy *const *)left;
    const struct retry_policy *other = *(const struct retry_policy *const *)right;

    return (one->index > other->index) - (one->index < other->index);
}

const struct retry_policy **retry__handles_all(const struct retry_handles *handles, size_t *out_count)
{
    const struct retry_handles_table *table = atomic_load_explicit(&handles->table, memory_order_acquire);
    uint32_t slot_count = table ? table->slot_count : 0;
    const struct retry_policy **all = retry__mem_new(slot_count, sizeof(const struct retry_policy *));

    *out_count = 0;
    for (uint32_t i = 0; all && i < slot_count; i++) {
        const struct retry_policy *policy = atomic_load_explicit(&table->slots[i], memory_order_acquire);
        if (policy)
            all[(*out_count)++] = policy;
    }
    if (all)
        qsort(all, *out_count, sizeof(const struct retry_policy *), by_index);
    return all;
}

void retry__handles_done(struct retry_handles *handles)
{
    struct retry_policy *policy = handles->first;
    while (policy) {
        struct retry_policy *next = policy->next;
        retry__mem_free(policy);
        policy = next;
    }
    struct retry_handles_table *table = atomic_load_explicit(&handles->table, memory_order_relaxed);
    while (table) {
        struct retry_handles_table *older = table->older;
        retry__mem_free(table);
        table = older;
    }
    atomic_init(&handles->table, NULL);
    handles->first = handles->last = NULL;
    handles->count = 0;
}
