/* orphan.h - policies of an old set that are in use and that the new set lacks live on in it. */
#ifndef RETRY_STORE_ORPHAN_H
#define RETRY_STORE_ORPHAN_H

#include "engine/store/block.h"
#include "engine/tree/plan.h"

/** Copies a tree of nodes into the block, shared parts once for each use. @return its root's offset; 0: no memory */
size_t retry__orphan_copy(struct retry_block *block, const struct retry_node *root);
/** Copies all parts of a plan into the block; the offset of one that it has not is 0. @return false: no memory */
bool retry__orphan_parts(struct retry_block *block, const struct retry_plan *plan, size_t *out_backoff,
                         size_t *out_rules, size_t *out_hints);

#endif
