/* error.c - what is known about single errors. */
#include "engine/errors/error.h"

#include "schema/mem.h"

#include <errno.h>
#include <inttypes.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

/* An SQLSTATE, packed as one number. What is no SQLSTATE becomes ZZZZZ, which no database uses. */
#define SQLSTATE_LENGTH 5
#define SQLSTATE_BASE 36
#define SQLSTATE_DIGITS "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define SQLSTATE_MALFORMED (36 * 36 * 36 * 36 * 36 - 1)

/* One code of one kind, and its name where only a table knows it. */
struct known {
    uint8_t kind;
    int32_t code;
    const char *name;
};

/* Errors that prove that nothing was sent. curl: COULDNT_RESOLVE_PROXY, COULDNT_RESOLVE_HOST, COULDNT_CONNECT. */
static const struct known not_sent[] = {
    {RETRY_ERROR_ERRNO, ECONNREFUSED, NULL},
    {RETRY_ERROR_ERRNO, ENETDOWN, NULL},
    {RETRY_ERROR_ERRNO, ENETUNREACH, NULL},
    {RETRY_ERROR_ERRNO, EHOSTDOWN, NULL},
    {RETRY_ERROR_ERRNO, EHOSTUNREACH, NULL},
    {RETRY_ERROR_GAI, EAI_AGAIN, NULL},
    {RETRY_ERROR_CURL, 5, NULL},
    {RETRY_ERROR_CURL, 6, NULL},
    {RETRY_ERROR_CURL, 7, NULL},
};

/* grpc: doc/statuscodes.md of gRPC. */
static const struct known names[] = {
    {RETRY_ERROR_GRPC, 0, "OK"},
    {RETRY_ERROR_GRPC, 1, "CANCELLED"},
    {RETRY_ERROR_GRPC, 2, "UNKNOWN"},
    {RETRY_ERROR_GRPC, 3, "INVALID_ARGUMENT"},
    {RETRY_ERROR_GRPC, 4, "DEADLINE_EXCEEDED"},
    {RETRY_ERROR_GRPC, 5, "NOT_FOUND"},
    {RETRY_ERROR_GRPC, 6, "ALREADY_EXISTS"},
    {RETRY_ERROR_GRPC, 7, "PERMISSION_DENIED"},
    {RETRY_ERROR_GRPC, 8, "RESOURCE_EXHAUSTED"},
    {RETRY_ERROR_GRPC, 9, "FAILED_PRECONDITION"},
    {RETRY_ERROR_GRPC, 10, "ABORTED"},
    {RETRY_ERROR_GRPC, 11, "OUT_OF_RANGE"},
    {RETRY_ERROR_GRPC, 12, "UNIMPLEMENTED"},
    {RETRY_ERROR_GRPC, 13, "INTERNAL"},
    {RETRY_ERROR_GRPC, 14, "UNAVAILABLE"},
    {RETRY_ERROR_GRPC, 15, "DATA_LOSS"},
    {RETRY_ERROR_GRPC, 16, "UNAUTHENTICATED"},
    {RETRY_ERROR_GAI, EAI_AGAIN, "EAI_AGAIN"},
    {RETRY_ERROR_GAI, EAI_BADFLAGS, "EAI_BADFLAGS"},
    {RETRY_ERROR_GAI, EAI_FAIL, "EAI_FAIL"},
    {RETRY_ERROR_GAI, EAI_FAMILY, "EAI_FAMILY"},
    {RETRY_ERROR_GAI, EAI_MEMORY, "EAI_MEMORY"},
    {RETRY_ERROR_GAI, EAI_NODATA, "EAI_NODATA"},
    {RETRY_ERROR_GAI, EAI_NONAME, "EAI_NONAME"},
    {RETRY_ERROR_GAI, EAI_OVERFLOW, "EAI_OVERFLOW"},
    {RETRY_ERROR_GAI, EAI_SERVICE, "EAI_SERVICE"},
    {RETRY_ERROR_GAI, EAI_SOCKTYPE, "EAI_SOCKTYPE"},
    {RETRY_ERROR_GAI, EAI_SYSTEM, "EAI_SYSTEM"},
};

