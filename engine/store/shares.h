/* shares.h - parts of a block that are equal are kept once, whoever uses them. */
#ifndef RETRY_STORE_SHARES_H
#define RETRY_STORE_SHARES_H

#include "engine/store/block.h"

#include <stdint.h>

struct retry_share;

/* Zero bytes are none. Only for parts that hold no way to other parts. */
struct retry_shares {
    struct retry_share *slots; /* hash table */
    size_t slot_count, count;
};

/**
 * Looks for a part equal to the last one of the block, which begins at *at. Where there is one, *at becomes its offset,
 * and the last one is given back; else it is kept for those to come.
 *
 * @return false: no memory
 */
bool retry__shares_settle(struct retry_shares *shares, struct retry_block *block, size_t *at);
void retry__shares_done(struct retry_shares *shares);

#endif
