/* read_json.h - a text in JSON becomes values. */
#ifndef RETRY_SCHEMA_READ_JSON_H
#define RETRY_SCHEMA_READ_JSON_H

#include "schema/compose.h"

/** Reads compose->document->source, already scanned, to its end. @return false where the reading stopped at a finding
 */
bool retry__read_json(struct retry_compose *compose);

#endif
