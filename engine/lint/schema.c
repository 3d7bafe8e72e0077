/* schema.c - the command `schema`: prints the JSON Schema of policy documents, or their reference. */
#include "engine/lint/schema.h"

#include "engine/kinds/kinds.h"
#include "engine/store/shapes.h"
#include "schema/emit.h"
#include "schema/reference.h"

/* How an error class is spelt, as far as an expression can tell; which names there are is the checker's to know. */
#define STATUS "[1-5](?:[0-9][0-9]|xx)"
#define CLASS_PATTERN                                                                                              \
    "E[A-Z0-9]+|http:" STATUS "|http:[1-5][0-9][0-9]-[1-5][0-9][0-9]|grpc:[A-Z_]+|sqlstate:[0-9A-Z]{5}"            \
    "|sqlstate:[0-9A-Z]{1,4}\\*|exit:[0-9]{1,3}(?:-[0-9]{1,3})?|signal:[A-Z0-9+-]+|gai:EAI_[A-Z]+|curl:[A-Z0-9_]+" \
    "|app:[A-Za-z0-9._-]{1,63}|(?!x-)(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z][a-z0-9._-]{0,62}"

static const char *const class_examples[] = {
    "transient", "timeout",  "throttled",        "conflict",       "not_sent", "any", "ECONNREFUSED",
    "http:503",  "http:5xx", "grpc:UNAVAILABLE", "sqlstate:40001", "exit:75",  NULL,
};

static const struct retry_vocabulary_place places[] = {
    {.key = NULL},
};

const struct retry_vocabulary retry__lint_vocabulary = {
    .document = &retry__shape_document,
    .kinds = retry__kind_shapes,
    .kind_count = RETRY_KIND_COUNT,
    .places = places,
    .text_pattern = CLASS_PATTERN,
    .text_message = "write an error class as ECONNREFUSED, http:503, http:5xx, sqlstate:40001 or the name of a group",
    .text_examples = class_examples,
};

enum retry_exit retry__lint_schema(const struct retry_arguments *arguments, FILE *out, FILE *complaints)
{
    if (arguments->operand_count > 0) {
        fputs("retry-lint: schema takes no operands\nTry 'retry-lint --help'.\n", complaints);
        return RETRY_EXIT_USAGE;
    }
    if (arguments->reference) {
        retry__reference(&retry__lint_vocabulary, out);
        return RETRY_EXIT_CLEAN;
    }
    if (!retry__emit(&retry__lint_vocabulary, out) && !ferror(out)) {
        fputs("retry-lint: out of memory\n", complaints);
        return RETRY_EXIT_TROUBLE;
    }
    return RETRY_EXIT_CLEAN;
}
