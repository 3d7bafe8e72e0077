/* wording.c - what a field may hold, in words, for people who hover over it or read the manual. */
#include "schema/wording.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Appends to the buffer; what does not fit is cut. */
static void say(char buffer[RETRY_WORDING_BYTES], const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(char buffer[RETRY_WORDING_BYTES], const char *format, ...)
{
    size_t length = strlen(buffer);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(buffer + length, RETRY_WORDING_BYTES - length, format, arguments);
    va_end(arguments);
}

static void say_bounds(const struct retry_field *field, char *buffer)
{
    if (field->min != NULL && field->max != NULL)
        say(buffer, " from %s to %s", field->min, field->max);
    else if (field->min != NULL)
        say(buffer, " of at least %s", field->min);
    else if (field->max != NULL)
        say(buffer, " of at most %s", field->max);
}

/* What separates the word of that index from the one before it. */
static const char *separator(size_t index, bool last, const char *joiner)
{
    if (index == 0)
        return "";
    return last ? joiner : ", ";
}

static void say_duration(const struct retry_field *field, char *buffer)
{
    say(buffer, "A duration");
    say_bounds(field, buffer);
}

static void say_durations(const struct retry_field *field, char *buffer)
{
    say(buffer, "A list of at least one duration");
    say_bounds(field, buffer);
}

static void say_decimal(const struct retry_field *field, char *buffer)
{
    say(buffer, "A decimal");
    say_bounds(field, buffer);
    say(buffer, " with at most %u digits after the point", (unsigned)field->digits);
}

static void say_range(const struct retry_field *field, char *buffer)
{
    say(buffer, "A list of two decimals");
    say_bounds(field, buffer);
    say(buffer, " with at most %u digits after the point, the smaller one first", (unsigned)field->digits);
}

static void say_whole(const struct retry_field *field, char *buffer)
{
    if (field->min != NULL && field->max != NULL && strcmp(field->min, field->max) == 0) {
        say(buffer, "The whole number %s", field->min);
        return;
    }
    say(buffer, "A whole number");
    say_bounds(field, buffer);
}

static void say_word(const struct retry_field *field, char *buffer)
{
    say(buffer, "The word ");
    for (size_t i = 0; field->words[i] != NULL; i++)
        say(buffer, "%s%s", separator(i, field->words[i + 1] == NULL, " or "), field->words[i]);
}

static void say_section(const struct retry_field *field, char *buffer)
{
    say(buffer, "A mapping, see %s", field->section->name);
}

static void say_sections(const struct retry_field *field, char *buffer)
{
    say(buffer, "A list with at least one item, see %s", field->section->name);
}

static void say_names(const struct retry_field *field, char *buffer)
{
    if (field->section != NULL)
        say(buffer, "A mapping of names, below each a %s", field->section->name);
    else
        say(buffer, "A mapping of names, below each %s",
            field->each == RETRY_FIELD_TEXTS ? "a list of texts" : "a node");
}

/* The types that have nothing to tell but what they are. */
static void say_type(const struct retry_field *field, char *buffer)
{
    static const char *const types[] = {
        [RETRY_FIELD_BOOLEAN] = "A boolean, true or false",
        [RETRY_FIELD_TEXT] = "Text",
        [RETRY_FIELD_SYMBOL] = "A name",
        [RETRY_FIELD_NAME] = "A name",
        [RETRY_FIELD_NODE] = "A node",
        [RETRY_FIELD_TEXTS] = "A list of at least one text",
        [RETRY_FIELD_ANY] = "",
    };

    say(buffer, "%s", types[field->type]);
}

static void (*const sayers[])(const struct retry_field *, char *) = {
    [RETRY_FIELD_DURATION] = say_duration,   [RETRY_FIELD_DECIMAL] = say_decimal,
    [RETRY_FIELD_RANGE] = say_range,         [RETRY_FIELD_WHOLE] = say_whole,
    [RETRY_FIELD_BOOLEAN] = say_type,        [RETRY_FIELD_WORD] = say_word,
    [RETRY_FIELD_TEXT] = say_type,           [RETRY_FIELD_SYMBOL] = say_type,
    [RETRY_FIELD_SECTION] = say_section,     [RETRY_FIELD_NODE] = say_type,
    [RETRY_FIELD_NAMES] = say_names,         [RETRY_FIELD_NAME] = say_type,
    [RETRY_FIELD_TEXTS] = say_type,          [RETRY_FIELD_SECTIONS] = say_sections,
    [RETRY_FIELD_DURATIONS] = say_durations, [RETRY_FIELD_ANY] = say_type,
};

const char *retry__wording_field(const struct retry_field *field, char buffer[RETRY_WORDING_BYTES])
{
    buffer[0] = '\0';
    sayers[field->type](field, buffer);
    if (field->unlimited)
        say(buffer, ", or unlimited");
    if (field->not_below != NULL)
        say(buffer, ", not below %s", field->not_below);
    if (field->preset != NULL)
        say(buffer, ", by default %s", field->preset);
    if (buffer[0] != '\0')
        say(buffer, ".");
    return buffer;
}

const char *retry__wording_group(const struct retry_shape *shape, char buffer[RETRY_WORDING_BYTES])
{
    size_t first = shape->some ? 0 : shape->one_of_first;
    size_t count = shape->some ? shape->field_count : shape->one_of_count;

    buffer[0] = '\0';
    if (count == 0)
        return buffer;
    say(buffer, "%s one of ", shape->some ? "At least" : "Exactly");
    for (size_t i = 0; i < count; i++)
        say(buffer, "%s%s", separator(i, i + 1 == count, " and "), shape->fields[first + i].key);
    say(buffer, " must be given.");
    return buffer;
}
