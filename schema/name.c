/* name.c - what a name is, and what YAML reads as something else than text. */
#include "schema/name.h"

#include "schema/mem.h"

#include <string.h>

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_lower(char byte)
{
    return byte >= 'a' && byte <= 'z';
}

static bool is_upper(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

static bool is_in(const char *const *words, size_t count, const char *text, size_t length)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(words[i]) == length && memcmp(words[i], text, length) == 0)
            return true;
    return false;
}

/* What YAML 1.1 or 1.2 reads as boolean or null. */
static bool is_reserved(const char *text, size_t length)
{
    static const char *const words[] = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"};

    return length <= 5 && is_in(words, RETRY_COUNT(words), text, length);
}

static const char *problem_at(char byte)
{
    if (is_upper(byte))
        return "has an upper-case letter";
    return byte == ' ' ? "has a space" : "has a character that names do not have";
}

const char *retry__name_problem(const char *text, size_t length)
{
    if (length == 0)
        return "is empty";
    if (length > RETRY_NAME_BYTES)
        return "is longer than 63 characters";
    if (is_digit(text[0]))
        return "starts with a digit";
    for (size_t i = 0; i < length; i++)
        if (!is_lower(text[i]) && !is_digit(text[i]) && text[i] != '.' && text[i] != '_' && text[i] != '-')
            return problem_at(text[i]);
    if (!is_lower(text[0]))
        return "does not start with a letter";
    if (length > 1 && text[0] == 'x' && text[1] == '-')
        return "starts with x-";
    return is_reserved(text, length) ? "is a word that YAML may read as something else" : NULL;
}

bool retry__check_is_name(const char *text, size_t length)
{
    return retry__name_problem(text, length) == NULL;
}

const char *retry__name_rule(const char *text, size_t length)
{
    char lower[6];

    if (length >= 2 && (text[0] | 0x20) == 'x' && text[1] == '-')
        return "a name does not start with x-: such keys are for your own notes";
    for (size_t i = 0; i < length && length < sizeof lower; i++)
        lower[i] = is_upper(text[i]) ? (char)(text[i] - 'A' + 'a') : text[i];
    if (length < sizeof lower && is_reserved(lower, length))
        return "a name is none of y, n, yes, no, on, off, true, false and null";
    return "a name is a lower-case letter and then up to 62 of a-z, 0-9, '.', '_' and '-'";
}

bool retry__name_mend(const char *text, size_t length, char buffer[RETRY_NAME_BYTES + 1])
{
    if (length > RETRY_NAME_BYTES)
        return false;
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] >= 0x80) /* no letter of ours stands for another alphabet's */
            return false;
        bool fits = is_lower(text[i]) || is_digit(text[i]) || text[i] == '.' || text[i] == '_';

        buffer[i] = is_upper(text[i]) ? (char)(text[i] - 'A' + 'a') : fits ? text[i] : '-';
    }
    buffer[length] = '\0';
    return retry__check_is_name(buffer, length);
}

bool retry__name_is_null(const char *text, size_t length)
{
    static const char *const words[] = {"null", "Null", "NULL"};

    if (length < 4)
        return length == 0 || (length == 1 && *text == '~');
    return length == 4 && (*text | 0x20) == 'n' && is_in(words, RETRY_COUNT(words), text, length);
}

/* Skips digits; @return how many there were. */
static size_t digits(const char *text, size_t length, size_t *at)
{
    size_t start = *at;

    while (*at < length && is_digit(text[*at]))
        ++*at;
    return *at - start;
}

static size_t sign(const char *text, size_t length)
{
    return length > 0 && (text[0] == '-' || text[0] == '+');
}

/* [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)? and [-+]?[0-9]+, which it contains */
static bool is_decimal(const char *text, size_t length)
{
    size_t at = sign(text, length);
    size_t count = digits(text, length, &at);

    if (at < length && text[at] == '.') {
        at++;
        count += digits(text, length, &at);
    }
    if (count > 0 && at < length && (text[at] == 'e' || text[at] == 'E')) {
        at++;
        at += sign(text + at, length - at);
        count = digits(text, length, &at);
    }
    return count > 0 && at == length;
}

/* 0o[0-7]+ and 0x[0-9a-fA-F]+, three bytes at least */
static bool is_based(const char *text, size_t length)
{
    const char *allowed = text[1] == 'o' ? "01234567" : "0123456789abcdefABCDEF";

    if (text[0] != '0' || (text[1] != 'o' && text[1] != 'x'))
        return false;
    for (size_t i = 2; i < length; i++)
        if (text[i] == '\0' || strchr(allowed, text[i]) == NULL)
            return false;
    return true;
}

bool retry__name_is_core(const char *text, size_t length)
{
    static const char *const words[] = {"true", "True", "TRUE", "false", "False", "FALSE", ".nan", ".NaN", ".NAN"};
    static const char *const infinite[] = {".inf", ".Inf", ".INF"};
    size_t skip = sign(text, length);

    if (retry__name_is_null(text, length) || is_decimal(text, length))
        return true;
    if (length <= 5 && is_in(words, RETRY_COUNT(words), text, length))
        return true;
    return is_in(infinite, RETRY_COUNT(infinite), text + skip, length - skip) || (length > 2 && is_based(text, length));
}
