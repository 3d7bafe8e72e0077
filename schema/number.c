/* number.c - durations, decimals and whole numbers of a document against the field that they fill. */
#include "schema/number.h"

#include "schema/duration.h"
#include "schema/help.h"
#include "schema/name.h"
#include "schema/near.h"

#include <stdio.h>
#include <string.h>

#define TIDY_BYTES 48 /* of a number; what is longer is not tidied */

static const char *parse(const struct retry_field *field, const char *text, size_t length, unsigned digits,
                         uint64_t *out)
{
    struct retry_decimal decimal = {0};
    const char *problem;

    if (field->type == RETRY_FIELD_DURATION)
        return retry__duration_parse(text, length, out);
    if (field->type == RETRY_FIELD_WHOLE)
        return retry__whole_parse(text, length, out);
    problem = retry__decimal_parse(text, length, digits, &decimal);
    *out = decimal.billionths;
    return problem;
}

static uint64_t bound(const struct retry_field *field, const char *text, uint64_t unbound)
{
    uint64_t number = unbound;

    if (text != NULL)
        parse(field, text, strlen(text), 9, &number);
    return number;
}

static bool is_within(const struct retry_field *field, uint64_t number)
{
    /* What UINT32_MAX and UINT64_MAX mean, no number may. */
    uint64_t ceiling = field->type == RETRY_FIELD_WHOLE ? UINT32_MAX - 1 : UINT64_MAX - 1;

    return number >= bound(field, field->min, 0) && number <= bound(field, field->max, ceiling);
}

static bool range_fault(const struct retry_check *check, const struct retry_field *field,
                        const struct retry_value *value)
{
    char bounds[128] = "is too large";
    char help[RETRY_HELP_BYTES];

    if (field->min != NULL && field->max != NULL)
        snprintf(bounds, sizeof bounds, "must be from %s to %s", field->min, field->max);
    else if (field->max != NULL)
        snprintf(bounds, sizeof bounds, "must be at most %s", field->max);
    else if (field->type == RETRY_FIELD_DURATION && field->min != NULL)
        snprintf(bounds, sizeof bounds, "must be from %s to 365d", field->min);
    else if (field->type == RETRY_FIELD_DURATION)
        snprintf(bounds, sizeof bounds, "must be at most 365d");
    else if (field->min != NULL)
        snprintf(bounds, sizeof bounds, "must be at least %s", field->min);
    return retry__check_fault(check, RETRY_FINDING_OUT_OF_RANGE, value, retry__help_example(field, help),
                              "'%s' is '%s', it %s", field->key, retry__fault_quote(value).text, bounds);
}

/* Is the text right for the field? */
static bool fits(const struct retry_field *field, const char *text)
{
    uint64_t number = 0;

    return parse(field, text, strlen(text), field->digits, &number) == NULL && is_within(field, number);
}

/* Do exactly three digits follow the comma? Nobody can say what was meant then. */
static bool is_thousands(const struct retry_value *value, uint32_t comma)
{
    uint32_t at = comma + 1;

    while (at < value->count && value->text[at] >= '0' && value->text[at] <= '9')
        at++;
    return at - comma == 4;
}

/* Copies a number without what only other languages allow: a plus, underscores, a comma as point. */
static void plain_digits(const struct retry_value *value, char out[TIDY_BYTES])
{
    size_t length = 0;

    for (uint32_t i = 0; i < value->count && length < TIDY_BYTES - 1; i++) {
        char byte = value->text[i];

        if ((byte == '+' && i == 0) || byte == '_')
            continue;
        out[length++] = byte == ',' && !is_thousands(value, i) ? '.' : byte;
    }
    out[length] = '\0';
}

/* And without zeros that say nothing: "03", "1.50", ".5", "3.0". */
static void plain_number(const struct retry_value *value, char out[TIDY_BYTES])
{
    char text[TIDY_BYTES];
    char *start = text;
    char *point;
    size_t length;

    plain_digits(value, text);
    while (start[0] == '0' && start[1] >= '0' && start[1] <= '9')
        start++;
    length = strlen(start);
    point = strchr(start, '.');
    while (point != NULL && start[length - 1] == '0')
        start[--length] = '\0';
    if (point != NULL && point[1] == '\0')
        *point = '\0';
    snprintf(out, TIDY_BYTES, "%s%.*s", start == point ? "0" : "", TIDY_BYTES - 2, start);
}

/* What was probably meant by a text that is no number: the same one, tidied. */
static const char *number_help(const struct retry_field *field, const struct retry_value *value,
                               char buffer[RETRY_HELP_BYTES])
{
    char example[RETRY_HELP_BYTES];
    char text[TIDY_BYTES];

    plain_number(value, text);
    if (value->count < TIDY_BYTES - 1 && fits(field, text))
        return retry__help_write(field, text, buffer);
    snprintf(buffer, RETRY_HELP_BYTES, "write %s, for example %.*s", retry__help_belongs(field->type),
             RETRY_HELP_BYTES / 2, retry__help_example(field, example) + strlen("write "));
    return buffer;
}

