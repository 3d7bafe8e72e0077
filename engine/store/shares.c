/* shares.c - parts of a block that are equal are kept once, whoever uses them. */
#include "engine/store/shares.h"

#include "engine/store/hash.h"

#include <string.h>

#define FIRST_SLOTS 64 /* half of them may be filled before the table grows */

struct retry_share {
    uint64_t hash;
    size_t at, size; /* size 0: free */
};

static bool grow(struct retry_shares *shares)
{
    size_t slot_count = shares->slot_count ? 2 * shares->slot_count : FIRST_SLOTS;
    struct retry_share *slots = retry__mem_new(slot_count, sizeof *slots);

    if (!slots)
        return false;
    for (size_t i = 0; i < shares->slot_count; i++) {
        size_t place = shares->slots[i].hash & (slot_count - 1);
        if (shares->slots[i].size == 0)
            continue;
        while (slots[place].size > 0)
            place = (place + 1) & (slot_count - 1);
        slots[place] = shares->slots[i];
    }
    retry__mem_free(shares->slots);
    shares->slots = slots;
    shares->slot_count = slot_count;
    return true;
}

bool retry__shares_settle(struct retry_shares *shares, struct retry_block *block, size_t *at)
{
    const void *bytes = retry__block_at(block, *at);
    struct retry_share share = {.at = *at, .size = block->size - *at};

    if (2 * shares->count >= shares->slot_count && !grow(shares))
        return false;
    share.hash = retry__hash(0, bytes, share.size);
    for (size_t place = share.hash & (shares->slot_count - 1);; place = (place + 1) & (shares->slot_count - 1)) {
        struct retry_share *other = &shares->slots[place];

        if (other->size == 0) {
            *other = share;
            shares->count++;
            return true;
        }
        if (other->hash == share.hash && other->size == share.size &&
            !memcmp(retry__block_at(block, other->at), bytes, share.size)) {
            block->size = *at;
            *at = other->at;
            return true;
        }
    }
}

void retry__shares_done(struct retry_shares *shares)
{
    retry__mem_free(shares->slots);
    *shares = (struct retry_shares){0};
}
