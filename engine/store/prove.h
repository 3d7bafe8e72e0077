/* prove.h - what can be said of a node before it is ever asked: that it does nothing, or hides what is below it. */
#ifndef RETRY_STORE_PROVE_H
#define RETRY_STORE_PROVE_H

#include "engine/tree/node.h"
#include "schema/check.h"

/** Reports what the node's kind doubts about it. @return false: it is wrong, as the report says; warnings answer true
 */
bool retry__prove(const struct retry_check *check, const struct retry_node_parts *parts, const struct retry_node *node);

#endif
