/* chance.h - draws one whole number from a window, every one equally likely. */
#ifndef RETRY_TREE_CHANCE_H
#define RETRY_TREE_CHANCE_H

#include "engine/tree/host.h"
#include "engine/tree/thread.h"

#define RETRY_CHANCE_GOLDEN UINT64_C(0x9e3779b97f4a7c15) /* 2^64 divided by the golden ratio, odd */

/** The next number of splitmix64 (Steele, Lea, Flood 2014); state is any 64 bits. */
uint64_t retry__chance_next(uint64_t *state);
/** 64 random bits, the host's or this thread's. The salt makes the latter differ where seeds are bad. */
static inline uint64_t retry__chance_bits(const struct retry_host *host, uint64_t salt)
{
    if (host->random != NULL)
        return host->random(host->context);
    return retry__thread_random() ^ (salt * RETRY_CHANCE_GOLDEN);
}

/** The rare side of the function below: what is drawn below count, from these bits or from further ones. */
uint64_t retry__chance_redraw(const struct retry_host *host, uint64_t salt, uint64_t count, uint64_t bits);

/** Lemire's bounded draw over lo..hi, both included, without modulo bias (arXiv:1805.10941). */
static inline uint64_t retry__chance_draw(const struct retry_host *host, uint64_t salt, retry_window window)
{
    uint64_t count = window.hi_ns - window.lo_ns + 1, bits;
    unsigned __int128 product;

    if (count == 1)
        return window.lo_ns;
    bits = retry__chance_bits(host, salt);
    product = (unsigned __int128)bits * count;
    if ((uint64_t)product < count) /* only then can it be one that comes too often */
        return window.lo_ns + retry__chance_redraw(host, salt, count, bits);
    return window.lo_ns + (uint64_t)(product >> 64);
}

#endif
