/* spellings.c - how every error class is spelt, as one expression. */
#include "engine/lint/spellings.h"

#include "engine/errors/vocabulary.h"
#include "engine/retry.h"
#include "schema/mem.h"
#include "schema/name.h"

#include <stdio.h>
#include <string.h>

#define CODE "(?:[0-9]|[1-9][0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])"

/* The forms of those vocabularies that have no names. Which end of a range is the larger one, no expression sees. */
static const char *const forms[RETRY_VOCABULARY_COUNT] = {
    [RETRY_ERROR_HTTP] = "[1-5](?:xx|[0-9][0-9](?:-[1-5][0-9][0-9])?)",
    [RETRY_ERROR_SQLSTATE] = "(?:[0-9A-Z]{5}|[0-9A-Z]{0,4}\\*)",
    [RETRY_ERROR_EXIT] = CODE "(?:-" CODE ")?",
    [RETRY_ERROR_APP] = "[A-Za-z0-9._-]{1,63}",
};

/* A text that grows; where there is no buffer, it is only measured. */
struct expression {
    char *text;
    size_t length;
};

static void add(struct expression *expression, const char *text)
{
    size_t length = strlen(text);

    if (expression->text != NULL)
        memcpy(expression->text + expression->length, text, length);
    expression->length += length;
}

static void add_names(struct expression *expression, const struct retry_vocabulary *vocabulary)
{
    add(expression, "(?:");
    for (size_t i = 0; i < *vocabulary->name_count; i++) {
        add(expression, i > 0 ? "|" : "");
        add(expression, vocabulary->names[i].name);
    }
    add(expression, ")");
}

static void add_vocabulary(struct expression *expression, int kind)
{
    if (kind != RETRY_ERROR_ERRNO) {
        add(expression, retry__vocabularies[kind].prefix);
        add(expression, kind == RETRY_ERROR_SIGNAL ? ":(?:SIG)?" : ":");
    }
    if (forms[kind] != NULL)
        add(expression, forms[kind]);
    else
        add_names(expression, &retry__vocabularies[kind]);
    add(expression, "|");
}

/* Built-in groups are names as well. */
static void add_all(struct expression *expression)
{
    for (int kind = RETRY_ERROR_ERRNO; kind < RETRY_VOCABULARY_COUNT; kind++)
        add_vocabulary(expression, kind);
    add(expression, RETRY_NAME_PATTERN);
}

char *retry__lint_spellings(void)
{
    struct expression expression = {NULL, 0};

    add_all(&expression);
    expression.text = retry__mem_new(expression.length + 1, 1);
    expression.length = 0;
    if (expression.text != NULL)
        add_all(&expression);
    return expression.text;
}
