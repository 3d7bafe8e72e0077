/* in_use.h - what the names that a program has looked up make of a new set. */
#ifndef RETRY_STORE_IN_USE_H
#define RETRY_STORE_IN_USE_H

#include "engine/store/catalogue.h"
#include "schema/report.h"

/* The catalogue's lock must be held in all of these. */

/** The plans that handles mean now, to be freed; NULL: no memory. They stay where they are until a load replaces their
 * set. */
const struct retry_plan **retry__in_use_plans(const struct retry_catalogue *catalogue, size_t *out_count);
/** Warns of the names that the view leaves undefined. */
void retry__in_use_warn(const struct retry_catalogue *catalogue, const struct retry_view *view,
                        struct retry_report *report);
/** Has a policy been looked up, behind the first `names`, that is defined now and that the new set lacks? It must live
 * on in it. */
bool retry__in_use_misses(const struct retry_catalogue *catalogue, uint32_t names, const struct retry_set *set);

#endif
