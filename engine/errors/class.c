/* class.c - reads how documents spell errors: "ECONNREFUSED", "http:5xx", "sqlstate:08*", "transient". */
#include "engine/errors/class.h"

#include "engine/errors/group.h"
#include "engine/errors/sqlstate.h"
#include "engine/errors/vocabulary.h"
#include "schema/mem.h"
#include "schema/name.h"
#include "schema/near.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define WORD_MAX 63
#define DIGITS_MAX 3 /* of the numbers in classes: HTTP statuses and exit codes */

/* What stands behind the prefix. */
struct part {
    const char *text;
    size_t length;
};

static const char falls[] = "is a range that ends before it begins";

/* ---- reading ----------------------------------------------------------------------------------------- */

static void set_codes(struct retry_class *out, retry_error_kind kind, int32_t from, int32_t to)
{
    *out = (struct retry_class){.type = RETRY_CLASS_CODES, .kind = (uint8_t)kind, .from = from, .to = to};
}

/* A number as documents write them: no sign, no leading zero. Moves *at past it. @return -1: none */
static int32_t read_number(struct part part, size_t *at)
{
    size_t start = *at;
    int32_t number = 0;

    while (*at < part.length && *at - start <= DIGITS_MAX && part.text[*at] >= '0' && part.text[*at] <= '9')
        number = number * 10 + (part.text[(*at)++] - '0');
    if (*at == start || *at - start > DIGITS_MAX || (part.text[start] == '0' && *at - start > 1))
        return -1;
    return number;
}

/* "503" or "500-504", of which each number is within the bounds. */
static const char *read_range(struct part part, retry_error_kind kind, int32_t least, int32_t most,
                              struct retry_class *out)
{
    const char *wrong = retry__vocabularies[kind].wrong;
    size_t at = 0;
    int32_t from = read_number(part, &at), to = from;

    if (from >= 0 && at < part.length && part.text[at] == '-') {
        at++;
        to = read_number(part, &at);
    }
    if (at != part.length || from < least || from > most || to < least || to > most)
        return wrong;
    if (to < from)
        return falls;
    set_codes(out, kind, from, to);
    return NULL;
}

static const char *read_http(struct part part, struct retry_class *out)
{
    if (part.length == 3 && part.text[0] >= '1' && part.text[0] <= '5' && part.text[1] == 'x' && part.text[2] == 'x') {
        int32_t hundred = (part.text[0] - '0') * 100;
        set_codes(out, RETRY_ERROR_HTTP, hundred, hundred + 99);
        return NULL;
    }
    return read_range(part, RETRY_ERROR_HTTP, 100, 599, out);
}

static const char *read_exit(struct part part, struct retry_class *out)
{
    return read_range(part, RETRY_ERROR_EXIT, 0, 255, out);
}

static const char *read_sqlstate(struct part part, struct retry_class *out)
{
    bool prefix = part.length > 0 && part.text[part.length - 1] == '*';
    size_t length = part.length - prefix;
    int32_t from, to;

    for (size_t i = 0; i < length; i++)
        if (part.text[i] >= 'a' && part.text[i] <= 'z' && length <= RETRY_SQLSTATE_LENGTH)
            return "has lower-case letters";
    if ((prefix ? length >= RETRY_SQLSTATE_LENGTH : length != RETRY_SQLSTATE_LENGTH) ||
        !retry__sqlstate_range(part.text, length, &from, &to))
        return retry__vocabularies[RETRY_ERROR_SQLSTATE].wrong;
    set_codes(out, RETRY_ERROR_SQLSTATE, from, to);
    return NULL;
}

static const char *read_app(struct part part, struct retry_class *out)
{
    if (part.length == 0 || part.length > WORD_MAX)
        return retry__vocabularies[RETRY_ERROR_APP].wrong;
    for (size_t i = 0; i < part.length; i++) {
        char c = part.text[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
              c == '-'))
            return retry__vocabularies[RETRY_ERROR_APP].wrong;
    }
    *out = (struct retry_class){.type = RETRY_CLASS_WORD, .word = part.text, .length = part.length};
    return NULL;
}

/* @return false: the vocabulary has no such name */
static bool read_name(struct part part, retry_error_kind kind, struct part whole, struct retry_class *out)
{
    const struct retry_coded *row = retry__vocabulary_find(&retry__vocabularies[kind], part.text, part.length);

    if (row && row->code == RETRY_CODE_NOWHERE)
        *out = (struct retry_class){.type = RETRY_CLASS_NOWHERE, .word = whole.text, .length = whole.length};
    else if (row)
        set_codes(out, kind, row->code, row->code);
    return row != NULL;
}

