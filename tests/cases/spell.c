/* spell.c - writes a document that was read from YAML in JSON. */
#include "tests/cases/spell.h"

#include "schema/name.h"

#include <jansson.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

static bool matches(const char *text, const char *pattern)
{
    regex_t expression;
    bool found;

    if (regcomp(&expression, pattern, REG_EXTENDED | REG_NOSUB) != 0)
        abort();
    found = regexec(&expression, text, 0, NULL, 0) == 0;
    regfree(&expression);
    return found;
}

/* Does JSON write it without quotes? */
static bool is_bare(const struct retry_value *value)
{
    char text[64];

    if (!value->plain || value->count >= sizeof text)
        return false;
    memcpy(text, value->text, value->count);
    text[value->count] = '\0';
    return matches(text, "^(true|false|null|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?)$");
}

static bool spell_scalar(const struct retry_value *value, FILE *out)
{
    if (is_bare(value)) {
        fprintf(out, "%.*s", (int)value->count, value->text);
        return true;
    }
    if (value->plain && retry__name_is_core(value->text, value->count))
        return false;
    json_t *string = json_stringn(value->text, value->count);
    bool done = string && json_dumpf(string, out, JSON_ENCODE_ANY) == 0;
    json_decref(string);
    return done;
}

/* A key is a string in JSON, whatever it looks like. */
static bool spell_pair(const struct retry_pair *pair, FILE *out)
{
    struct retry_value key = pair->key;

    key.plain = false;
    bool done = spell_scalar(&key, out);
    fputs(": ", out);
    return done && spell_json(&pair->value, out);
}

bool spell_json(const struct retry_value *value, FILE *out)
{
    bool done = true, mapping = value->type == RETRY_VALUE_MAPPING;

    if (value->type == RETRY_VALUE_SCALAR)
        return spell_scalar(value, out);
    fputs(mapping ? "{" : "[", out);
    for (uint32_t i = 0; done && i < value->count; i++) {
        fputs(i ? ", " : "", out);
        done = mapping ? spell_pair(&value->pairs[i], out) : spell_json(&value->items[i], out);
    }
    fputs(mapping ? "}" : "]", out);
    return done;
}
