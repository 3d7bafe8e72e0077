/* schema.h - the command `schema`: prints the JSON Schema of policy documents, or their reference. */
#ifndef RETRY_LINT_SCHEMA_H
#define RETRY_LINT_SCHEMA_H

#include "engine/lint/command.h"
#include "schema/tables.h"

/* All that documents may say, for those who write about it; how error classes are spelt is added when it is needed. */
extern const struct retry_tables retry__lint_tables;

enum retry_exit retry__lint_schema(const struct retry_arguments *arguments, FILE *out, FILE *complaints);

#endif
