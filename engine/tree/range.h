/* range.h - what can be told of a tree's windows without asking for each: where they end, repeat and lie. */
#ifndef RETRY_TREE_RANGE_H
#define RETRY_TREE_RANGE_H

#include "engine/tree/node.h"

#define RETRY_RANGE_LAST UINT32_C(2147483647) /* attempts are at most this many; nothing is foreseen beyond */

/** Asks as without a call, and without the program's functions. */
enum retry_answer retry__range_ask(const struct retry_node *node, uint32_t failures, retry_window *out);
/** From where on the windows of a node come again, asked as above. */
struct retry_settled retry__range_settled(const struct retry_node *node);
/**
 * Between which ends all delays of a node lie; they reach both.
 *
 * @return false: they cannot be foreseen, or not with as much work as a load may take; or there is no node
 */
bool retry__range_of(const struct retry_node *node, retry_window *out);

#endif
