/* number.h - durations, decimals and whole numbers of a document against the field that they fill. */
#ifndef RETRY_SCHEMA_NUMBER_H
#define RETRY_SCHEMA_NUMBER_H

#include "schema/fault.h"
#include "schema/shape.h"

/**
 * Reads a DURATION as ns, a DECIMAL or an item of a RANGE as billionths, a WHOLE as it is, and holds it against the
 * field's bounds. UINT64_MAX stands for `unlimited`.
 *
 * @return false: the report has gained a finding
 */
bool retry__number_read(const struct retry_check *check, const struct retry_field *field,
                        const struct retry_value *value, uint64_t *out);

#endif
