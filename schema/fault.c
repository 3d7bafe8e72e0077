/* fault.c - findings at values of a document that is being checked. */
#include "schema/fault.h"

#include "schema/escape.h"
#include "schema/name.h"
#include "schema/scan.h"

#include <stdarg.h>
#include <stdio.h>

struct retry_draft retry__fault_draft(const struct retry_check *check, enum retry_finding_code code,
                                      const struct retry_value *value, const char *help)
{
    return (struct retry_draft){
        .code = code,
        .source = check->document->source,
        .root = &check->document->root,
        .span = value->span,
        .help = help,
        .json = check->document->json,
    };
}

bool retry__check_fault(const struct retry_check *check, enum retry_finding_code code, const struct retry_value *value,
                        const char *help, const char *format, ...)
{
    struct retry_draft draft = retry__fault_draft(check, code, value, help);
    char message[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return retry__report_add(check->report, &draft, "%s", message);
}

bool retry__fault_is_null(const struct retry_value *value)
{
    return value->type == RETRY_VALUE_SCALAR && value->plain && retry__name_is_null(value->text, value->count);
}

/* What the value is, as the middle of a sentence. */
static const char *nature(const struct retry_value *value)
{
    switch (value->type) {
    case RETRY_VALUE_LIST:
        return value->count > 0 ? "is a list" : "is an empty list";
    case RETRY_VALUE_MAPPING:
        return "is a mapping";
    default:
        if (!value->plain)
            return "is text in quotes";
        return retry__fault_is_null(value) ? "has no value" : "is a single value";
    }
}

bool retry__fault_type(const struct retry_check *check, const char *key, const struct retry_value *value,
                       const char *belongs, const char *help)
{
    return retry__check_fault(check, RETRY_FINDING_WRONG_TYPE, value, help, "'%s' %s, %s belongs here", key,
                              nature(value), belongs);
}

static bool starts_after(const struct retry_span *span, const struct retry_span *place)
{
    return span->line > place->line || (span->line == place->line && span->column > place->column);
}

/* The last pair whose key starts at the place or before it; NULL for none. */
static const struct retry_pair *pair_before(const struct retry_value *mapping, const struct retry_span *place)
{
    uint32_t low = 0;
    uint32_t high = mapping->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (starts_after(&mapping->pairs[middle].key.span, place))
            high = middle;
        else
            low = middle + 1;
    }
    return low > 0 ? &mapping->pairs[low - 1] : NULL;
}

const struct retry_value *retry__fault_owner(const struct retry_check *check, const struct retry_value *value)
{
    const struct retry_value *mapping = &check->document->root;

    while (mapping->type == RETRY_VALUE_MAPPING && mapping != value) {
        const struct retry_pair *pair = pair_before(mapping, &value->span);

        if (pair == NULL)
            break;
        if (&pair->value == value)
            return &pair->key;
        mapping = &pair->value;
    }
    return value;
}

struct retry_quote retry__fault_quote(const struct retry_value *scalar)
{
    struct retry_quote quote;

    retry__escape(scalar->text, scalar->count, quote.text, sizeof quote.text);
    return quote;
}

/* "max_attempts:1" is a text, where a mapping of that key was meant. */
static bool unspaced_fault(const struct retry_check *check, const struct retry_value *value,
                           const struct retry_unspaced *parts)
{
    size_t length = retry__scan_word(parts->value, parts->value_length);
    char help[256];

    snprintf(help, sizeof help, "write %.*s: %.*s", (int)retry__scan_cut(value->text, parts->key_length, 64),
             value->text, (int)length, parts->value);
    return retry__check_fault(check, RETRY_FINDING_WRONG_TYPE, value, help, "a space is missing behind ':' in '%s'",
                              retry__fault_quote(value).text);
}

bool retry__fault_mapping(const struct retry_check *check, const struct retry_value *value, const char *name,
                          const char *example)
{
    const struct retry_value *owner = retry__fault_owner(check, value);
    struct retry_unspaced parts;
    struct retry_quote quote;
    char help[256];

    if (value->type == RETRY_VALUE_SCALAR && value->plain &&
        retry__scan_unspaced(value->text, value->count, ':', &parts))
        return unspaced_fault(check, value, &parts);
    if (owner != value)
        quote = retry__fault_quote(owner);
    snprintf(help, sizeof help, "write %s", example ? example : "");
    return retry__fault_type(check, owner == value ? name : quote.text, value, "a mapping", example ? help : NULL);
}

bool retry__fault_name(const struct retry_check *check, const struct retry_value *scalar)
{
    const char *problem = retry__name_problem(scalar->text, scalar->count);
    const char *help = retry__name_rule(scalar->text, scalar->count);
    char name[RETRY_NAME_BYTES + 1];
    char mended[sizeof name + 8];

    if (problem == NULL)
        return true;
    if (retry__name_mend(scalar->text, scalar->count, name)) {
        snprintf(mended, sizeof mended, "write %s", name);
        help = mended;
    }
    return retry__check_fault(check, RETRY_FINDING_BAD_NAME, scalar, help, "the name '%s' %s",
                              retry__fault_quote(scalar).text, problem);
}
