/* error.c - what is known about single errors. */
#include "engine/errors/error.h"

#include "engine/errors/group.h"
#include "engine/errors/sqlstate.h"
#include "engine/errors/vocabulary.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- groups ---------------------------------------------------------------------------------------- */

bool retry__error_is(retry_error error, const char *group)
{
    const struct retry_group *found = group ? retry__group_find(group, strlen(group)) : NULL;

    return found && retry__group_holds(found, &error);
}

bool retry__error_not_sent(retry_error error)
{
    return (error.marks & RETRY_MARK_UNPROCESSED) || retry__error_is(error, "not_sent");
}

/* ---- texts ------------------------------------------------------------------------------------------- */

#define WORD_MAX 63
#define SPELLING_SIZE 80 /* the longest prefix, the longest word, a NUL */

/* One of an error's spellings. */
struct spelling {
    uint8_t kind;
    int64_t code;
    const char *word;
};

/* A word comes from the program, perhaps from its server: whatever may not stand in a word becomes `?`, and so does a
 * word that is missing, as in what retry_error_make() makes. */
static const char *word_text(const char *word, char *buffer)
{
    size_t length = 0;

    if (word == NULL || *word == '\0')
        word = "?";

    for (; length < WORD_MAX && word[length] != '\0'; length++) {
        char c = word[length];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                     c == '_' || c == '-';
        buffer[length] = plain ? c : '?';
    }
    buffer[length] = '\0';
    return buffer;
}

/* The name behind the prefix, NULL where only the number can be said. May use the buffer. */
static const char *name_of(const struct spelling *spelling, char buffer[WORD_MAX + 1])
{
    if (spelling->kind == RETRY_ERROR_APP)
        return word_text(spelling->word, buffer);
    if (spelling->kind == RETRY_ERROR_SQLSTATE && spelling->code >= 0 && spelling->code <= RETRY_SQLSTATE_LAST)
        return retry__sqlstate_text(spelling->code, buffer);
    return spelling->kind <= RETRY_ERROR_APP
               ? retry__vocabulary_name(&retry__vocabularies[spelling->kind], spelling->code)
               : NULL;
}

static void spell(const struct spelling *spelling, char out[SPELLING_SIZE])
{
    char buffer[WORD_MAX + 1];
    const char *name = name_of(spelling, buffer);
    const char *prefix = spelling->kind <= RETRY_ERROR_APP ? retry__vocabularies[spelling->kind].prefix : "unknown";

    if (name == NULL)
        snprintf(out, SPELLING_SIZE, "%s:%" PRId64, prefix, spelling->code);
    else if (spelling->kind == RETRY_ERROR_ERRNO)
        snprintf(out, SPELLING_SIZE, "%s", name);
    else
        snprintf(out, SPELLING_SIZE, "%s:%s", prefix, name);
}

size_t retry__error_text(retry_error error, char *buffer, size_t size)
{
    char first[SPELLING_SIZE] = "ok", second[SPELLING_SIZE] = "";

    if (error.kind != RETRY_ERROR_NONE)
        spell(&(struct spelling){error.kind, error.code, error.word}, first);
    if (error.also_kind != RETRY_ERROR_NONE)
        spell(&(struct spelling){error.also_kind, error.also_code, error.word}, second);
    return (size_t)snprintf(buffer, size, "%s%s%s", first, *second != '\0' ? " " : "", second);
}

/* ---- making ------------------------------------------------------------------------------------------ */

/* Success in SQL: completion, warning, no data. */
static bool sqlstate_is_success(const char *state)
{
    return state[0] == '0' && state[1] >= '0' && state[1] <= '2';
}

retry_error retry__error_sqlstate(const char *state)
{
    char upper[RETRY_SQLSTATE_LENGTH + 1] = "";
    size_t length = 0;
    int32_t code, same;

    if (state == NULL)
        return retry_ok();
    for (; length <= RETRY_SQLSTATE_LENGTH && state[length] != '\0'; length++)
        upper[length] =
            state[length] >= 'a' && state[length] <= 'z' ? (char)(state[length] - 'a' + 'A') : state[length];
    if (length != RETRY_SQLSTATE_LENGTH || !retry__sqlstate_range(upper, length, &code, &same))
        return retry_error_make(RETRY_ERROR_SQLSTATE, RETRY_SQLSTATE_LAST);
    return sqlstate_is_success(upper) ? retry_ok() : retry_error_make(RETRY_ERROR_SQLSTATE, code);
}

/* A word takes the union, hence it goes second where the other spelling is a number. */
static retry_error joined(retry_error first, retry_error second)
{
    if (first.kind == RETRY_ERROR_APP && second.kind == RETRY_ERROR_APP)
        return first;
    if (first.kind == RETRY_ERROR_APP)
        return joined(second, first);
    first.also_kind = second.kind;
    if (second.kind == RETRY_ERROR_APP)
        first.word = second.word;
    else
        first.also_code = second.code;
    return first;
}

/* Of a second error that has two spellings itself, its first is taken; an error that has two keeps them. What a success
 * is marked with says nothing about the failure. */
retry_error retry__error_also(retry_error first, retry_error second)
{
    uint16_t marks = first.marks | second.marks;

    if (first.kind == RETRY_ERROR_NONE)
        return second;
    if (second.kind == RETRY_ERROR_NONE)
        return first;
    if (first.also_kind == RETRY_ERROR_NONE)
        first = joined(first, second);
    first.marks = marks;
    return first;
}
