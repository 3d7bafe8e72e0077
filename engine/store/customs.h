/* customs.h - the functions that a program registers, numbered by name. */
#ifndef RETRY_STORE_CUSTOMS_H
#define RETRY_STORE_CUSTOMS_H

#include "engine/tree/kind.h"

#include <stdatomic.h>

#define RETRY_CUSTOMS_MAX 1024 /* distinct names in the life of a catalogue; a set with more is refused */

/* Made whole at the first name, so that readers never see it grow: 16 KiB, only where customs are used at all. */
struct retry_customs_table {
    _Atomic uint32_t count;
    const char *names[RETRY_CUSTOMS_MAX];                            /* never change while they are counted */
    const struct retry_custom *_Atomic functions[RETRY_CUSTOMS_MAX]; /* NULL: none is registered */
};

/* Names keep their number for the catalogue's life, but for those of a refused set. Zero bytes hold none. Written under
 * the catalogue's lock, read without. */
struct retry_customs {
    _Atomic(struct retry_customs_table *) table; /* NULL before the first name */
    struct retry_custom_pair *pairs;             /* every pair ever registered: a decision may still be calling it */
};

/** Numbers a name, RETRY_CUSTOMS_MAX where there are too many. @return false: no memory */
bool retry__customs_number(struct retry_customs *customs, const char *name, size_t length, uint32_t *out_number);
/** How many names are numbered. */
uint32_t retry__customs_count(const struct retry_customs *customs);
/** Forgets the names numbered from `count` on; nothing that a reader can reach may refer to them. */
void retry__customs_forget(struct retry_customs *customs, uint32_t count);
/** Registers a function for a number below RETRY_CUSTOMS_MAX; NULL takes it away. @return false: no memory */
bool retry__customs_set(struct retry_customs *customs, uint32_t number, retry_custom_fn function, void *context);
void retry__customs_done(struct retry_customs *customs);

/** Tells a question which functions are registered. */
static inline void retry__customs_ask(const struct retry_customs *customs, struct retry_ask *ask)
{
    const struct retry_customs_table *table = atomic_load_explicit(&customs->table, memory_order_acquire);

    ask->custom_count = 0;
    if (table) {
        ask->customs = table->functions;
        ask->custom_names = table->names;
        ask->custom_count = atomic_load_explicit(&table->count, memory_order_acquire);
    }
}

#endif
