/* hash.h - one number for some bytes: names are looked up by it, changed files are told apart by it. */
#ifndef RETRY_STORE_HASH_H
#define RETRY_STORE_HASH_H

#include <stddef.h>
#include <stdint.h>

/**
 * Goes on with a hash; start with 0. Eight bytes at a time are multiplied to 128 bits and folded, as wyhash does (Wang
 * Yi, public domain), because a byte at a time costs as much as parsing. For this process only: it depends on the byte
 * order, and it does not withstand somebody who looks for collisions.
 */
uint64_t retry__hash(uint64_t hash, const void *bytes, size_t size);

#endif
