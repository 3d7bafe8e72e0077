/* schema.h - the command `schema`: prints the JSON Schema of policy documents, or their reference. */
#ifndef RETRY_LINT_SCHEMA_H
#define RETRY_LINT_SCHEMA_H

#include "engine/lint/command.h"
#include "schema/vocabulary.h"

/* All that documents may say, for those who write about it. */
extern const struct retry_vocabulary retry__lint_vocabulary;

enum retry_exit retry__lint_schema(const struct retry_arguments *arguments, FILE *out, FILE *complaints);

#endif
