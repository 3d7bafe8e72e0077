/* field.h - one value against the field that it fills. */
#ifndef RETRY_SCHEMA_FIELD_H
#define RETRY_SCHEMA_FIELD_H

#include "schema/fault.h"
#include "schema/shape.h"

/** Checks the value and stores it in the config. Any type but SECTION. @return false: the report has gained a finding
 */
bool retry__field_store(const struct retry_check *check, const struct retry_field *field,
                        const struct retry_value *value, void *config);
/** Stores the preset, where there is one. */
bool retry__field_preset(const struct retry_check *check, const struct retry_field *field, void *config);

#endif
