/* meaning.c - what an error class means on this machine, and which built-in groups hold it. */
#include "engine/lint/meaning.h"

#include "engine/errors/match.h"
#include "engine/errors/vocabulary.h"

#include <inttypes.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static const char *describe(const struct retry_class *class)
{
    if (class->kind == RETRY_ERROR_ERRNO)
        return strerrordesc_np(class->from);
    if (class->kind == RETRY_ERROR_SIGNAL)
        return sigdescr_np(class->from);
    return class->kind == RETRY_ERROR_GAI ? gai_strerror(class->from) : NULL;
}

static void write_codes(const struct retry_class *class, char buffer[RETRY_MEANING_SIZE])
{
    static const char *const nouns[RETRY_VOCABULARY_COUNT] = {
        [RETRY_ERROR_ERRNO] = "errno",
        [RETRY_ERROR_HTTP] = "HTTP status",
        [RETRY_ERROR_GRPC] = "gRPC status",
        [RETRY_ERROR_EXIT] = "exit code",
        [RETRY_ERROR_SIGNAL] = "signal",
        [RETRY_ERROR_GAI] = "result of getaddrinfo",
        [RETRY_ERROR_CURL] = "result of libcurl",
    };
    const char *description = describe(class);

    if (class->from != class->to)
        snprintf(buffer, RETRY_MEANING_SIZE, "%s %" PRId32 " to %" PRId32, nouns[class->kind], class->from, class->to);
    else
        snprintf(buffer, RETRY_MEANING_SIZE, "%s %" PRId32 "%s%s", nouns[class->kind], class->from,
                 description ? ", " : "", description ? description : "");
}

const char *retry__meaning_text(const struct retry_class *class, char buffer[RETRY_MEANING_SIZE])
{
    char text[RETRY_CLASS_TEXT];

    if (class->type == RETRY_CLASS_NOWHERE)
        snprintf(buffer, RETRY_MEANING_SIZE, "a name of other platforms, which matches nothing here");
    else if (class->type == RETRY_CLASS_WORD)
        snprintf(buffer, RETRY_MEANING_SIZE, "a word of the program's");
    else if (class->group)
        snprintf(buffer, RETRY_MEANING_SIZE, "%s", class->group->doc);
    else if (class->kind != RETRY_ERROR_SQLSTATE)
        write_codes(class, buffer);
    else
        snprintf(buffer, RETRY_MEANING_SIZE, "%s%s", class->from == class->to ? "SQLSTATE " : "the SQLSTATEs ",
                 retry__class_text(class, text) + strlen("sqlstate:"));
    return buffer;
}

enum retry_held retry__meaning_member(const struct retry_class *class, const struct retry_member *member)
{
    if (class->type == RETRY_CLASS_WORD)
        return member->word && strlen(member->word) == class->length &&
                       memcmp(member->word, class->word, class->length) == 0
                   ? RETRY_HELD_WHOLE
                   : RETRY_HELD_NONE;
    if (class->type != RETRY_CLASS_CODES || member->kind != class->kind || member->to < class->from ||
        member->from > class->to)
        return RETRY_HELD_NONE;
    return member->from <= class->from && class->to <= member->to ? RETRY_HELD_WHOLE : RETRY_HELD_PART;
}

/* Neighbours of one group do not add up to a class that documents can spell. */
enum retry_held retry__meaning_group(const struct retry_class *class, const struct retry_group *group)
{
    enum retry_held held = RETRY_HELD_NONE;

    if (!group->members)
        return class->type == RETRY_CLASS_NOWHERE ? RETRY_HELD_NONE : RETRY_HELD_WHOLE;
    for (size_t i = 0; i < group->member_count; i++) {
        enum retry_held one = retry__meaning_member(class, &group->members[i]);
        held = one > held ? one : held;
    }
    return held;
}
