/* combine.h - what the kinds over several backoffs have in common. */
#ifndef RETRY_KINDS_COMBINE_H
#define RETRY_KINDS_COMBINE_H

#include "engine/tree/node.h"

/** Joins the windows of all children, end by end; the first that answers otherwise answers for all. */
enum retry_answer retry__combine_window(const struct retry_node *node, struct retry_ask *ask, retry_window *out,
                                        uint64_t (*join)(uint64_t left_ns, uint64_t right_ns));
/** Doubts a list of one. */
bool retry__combine_doubt(const struct retry_node *node, const struct retry_value *body, struct retry_doubt *out);
/**
 * Points at the first child without which the windows would be the same.
 *
 * @param hides  does a node whose delays lie in `other` leave nothing of one whose delays lie in `range`?
 */
bool retry__combine_find_hidden(const struct retry_node *node, const struct retry_value *body, struct retry_doubt *out,
                                bool (*hides)(const retry_window *other, const retry_window *range));

#endif
