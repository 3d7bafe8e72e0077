/* help.c - what a finding at a field tells people to write. */
#include "schema/help.h"

#include <stdio.h>
#include <string.h>

/* What belongs into a field, and an example for fields that give none. */
static const struct {
    const char *belongs;
    const char *example;
} types[] = {
    [RETRY_FIELD_DURATION] = {"a duration", "100ms"},
    [RETRY_FIELD_DECIMAL] = {"a number", "1.5"},
    [RETRY_FIELD_RANGE] = {"a list of two numbers", "[0.5, 1.5]"},
    [RETRY_FIELD_WHOLE] = {"a whole number", "5"},
    [RETRY_FIELD_BOOLEAN] = {"a boolean", "true"},
    [RETRY_FIELD_WORD] = {"a word", "WORD"},
    [RETRY_FIELD_TEXT] = {"text", "\"...\""},
    [RETRY_FIELD_SYMBOL] = {"a name", "NAME"},
    [RETRY_FIELD_SECTION] = {"a mapping", "{}"},
    [RETRY_FIELD_NODE] = {"a node", "{KIND: {...}}"},
    [RETRY_FIELD_NAMES] = {"a mapping of names", "{NAME: ...}"},
    [RETRY_FIELD_NAME] = {"a name", "NAME"},
    [RETRY_FIELD_TEXTS] = {"a list of texts", "[...]"},
    [RETRY_FIELD_SECTIONS] = {"a list", "[...]"},
    [RETRY_FIELD_DURATIONS] = {"a list of durations", "[100ms, 1s]"},
    [RETRY_FIELD_ANY] = {"a value", "..."},
};

const char *retry__help_belongs(enum retry_field_type type)
{
    return types[type].belongs;
}

const char *retry__help_write(const struct retry_field *field, const char *text, char buffer[RETRY_HELP_BYTES])
{
    snprintf(buffer, RETRY_HELP_BYTES, "write %s: %s", field->key, text);
    return buffer;
}

const char *retry__help_example(const struct retry_field *field, char buffer[RETRY_HELP_BYTES])
{
    const char *example = field->example ? field->example : field->preset;

    if (example == NULL && field->type == RETRY_FIELD_WORD)
        example = field->words[0];
    return retry__help_write(field, example ? example : types[field->type].example, buffer);
}

static const char *between(size_t index, size_t count, const char *joiner)
{
    if (index == 0)
        return "";
    return index + 1 < count ? ", " : joiner;
}

const char *retry__help_list(const char *prefix, const char *const *words, size_t count, const char *joiner,
                             char buffer[RETRY_HELP_BYTES])
{
    char last[8];
    size_t length = (size_t)snprintf(buffer, RETRY_HELP_BYTES, "%s", prefix);

    snprintf(last, sizeof last, " %s ", joiner);
    for (size_t i = 0; i < count && length < RETRY_HELP_BYTES; i++)
        length +=
            (size_t)snprintf(buffer + length, RETRY_HELP_BYTES - length, "%s%s", between(i, count, last), words[i]);
    return buffer;
}

/* Does JSON write it without quotes? The dots of an example stand for anything. */
static bool is_bare(const char *word, size_t length)
{
    static const char *const words[] = {"true", "false", "null", "..."};
    struct retry_decimal number;

    for (size_t i = 0; i < RETRY_COUNT(words); i++)
        if (strlen(words[i]) == length && memcmp(words[i], word, length) == 0)
            return true;
    return retry__decimal_parse(word, length, 9, &number) == NULL;
}

/* The bytes of a word; a colon within it, as that of http:503, is a part of it. */
static size_t word_length(const char *text)
{
    size_t length = strcspn(text, " {}[],:\"'");

    while (length > 0 && text[length] == ':' && text[length + 1] != ' ' && text[length + 1] != '\0')
        length += 1 + strcspn(text + length + 1, " {}[],:\"'");
    return length;
}

/* What is in quotes already. */
static size_t quoted_length(const char *text)
{
    const char *end = strchr(text + 1, text[0]);

    return end != NULL ? (size_t)(end - text) + 1 : 1;
}

const char *retry__help_json(const char *help, char *buffer, size_t size)
{
    size_t length = 0;
    unsigned depth = 0;         /* of brackets */
    bool value_follows = false; /* a ':' stands before */

    buffer[0] = '\0';
    for (size_t taken; *help != '\0' && length < size; help += taken) {
        size_t word = word_length(help);
        bool is_text = word > 0 && (help[word] == ':' || ((value_follows || depth > 0) && !is_bare(help, word)));
        const char *quote = is_text ? "\"" : "";

        taken = word > 0 ? word : *help == '"' || *help == '\'' ? quoted_length(help) : 1;
        depth += *help == '{' || *help == '[';
        depth -= depth > 0 && (*help == '}' || *help == ']');
        value_follows = *help == ':' || (*help == ' ' && value_follows);
        length += (size_t)snprintf(buffer + length, size - length, "%s%.*s%s", quote, (int)taken, help, quote);
    }
    return buffer;
}
