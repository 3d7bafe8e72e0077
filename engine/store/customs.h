/* customs.h - the functions that a program registers, numbered by name. */
#ifndef RETRY_STORE_CUSTOMS_H
#define RETRY_STORE_CUSTOMS_H

#include "engine/tree/kind.h"

#define RETRY_CUSTOMS_MAX 1024 /* distinct names in the life of a catalogue; a set with more is refused */

/* Names keep their number for the catalogue's life. Written under the catalogue's lock, read without. */
struct retry_customs {
    _Atomic(struct retry_customs_table *) table; /* replaced by a larger one when full; old ones are kept until done */
};

#endif
