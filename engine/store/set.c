/* set.c - all policies that were loaded together: one immutable block of memory. */
#include "engine/store/set.h"

#include "engine/store/hash.h"

#include <string.h>

uint64_t retry__name_hash(const char *name, size_t length)
{
    return retry__hash(0, name, length);
}

const char *retry__plan_name(const struct retry_plan *plan)
{
    return (const char *)plan - plan->name;
}

const struct retry_plan *retry__set_plan(const struct retry_set *set, uint32_t index)
{
    return (const struct retry_plan *)(const void *)((const char *)set + set->plans) + index;
}

/* The table is never full, so that the search for a free slot ends. */
const struct retry_plan *retry__set_find(const struct retry_set *set, const char *name, size_t length)
{
    const uint32_t *slots = (const uint32_t *)(const void *)((const char *)set + set->slots);
    size_t last = set->slot_count - 1;

    for (size_t at = retry__name_hash(name, length) & last; slots[at]; at = (at + 1) & last) {
        const struct retry_plan *plan = retry__set_plan(set, slots[at] - 1);
        const char *other = retry__plan_name(plan);
        if (!strncmp(other, name, length) && !other[length])
            return plan;
    }
    return NULL;
}

void retry__set_free(struct retry_set *set)
{
    retry__mem_free(set);
}
