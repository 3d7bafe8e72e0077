/* chance.c - draws one whole number from a window, every one equally likely. */
#include "engine/tree/chance.h"

/* More rejections in a row than chance ever makes (each is less likely than one in two): the generator is stuck. */
#define REJECTIONS_MAX 64

uint64_t retry__chance_next(uint64_t *state)
{
    uint64_t mixed = *state += RETRY_CHANCE_GOLDEN;

    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ (mixed >> 31);
}

/* 2^64 mod count products would come once too often: they are drawn again. */
uint64_t retry__chance_redraw(const struct retry_host *host, uint64_t salt, uint64_t count, uint64_t bits)
{
    unsigned __int128 product = (unsigned __int128)bits * count;
    uint64_t threshold = -count % count;

    for (int i = 0; (uint64_t)product < threshold && i < REJECTIONS_MAX; i++)
        product = (unsigned __int128)retry__chance_bits(host, salt) * count;
    return (uint64_t)(product >> 64);
}
