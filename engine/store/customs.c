/* customs.c - the functions that a program registers, numbered by name. */
#include "engine/store/customs.h"

#include "schema/mem.h"

#include <string.h>

/* Immutable, so that a reader takes function and context in one load. */
struct retry_custom_pair {
    struct retry_custom custom;
    struct retry_custom_pair *next;
};

static struct retry_customs_table *table_of(struct retry_customs *customs)
{
    struct retry_customs_table *table = atomic_load_explicit(&customs->table, memory_order_relaxed);
    if (!table) {
        table = retry__mem_new(1, sizeof(*table));
        atomic_store_explicit(&customs->table, table, memory_order_release);
    }
    return table;
}

static uint32_t find(const struct retry_customs_table *table, uint32_t count, const char *name, size_t length)
{
    uint32_t number = 0;
    while (number < count && (strncmp(table->names[number], name, length) != 0 || table->names[number][length] != '\0'))
        number++;
    return number;
}

bool retry__customs_number(struct retry_customs *customs, const char *name, size_t length, uint32_t *out_number)
{
    struct retry_customs_table *table = table_of(customs);
    if (!table)
        return false;
    uint32_t count = atomic_load_explicit(&table->count, memory_order_relaxed);
    uint32_t number = find(table, count, name, length);
    if (number == count && count < RETRY_CUSTOMS_MAX) {
        char *copy = retry__mem_new(length + 1, 1);
        if (!copy)
            return false;
        memcpy(copy, name, length);
        table->names[number] = copy;
        atomic_store_explicit(&table->count, count + 1, memory_order_release);
    }
    *out_number = number;
    return true;
}

uint32_t retry__customs_count(const struct retry_customs *customs)
{
    const struct retry_customs_table *table = atomic_load_explicit(&customs->table, memory_order_relaxed);

    return table ? atomic_load_explicit(&table->count, memory_order_relaxed) : 0;
}

void retry__customs_forget(struct retry_customs *customs, uint32_t count)
{
    struct retry_customs_table *table = atomic_load_explicit(&customs->table, memory_order_relaxed);

    for (uint32_t known = retry__customs_count(customs); known > count; known--) {
        atomic_store_explicit(&table->count, known - 1, memory_order_relaxed);
        retry__mem_free((void *)(uintptr_t)table->names[known - 1]);
        table->names[known - 1] = NULL;
    }
}

/* A pair that was registered before is used again: taking turns between functions does not gather memory. */
static const struct retry_custom *pair(struct retry_customs *customs, retry_custom_fn function, void *context)
{
    struct retry_custom_pair *known = customs->pairs;
    while (known && (known->custom.function != function || known->custom.context != context))
        known = known->next;
    if (!known) {
        known = retry__mem_new(1, sizeof(*known));
        if (!known)
            return NULL;
        known->custom = (struct retry_custom){function, context};
        known->next = customs->pairs;
        customs->pairs = known;
    }
    return &known->custom;
}

bool retry__customs_set(struct retry_customs *customs, uint32_t number, retry_custom_fn function, void *context)
{
    struct retry_customs_table *table = atomic_load_explicit(&customs->table, memory_order_relaxed);
    const struct retry_custom *custom = function ? pair(customs, function, context) : NULL;

    if (function && !custom)
        return false;
    atomic_store_explicit(&table->functions[number], custom, memory_order_release);
    return true;
}

void retry__customs_done(struct retry_customs *customs)
{
    struct retry_customs_table *table = atomic_load_explicit(&customs->table, memory_order_relaxed);
    for (uint32_t i = 0; table && i < atomic_load_explicit(&table->count, memory_order_relaxed); i++)
        retry__mem_free((void *)(uintptr_t)table->names[i]);
    retry__mem_free(table);
    while (customs->pairs) {
        struct retry_custom_pair *next = customs->pairs->next;
        retry__mem_free(customs->pairs);
        customs->pairs = next;
    }
    atomic_init(&customs->table, NULL);
}
