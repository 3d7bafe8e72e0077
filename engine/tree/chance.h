/* chance.h - draws one whole number from a window, every one equally likely. */
#ifndef RETRY_TREE_CHANCE_H
#define RETRY_TREE_CHANCE_H

#include "engine/tree/host.h"

/** The next number of splitmix64 (Steele, Lea, Flood 2014); state is any 64 bits. */
uint64_t retry__chance_next(uint64_t *state);
/** Lemire's bounded draw over lo..hi, both included, without modulo bias (arXiv:1805.10941). */
uint64_t retry__chance_draw(const struct retry_host *host, uint64_t salt, retry_window window);

#endif
