/* read_yaml.h - a text in YAML becomes values. */
#ifndef RETRY_SCHEMA_READ_YAML_H
#define RETRY_SCHEMA_READ_YAML_H

#include "schema/compose.h"

/** Reads compose->document->source, already scanned, to its end. @return false where the reading stopped at a finding
 */
bool retry__read_yaml(struct retry_compose *compose);

#endif
