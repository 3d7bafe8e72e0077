/* prove.h - what can be said of a node before it is ever asked: that it does nothing, or hides what is below it. */
#ifndef RETRY_STORE_PROVE_H
#define RETRY_STORE_PROVE_H

#include "engine/tree/node.h"
#include "schema/check.h"

/** Between which ends all delays of a node lie. @return false: they cannot be foreseen, or there is no node */
bool retry__prove_range(const struct retry_node *node, struct retry_window *out);
/** Reports what the node's kind doubts about it. @return false: it is wrong, as the report says; warnings answer true
 */
bool retry__prove(const struct retry_check *check, const struct retry_node_parts *parts, const struct retry_node *node);

#endif
