/* set.h - all policies that were loaded together: one immutable block of memory. */
#ifndef RETRY_STORE_SET_H
#define RETRY_STORE_SET_H

#include "engine/tree/plan.h"
#include "schema/report.h"

/* The block begins with this; a hash table of names, the names, plans and nodes follow it. */
struct retry_set {
    size_t size;         /* bytes of the block */
    uint32_t plan_count; /* in load order, orphans last */
    uint32_t from_files; /* of these plans; the others are the program's defaults and orphans */
    uint32_t slot_count; /* of the hash table, a power of two */
    uint32_t plans;      /* bytes from here to the first plan */
    uint32_t slots;      /* bytes from here to the table: uint32_t, 0 = free, else the plan's index + 1 */
    uint64_t hash;       /* of the names and contents of all files read, in order; 0: none */
};

/** The plan of that name, NULL where the set has none. */
const struct retry_plan *retry__set_find(const struct retry_set *set, const char *name, size_t length);
/** The i-th plan in load order. */
const struct retry_plan *retry__set_plan(const struct retry_set *set, uint32_t index);
const char *retry__plan_name(const struct retry_plan *plan);
/** The hash that names are looked up by. */
uint64_t retry__name_hash(const char *name, size_t length);
void retry__set_free(struct retry_set *set);

#endif
