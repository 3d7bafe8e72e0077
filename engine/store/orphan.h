/* orphan.h - policies of an old set that are in use and that the new set lacks live on in it. */
#ifndef RETRY_STORE_ORPHAN_H
#define RETRY_STORE_ORPHAN_H

#include "engine/store/block.h"
#include "engine/tree/plan.h"

/** Copies a tree of nodes into the block, shared parts once for each use. @return its root's offset; 0: no memory */
size_t retry__orphan_copy(struct retry_block *block, const struct retry_node *root);

#endif