static bool is_bare(const char *text)
{
    return text[0] != '\0' && strspn(text, "0123456789.") == strlen(text);
}

/* A bare number may count milliseconds or seconds. */
static const char *bare_help(const struct retry_field *field, const struct retry_value *value,
                             char buffer[RETRY_HELP_BYTES])
{
    char number[TIDY_BYTES];
    char millis[TIDY_BYTES + 2];
    char seconds[TIDY_BYTES + 2];

    plain_number(value, number);
    snprintf(millis, sizeof millis, "%sms", number);
    snprintf(seconds, sizeof seconds, "%ss", number);
    if (!fits(field, millis))
        return retry__help_example(field, buffer);
    if (strcmp(number, "0") == 0)
        return retry__help_write(field, seconds, buffer);
    if (!fits(field, seconds))
        return retry__help_write(field, millis, buffer);
    snprintf(buffer, RETRY_HELP_BYTES, "write %s: %s or %s: %s", field->key, millis, field->key, seconds);
    return buffer;
}

/* What was probably meant, unless the field refuses it. */
static const char *duration_help(const struct retry_field *field, const struct retry_value *value,
                                 char buffer[RETRY_HELP_BYTES])
{
    char number[TIDY_BYTES];
    char text[TIDY_BYTES + 2];
    uint64_t ns;

    plain_digits(value, number);
    if (is_bare(number))
        return bare_help(field, value, buffer);
    if (value->count >= TIDY_BYTES - 1 || !retry__duration_guess(number, strlen(number), &ns))
        return retry__help_example(field, buffer);
    retry__duration_text(ns, text, sizeof text);
    return fits(field, text) ? retry__help_write(field, text, buffer) : retry__help_example(field, buffer);
}

/* Suggests the number in quotes, or what was meant, or an example. */
static const char *help_for(const struct retry_field *field, const struct retry_value *value, const char *problem,
                            char buffer[RETRY_HELP_BYTES])
{
    if (field->type == RETRY_FIELD_RANGE)
        return retry__help_example(field, buffer);
    if (problem == NULL && fits(field, retry__fault_quote(value).text))
        return retry__help_write(field, retry__fault_quote(value).text, buffer);
    return field->type == RETRY_FIELD_DURATION ? duration_help(field, value, buffer)
                                               : number_help(field, value, buffer);
}

static bool misspelt(const struct retry_check *check, const struct retry_field *field, const struct retry_value *value,
                     const char *problem)
{
    bool is_duration = field->type == RETRY_FIELD_DURATION;
    const char *belongs = field->type == RETRY_FIELD_RANGE ? "a number" : retry__help_belongs(field->type);
    struct retry_near near = {0};
    char help[RETRY_HELP_BYTES];

    retry__near_offer(&near, value->text, value->count, "unlimited");
    if (near.best != NULL && field->unlimited)
        return retry__check_fault(check, RETRY_FINDING_BAD_WORD, value, "did you mean unlimited?",
                                  "'%s' is neither %s nor the word unlimited", retry__fault_quote(value).text, belongs);
    help_for(field, value, problem, help);
    if (near.best != NULL)
        return retry__check_fault(check, RETRY_FINDING_BAD_WORD, value, help, "'%s' cannot be unlimited", field->key);
    if (problem == NULL) /* only the quotes are wrong */
        return retry__fault_type(check, field->key, value, belongs, help);
    return retry__check_fault(check, is_duration ? RETRY_FINDING_BAD_DURATION : RETRY_FINDING_BAD_NUMBER, value, help,
                              "'%s' %s", retry__fault_quote(value).text, problem);
}

bool retry__number_read(const struct retry_check *check, const struct retry_field *field,
                        const struct retry_value *value, uint64_t *out)
{
    const char *problem;
    char help[RETRY_HELP_BYTES];

    if (value->type != RETRY_VALUE_SCALAR || retry__fault_is_null(value))
        return retry__fault_type(check, field->key, value, retry__help_belongs(field->type),
                                 retry__help_example(field, help));
    problem = parse(field, value->text, value->count, field->digits, out);
    if (problem == NULL && (value->plain || field->type == RETRY_FIELD_DURATION))
        return is_within(field, *out) || range_fault(check, field, value);
    if (problem == retry__decimal_too_large || problem == retry__duration_too_long)
        return range_fault(check, field, value);
    *out = UINT64_MAX;
    return (field->unlimited && retry__value_is(value, "unlimited")) || misspelt(check, field, value, problem);
}
