/* check.h - holds mappings against shapes, stores what they say, and finds everything that is wrong. */
#ifndef RETRY_SCHEMA_CHECK_H
#define RETRY_SCHEMA_CHECK_H

#include "schema/check_node.h"
#include "schema/fault.h"
#include "schema/name.h"
#include "schema/shape.h"

/**
 * Checks a mapping against a shape and stores its fields in config (config_size bytes, zeroed here first).
 * NODE and NAMES fields only store the value, and `over` of a wrapper is only asked for; the caller goes on with them.
 * Presets and findings follow from the table alone; a table has at most 63 fields.
 *
 * @return true where nothing was found; false means that the report has gained a finding
 */
bool retry__check_section(const struct retry_check *check, const struct retry_value *value,
                          const struct retry_shape *shape, void *config);
/** Stores the presets of a shape in config, and zero bytes where there are none. */
void retry__check_presets(const struct retry_shape *shape, void *config);

#endif