static const char *read_prefixed(struct part whole, size_t colon, struct retry_class *out)
{
    static const char *(*const readers[RETRY_VOCABULARY_COUNT])(struct part, struct retry_class *) = {
        [RETRY_ERROR_HTTP] = read_http,
        [RETRY_ERROR_SQLSTATE] = read_sqlstate,
        [RETRY_ERROR_EXIT] = read_exit,
        [RETRY_ERROR_APP] = read_app,
    };
    struct part part = {whole.text + colon + 1, whole.length - colon - 1};

    for (int kind = RETRY_ERROR_HTTP; kind < RETRY_VOCABULARY_COUNT; kind++) {
        const char *prefix = retry__vocabularies[kind].prefix;
        if (strlen(prefix) != colon || memcmp(prefix, whole.text, colon) != 0)
            continue;
        if (readers[kind])
            return readers[kind](part, out);
        if (kind == RETRY_ERROR_SIGNAL && part.length > 3 && memcmp(part.text, "SIG", 3) == 0)
            part = (struct part){part.text + 3, part.length - 3};
        return read_name(part, (retry_error_kind)kind, whole, out) ? NULL : retry__vocabularies[kind].wrong;
    }
    return "is no error class";
}

const char *retry__class_read(const char *text, size_t length, struct retry_class *out)
{
    struct part whole = {text, length};
    const char *colon = memchr(text, ':', length);
    const struct retry_group *group;

    if (length == 0)
        return "is empty";
    if (colon)
        return read_prefixed(whole, (size_t)(colon - text), out);
    if (read_name(whole, RETRY_ERROR_ERRNO, whole, out))
        return NULL;
    group = retry__group_find(text, length);
    if (group)
        *out = (struct retry_class){.type = group->members ? RETRY_CLASS_GROUP : RETRY_CLASS_ANY, .group = group};
    else if (retry__check_is_name(text, length))
        *out = (struct retry_class){.type = RETRY_CLASS_NAME, .word = text, .length = length};
    else
        return "is no error class";
    return NULL;
}

/* ---- the other way ----------------------------------------------------------------------------------- */

static void write_range(const struct retry_class *class, const char *prefix, char buffer[RETRY_CLASS_TEXT])
{
    if (class->from == class->to)
        snprintf(buffer, RETRY_CLASS_TEXT, "%s:%" PRId32, prefix, class->from);
    else if (class->kind == RETRY_ERROR_HTTP && class->from % 100 == 0 && class->to == class->from + 99)
        snprintf(buffer, RETRY_CLASS_TEXT, "%s:%" PRId32 "xx", prefix, class->from / 100);
    else
        snprintf(buffer, RETRY_CLASS_TEXT, "%s:%" PRId32 "-%" PRId32, prefix, class->from, class->to);
}

static void write_sqlstates(const struct retry_class *class, char buffer[RETRY_CLASS_TEXT])
{
    char from[RETRY_SQLSTATE_LENGTH + 1], to[RETRY_SQLSTATE_LENGTH + 1];
    int same = 0;

    retry__sqlstate_text(class->from, from);
    retry__sqlstate_text(class->to, to);
    while (same < RETRY_SQLSTATE_LENGTH && from[same] == to[same])
        same++;
    snprintf(buffer, RETRY_CLASS_TEXT, "sqlstate:%.*s%s", same, from, same < RETRY_SQLSTATE_LENGTH ? "*" : "");
}

static void write_codes(const struct retry_class *class, char buffer[RETRY_CLASS_TEXT])
{
    const struct retry_vocabulary *vocabulary = &retry__vocabularies[class->kind];
    const char *name = retry__vocabulary_name(vocabulary, class->from);

    if (class->kind == RETRY_ERROR_SQLSTATE)
        write_sqlstates(class, buffer);
    else if (!name)
        write_range(class, vocabulary->prefix, buffer);
    else if (class->kind == RETRY_ERROR_ERRNO)
        snprintf(buffer, RETRY_CLASS_TEXT, "%s", name);
    else
        snprintf(buffer, RETRY_CLASS_TEXT, "%s:%s", vocabulary->prefix, name);
}

