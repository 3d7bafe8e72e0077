/* schema.c - the command `schema`: prints the JSON Schema of policy documents, or their reference. */
#include "engine/lint/schema.h"

#include "engine/errors/group.h"
#include "engine/kinds/kinds.h"
#include "engine/lint/places.h"
#include "engine/lint/spellings.h"
#include "engine/store/shapes.h"
#include "schema/emit.h"
#include "schema/mem.h"
#include "schema/reference.h"

/* One spelling of each sort, to be proposed behind the built-in groups. */
static const char *const examples[] = {"ECONNREFUSED",     "http:503",       "http:5xx",
                                       "grpc:UNAVAILABLE", "sqlstate:40001", "exit:75"};

const struct retry_tables retry__lint_tables = {
    .document = &retry__shape_document,
    .kinds = retry__kind_shapes,
    .kind_count = RETRY_KIND_COUNT,
    .places = retry__lint_places,
    .text_message = "write an error class as ECONNREFUSED, http:503, http:5xx, sqlstate:40001 or the name of a group",
};

static bool print_schema(FILE *out)
{
    const char *proposed[RETRY_GROUP_COUNT + RETRY_COUNT(examples) + 1] = {NULL};
    struct retry_tables tables = retry__lint_tables;
    char *spellings = retry__lint_spellings();
    bool good;

    for (size_t i = 0; i < RETRY_GROUP_COUNT; i++)
        proposed[i] = retry__groups[i].name;
    for (size_t i = 0; i < RETRY_COUNT(examples); i++)
        proposed[RETRY_GROUP_COUNT + i] = examples[i];
    tables.text_pattern = spellings;
    tables.text_examples = proposed;
    good = spellings != NULL && retry__emit(&tables, out);
    retry__mem_free(spellings);
    return good;
}

enum retry_exit retry__lint_schema(const struct retry_arguments *arguments, FILE *out, FILE *complaints)
{
    if (arguments->operand_count > 0) {
        fputs("retry-lint: schema takes no operands\nTry 'retry-lint --help'.\n", complaints);
        return RETRY_EXIT_USAGE;
    }
    if (arguments->reference) {
        retry__reference(&retry__lint_tables, out);
        return RETRY_EXIT_CLEAN;
    }
    if (!print_schema(out) && !ferror(out)) {
        fputs("retry-lint: out of memory\n", complaints);
        return RETRY_EXIT_TROUBLE;
    }
    return RETRY_EXIT_CLEAN;
}
