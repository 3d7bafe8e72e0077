/* duplicate.h - finds keys that stand twice in one mapping. */
#ifndef RETRY_SCHEMA_DUPLICATE_H
#define RETRY_SCHEMA_DUPLICATE_H

#include "schema/report.h"

/**
 * Reports each key that repeats an earlier one, with the first place of it, and marks it and the mapping as repeated.
 * In time linear in the number of keys.
 *
 * @return false: no memory, as the report says
 */
bool retry__duplicate_check(struct retry_value *mapping, const struct retry_source *source,
                            struct retry_report *report);

#endif