const char *retry__class_text(const struct retry_class *class, char buffer[RETRY_CLASS_TEXT])
{
    if (class->type == RETRY_CLASS_CODES)
        write_codes(class, buffer);
    else if (class->group)
        snprintf(buffer, RETRY_CLASS_TEXT, "%s", class->group->name);
    else
        snprintf(buffer, RETRY_CLASS_TEXT, "%s%.*s", class->type == RETRY_CLASS_WORD ? "app:" : "", (int)class->length,
                 class->word);
    return buffer;
}

/* Classes 00, 01 and 02, HTTP below 400, and 0 of all kinds mean success. */
static bool is_success(const struct retry_class *class)
{
    if (class->kind == RETRY_ERROR_SQLSTATE)
        return class->from < 3 * RETRY_SQLSTATE_BASE * RETRY_SQLSTATE_BASE * RETRY_SQLSTATE_BASE;
    return class->kind == RETRY_ERROR_HTTP ? class->from < 400 : class->from == 0;
}

bool retry__class_error(const struct retry_class *class, retry_error *out)
{
    if (class->type == RETRY_CLASS_WORD)
        *out = retry_app(class->word);
    else if (class->type == RETRY_CLASS_CODES && class->from == class->to)
        *out = is_success(class) ? retry_ok() : retry_error_make((retry_error_kind) class->kind, class->from);
    else
        return false;
    return true;
}

/* ---- what was meant ---------------------------------------------------------------------------------- */

/* Does the text read as a class behind the prefix, "" for none, in one case or the other? */
static bool guess(char out[RETRY_CLASS_TEXT], const char *prefix, struct part part)
{
    struct retry_class class;
    int start = snprintf(out, RETRY_CLASS_TEXT, "%s%s%.*s", prefix, *prefix ? ":" : "", (int)part.length, part.text);
    char *own = out + strlen(prefix) + (*prefix != '\0');

    if (start >= RETRY_CLASS_TEXT)
        return false;
    for (int letters = 0; letters < 3; letters++) {
        for (char *c = own; letters == 1 && *c != '\0'; c++)
            *c = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
        for (char *c = own; letters == 2 && *c != '\0'; c++)
            *c = (char)(*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c);
        if (!retry__class_read(out, strlen(out), &class) && class.type != RETRY_CLASS_NAME)
            return true;
    }
    return false;
}

static struct part without(struct part part, const char *start)
{
    size_t length = strlen(start);

    if (part.length > length && memcmp(part.text, start, length) == 0)
        return (struct part){part.text + length, part.length - length};
    return part;
}

static struct part trimmed(struct part part)
{
    while (part.length && (*part.text == ' ' || *part.text == '\t'))
        part = (struct part){part.text + 1, part.length - 1};
    while (part.length && (part.text[part.length - 1] == ' ' || part.text[part.length - 1] == '\t'))
        part.length--;
    return without(without(part, "CURLE_"), "STATUS_");
}

/* The name of which the number stands there: "grpc:14", "gai:-3". */
static const char *name_of_number(struct part part, const struct retry_vocabulary *vocabulary)
{
    bool negative = part.length > 0 && *part.text == '-';
    int64_t number = 0;

    if (part.length > 9 || part.length == negative)
        return NULL;
    for (size_t i = negative; i < part.length; i++) {
        if (part.text[i] < '0' || part.text[i] > '9')
            return NULL;
        number = number * 10 + (part.text[i] - '0');
    }
    return retry__vocabulary_name(vocabulary, negative ? -number : number);
}

static void offer_names(struct retry_near *near, struct part part, const struct retry_vocabulary *vocabulary)
{
    for (size_t i = 0; i < *vocabulary->name_count; i++)
        retry__near_offer(near, part.text, part.length, vocabulary->names[i].name);
}

static void help_prefixed(struct part part, retry_error_kind kind, char *buffer, size_t size)
{
    const struct retry_vocabulary *vocabulary = &retry__vocabularies[kind];
    const char *prefix = kind == RETRY_ERROR_ERRNO ? "" : vocabulary->prefix, *colon = *prefix ? ":" : "";
    const char *name = name_of_number(part, vocabulary);
    char whole[RETRY_CLASS_TEXT], full[RETRY_CLASS_TEXT] = "";
    struct retry_near near = {0};

    snprintf(full, sizeof(full), "EAI_%.*s", (int)part.length, part.text);
    if (!name && kind == RETRY_ERROR_GAI && guess(whole, prefix, (struct part){full, strlen(full)}))
        name = whole + strlen("gai:");
    if (name)
        snprintf(buffer, size, "write %s%s%s", prefix, colon, name);
    else if (guess(whole, prefix, part))
        snprintf(buffer, size, "write %s", whole);
    else if (offer_names(&near, part, vocabulary), near.best)
        snprintf(buffer, size, "did you mean %s%s%s?", prefix, colon, near.best);
    else
        snprintf(buffer, size, "%s", vocabulary->usage);
}

