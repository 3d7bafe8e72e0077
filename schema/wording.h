/* wording.h - what a field may hold, in words, for people who hover over it or read the manual. */
#ifndef RETRY_SCHEMA_WORDING_H
#define RETRY_SCHEMA_WORDING_H

#include "schema/shape.h"

#define RETRY_WORDING_BYTES 512

/** Writes one sentence: "A decimal from 1 to 100 with at most 3 digits after the point, by default 2." @return the
 * buffer, as both do; empty where there is nothing to say */
const char *retry__wording_field(const struct retry_field *field, char buffer[RETRY_WORDING_BYTES]);
/** Writes which of the shape's fields must be there: "Exactly one of mode, ratio and add must be given." */
const char *retry__wording_group(const struct retry_shape *shape, char buffer[RETRY_WORDING_BYTES]);

#endif
