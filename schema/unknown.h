/* unknown.h - keys that a mapping has and its shape has not. */
#ifndef RETRY_SCHEMA_UNKNOWN_H
#define RETRY_SCHEMA_UNKNOWN_H

#include "schema/fault.h"
#include "schema/shape.h"

/**
 * Adds a finding for each of them, with the key that was probably meant.
 *
 * @param seen  the keys of the shape that stand there, as bits by their index
 * @return the keys that were probably meant, as such bits: nothing more need be said of them
 */
uint64_t retry__unknown_keys(const struct retry_check *check, const struct retry_value *mapping,
                             const struct retry_shape *shape, uint64_t seen);

#endif