/* What stands before the code. */
static const char *const prefixes[] = {
    [RETRY_ERROR_ERRNO] = "errno:",       [RETRY_ERROR_HTTP] = "http:", [RETRY_ERROR_GRPC] = "grpc:",
    [RETRY_ERROR_SQLSTATE] = "sqlstate:", [RETRY_ERROR_EXIT] = "exit:", [RETRY_ERROR_SIGNAL] = "signal:",
    [RETRY_ERROR_GAI] = "gai:",           [RETRY_ERROR_CURL] = "curl:", [RETRY_ERROR_APP] = "app:",
};

static const struct known *find(const struct known *table, size_t count, uint8_t kind, int64_t code)
{
    for (size_t i = 0; i < count; i++)
        if (table[i].kind == kind && table[i].code == code)
            return &table[i];
    return NULL;
}

/* ---- groups ---------------------------------------------------------------------------------------- */

static bool proves_not_sent(uint8_t kind, int64_t code)
{
    return find(not_sent, RETRY_COUNT(not_sent), kind, code) != NULL;
}

bool retry__error_not_sent(retry_error error)
{
    return (error.marks & RETRY_MARK_UNPROCESSED) || proves_not_sent(error.kind, error.code) ||
           proves_not_sent(error.also_kind, error.also_code);
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

static const char *sqlstate_text(int64_t code, char *buffer)
{
    for (int i = SQLSTATE_LENGTH; i-- > 0; code /= SQLSTATE_BASE)
        buffer[i] = SQLSTATE_DIGITS[code % SQLSTATE_BASE];
    buffer[SQLSTATE_LENGTH] = '\0';
    return buffer;
}

/* The name behind the prefix, NULL where only the number can be said. May use the buffer. */
static const char *name_of(const struct spelling *spelling, char *buffer)
{
    const struct known *known;

    if (spelling->kind == RETRY_ERROR_APP)
        return word_text(spelling->word, buffer);
    if (spelling->code < 0 && spelling->kind != RETRY_ERROR_GAI)
        return NULL;
    if (spelling->kind == RETRY_ERROR_SQLSTATE)
        return sqlstate_text(spelling->code, buffer);
    if (spelling->kind == RETRY_ERROR_ERRNO)
        return strerrorname_np((int)spelling->code);
    if (spelling->kind == RETRY_ERROR_SIGNAL)
        return sigabbrev_np((int)spelling->code);
    known = find(names, RETRY_COUNT(names), spelling->kind, spelling->code);
    return known != NULL ? known->name : NULL;
}

static void spell(const struct spelling *spelling, char out[SPELLING_SIZE])
{
    char buffer[WORD_MAX + 1];
    const char *name = name_of(spelling, buffer);
    const char *prefix = spelling->kind < RETRY_COUNT(prefixes) ? prefixes[spelling->kind] : "unknown:";

    if (name == NULL)
        snprintf(out, SPELLING_SIZE, "%s%" PRId64, prefix, spelling->code);
    else if (spelling->kind == RETRY_ERROR_ERRNO)
        snprintf(out, SPELLING_SIZE, "%s", name);
    else
        snprintf(out, SPELLING_SIZE, "%s%s", prefix, name);
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
    int32_t code = 0;
    size_t length = 0;

    if (state == NULL)
        return retry_ok();
    for (; length < SQLSTATE_LENGTH && state[length] != '\0'; length++) {
        char c = state[length] >= 'a' && state[length] <= 'z' ? (char)(state[length] - 'a' + 'A') : state[length];
        const char *digit = strchr(SQLSTATE_DIGITS, c);
        if (digit == NULL)
            return retry_error_make(RETRY_ERROR_SQLSTATE, SQLSTATE_MALFORMED);
        code = code * SQLSTATE_BASE + (int32_t)(digit - SQLSTATE_DIGITS);
    }
    if (length < SQLSTATE_LENGTH || state[length] != '\0')
        return retry_error_make(RETRY_ERROR_SQLSTATE, SQLSTATE_MALFORMED);
    return sqlstate_is_success(state) ? retry_ok() : retry_error_make(RETRY_ERROR_SQLSTATE, code);
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
