/* chance.c - draws one whole number from a window, every one equally likely. */
#include "engine/tree/chance.h"

#include "engine/tree/thread.h"

/* More rejections in a row than chance ever makes (each is less likely than one in two): the generator is stuck. */
#define REJECTIONS_MAX 64

#define GOLDEN UINT64_C(0x9e3779b97f4a7c15) /* 2^64 divided by the golden ratio, odd */

uint64_t retry__chance_next(uint64_t *state)
{
    uint64_t mixed = *state += GOLDEN;

    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ (mixed >> 31);
}

static uint64_t bits(const struct retry_host *host, uint64_t salt)
{
    return host->random != NULL ? host->random(host->context) : retry__thread_random() ^ (salt * GOLDEN);
}

/* 2^64 mod count products would come once too often: they are drawn again. */
static unsigned __int128 redraw(const struct retry_host *host, uint64_t salt, uint64_t count, unsigned __int128 product)
{
    uint64_t threshold = -count % count;

    for (int i = 0; (uint64_t)product < threshold && i < REJECTIONS_MAX; i++)
        product = (unsigned __int128)bits(host, salt) * count;
    return product;
}

uint64_t retry__chance_draw(const struct retry_host *host, uint64_t salt, retry_window window)
{
    uint64_t count = window.hi_ns - window.lo_ns + 1;
    unsigned __int128 product;

    if (count == 1)
        return window.lo_ns;
    product = (unsigned __int128)bits(host, salt) * count;
    if ((uint64_t)product < count) /* only then can it be one of those */
        product = redraw(host, salt, count, product);
    return window.lo_ns + (uint64_t)(product >> 64);
}
