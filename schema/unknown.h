/* unknown.h - keys that a mapping has and its shape has not. */
#ifndef RETRY_SCHEMA_UNKNOWN_H
#define RETRY_SCHEMA_UNKNOWN_H

#include "schema/fault.h"
#include "schema/shape.h"

/* What is known of them. */
struct retry_unknown {
    uint64_t meant; /* the keys that were probably meant, as bits by their index: nothing more need be said of them */
    bool elsewhere; /* a key is there that belongs elsewhere: alone, it is all that is wrong */
    bool lost;      /* a key is there of which nobody can say what was meant: it may be any that is missing */
};

/**
 * Adds a finding for each of them, with the key that was probably meant.
 *
 * @param seen  the keys of the shape that stand there, as bits by their index
 */
struct retry_unknown retry__unknown_keys(const struct retry_check *check, const struct retry_value *mapping,
                                         const struct retry_shape *shape, uint64_t seen);
/** How many pairs behind that one should be indented below it: its key is the shape's and has no value. */
uint32_t retry__unknown_below(const struct retry_value *mapping, const struct retry_shape *shape, uint32_t at);

/** How many pairs behind that name of a mapping of names should be indented below it: their keys are those of the
 * section, which the name has not, and their values are none that a name has. */
uint32_t retry__unknown_outside(const struct retry_value *names, const struct retry_shape *section, uint32_t at);

/** Says that a key should be indented below the one above it. @return false, always */
bool retry__unknown_indent(const struct retry_check *check, const struct retry_value *key,
                           const struct retry_value *above);

#endif