/* The kinds whose prefix may have been left out, the likelier first. A number is an HTTP status before it is an exit
 * code; without a digit anything might be an SQLSTATE. */
static bool help_without_prefix(struct part part, char whole[RETRY_CLASS_TEXT])
{
    static const retry_error_kind kinds[] = {RETRY_ERROR_HTTP,   RETRY_ERROR_GRPC, RETRY_ERROR_CURL,    RETRY_ERROR_GAI,
                                             RETRY_ERROR_SIGNAL, RETRY_ERROR_EXIT, RETRY_ERROR_SQLSTATE};
    retry_error word = {.kind = RETRY_ERROR_APP, .word = whole};
    bool digits = false;

    if (guess(whole, "", part))
        return true;
    for (size_t i = 0; i < part.length; i++)
        digits = digits || (part.text[i] >= '0' && part.text[i] <= '9');
    for (size_t i = 0; i < RETRY_COUNT(kinds); i++)
        if ((kinds[i] != RETRY_ERROR_SQLSTATE || digits) && guess(whole, retry__vocabularies[kinds[i]].prefix, part))
            return true;
    snprintf(whole, RETRY_CLASS_TEXT, "%.*s", (int)part.length, part.text);
    for (size_t i = 0; i < RETRY_GROUP_COUNT; i++)
        if (retry__groups[i].members && retry__group_holds(&retry__groups[i], &word))
            return guess(whole, "app", part);
    return false;
}

static void help_bare(struct part part, char *buffer, size_t size)
{
    static const retry_error_kind others[] = {RETRY_ERROR_GRPC, RETRY_ERROR_CURL, RETRY_ERROR_GAI};
    char whole[RETRY_CLASS_TEXT];
    const char *prefix = "";
    struct retry_near near = {0};

    if (help_without_prefix(part, whole)) {
        snprintf(buffer, size, "write %s", whole);
        return;
    }
    offer_names(&near, part, &retry__vocabularies[RETRY_ERROR_ERRNO]);
    for (size_t i = 0; i < RETRY_GROUP_COUNT; i++)
        retry__near_offer(&near, part.text, part.length, retry__groups[i].name);
    for (size_t i = 0; i < RETRY_COUNT(others); i++) {
        const char *best = near.best;
        offer_names(&near, part, &retry__vocabularies[others[i]]);
        prefix = near.best == best ? prefix : retry__vocabularies[others[i]].prefix;
    }
    if (near.best)
        snprintf(buffer, size, "did you mean %s%s%s?", prefix, *prefix ? ":" : "", near.best);
}

const char *retry__class_help(const char *text, size_t length, char *buffer, size_t size)
{
    struct part part = trimmed((struct part){text, length});
    const char *colon = memchr(part.text, ':', part.length);
    size_t end = colon ? (size_t)(colon - part.text) : 0;
    struct retry_near near = {0};

    if (size > 0)
        *buffer = '\0';
    if (!colon) {
        if (without(part, "SIG").length < part.length)
            help_prefixed(without(part, "SIG"), RETRY_ERROR_SIGNAL, buffer, size);
        else
            help_bare(part, buffer, size);
        return buffer;
    }
    for (int kind = RETRY_ERROR_ERRNO; kind < RETRY_VOCABULARY_COUNT; kind++)
        retry__near_offer(&near, part.text, end, retry__vocabularies[kind].prefix);
    for (int kind = RETRY_ERROR_ERRNO; near.best && kind < RETRY_VOCABULARY_COUNT; kind++)
        if (near.best == retry__vocabularies[kind].prefix)
            help_prefixed(trimmed((struct part){colon + 1, part.length - end - 1}), (retry_error_kind)kind, buffer,
                          size);
    if (!near.best)
        snprintf(buffer, size, "the kinds are http, grpc, sqlstate, exit, signal, gai, curl and app, as http:503");
    return buffer;
}
