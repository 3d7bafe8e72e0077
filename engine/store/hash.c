/* hash.c - one number for some bytes: names are looked up by it, changed files are told apart by it. */
#include "engine/store/hash.h"

#include <string.h>

/* Odd, half of the bits set: wyhash's first two secrets. */
#define FIRST UINT64_C(0xa0761d6478bd642f)
#define SECOND UINT64_C(0xe7037ed1a0b428db)
#define LONG 256 /* bytes: a text, no name */

static uint64_t fold(uint64_t left, uint64_t right)
{
    unsigned __int128 product = (unsigned __int128)left * right;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* The last 0 to 7 bytes, read without a loop over single bytes where there are four. */
static uint64_t rest(const unsigned char *bytes, size_t size)
{
    uint32_t low, high;

    if (size == 0)
        return 0;
    if (size < 4)
        return (uint64_t)bytes[0] << 16 | (uint64_t)bytes[size / 2] << 8 | bytes[size - 1];
    memcpy(&low, bytes, sizeof low);
    memcpy(&high, bytes + size - sizeof high, sizeof high);
    return (uint64_t)high << 32 | low;
}

uint64_t retry__hash(uint64_t hash, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    size_t left = size;
    uint64_t word, words[2], other = SECOND;

    if (left >= LONG) { /* two at once: neither product has to wait for the other */
        for (; left >= sizeof words; at += sizeof words, left -= sizeof words) {
            memcpy(words, at, sizeof words);
            hash = fold(hash ^ words[0] ^ FIRST, SECOND);
            other = fold(other ^ words[1] ^ SECOND, FIRST);
        }
        hash ^= other;
    }
    for (; left >= sizeof word; at += sizeof word, left -= sizeof word) {
        memcpy(&word, at, sizeof word);
        hash = fold(hash ^ word ^ FIRST, SECOND);
    }
    return fold(hash ^ rest(at, left) ^ FIRST, SECOND ^ size);
}
