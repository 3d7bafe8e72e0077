/*
 * fuzz_errors.c - reads anything as an error class and as what a server sent.
 *
 * A class has a text that reads as the same class, lists of classes find the errors that the classes name, help ends
 * within its room, and hints stay within 365 days.
 */
#include "engine/errors/hint.h"
#include "engine/errors/match.h"
#include "engine/retry.h"
#include "tests/fuzz/places.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool same(const struct retry_class *left, const struct retry_class *right)
{
    return left->type == right->type && left->kind == right->kind && left->from == right->from &&
           left->to == right->to && left->group == right->group && left->length == right->length &&
           (left->length == 0 || memcmp(left->word, right->word, left->length) == 0);
}

/* One list of that class alone holds the error that the class names. */
static void check_match(const struct retry_class *class)
{
    struct retry_matching matching = {0};
    uint64_t memory[64];
    char word[64] = "";
    retry_error error = retry_ok();
    bool fresh = false;

    MUST(retry__matching_add(&matching, class, 255, &fresh));
    MUST(fresh);
    if (class->type == RETRY_CLASS_WORD || class->type == RETRY_CLASS_CODES) {
        MUST(retry__matching_size(&matching) <= sizeof memory);
        retry__matching_write(&matching, memory);
        if (class->type == RETRY_CLASS_WORD)
            error = retry_app(memcpy(word, class->word, class->length));
        else
            error = retry_error_make((retry_error_kind) class->kind, class->to);
        MUST(retry__match_find((const struct retry_match *)(const void *)memory, &error) == 255);
    }
    retry__matching_done(&matching);
}

static void check_class(const char *text, size_t length)
{
    struct retry_class class, again;
    char spelling[RETRY_CLASS_TEXT], help[RETRY_CLASS_HELP];

    MUST(strlen(retry__class_help(text, length, help, sizeof help)) < sizeof help);
    if (retry__class_read(text, length, &class))
        return;
    retry__class_text(&class, spelling);
    MUST(retry__class_read(spelling, strlen(spelling), &again) == NULL);
    MUST(same(&class, &again));
    check_match(&class);
}

static void check_hint(retry_hint hint)
{
    MUST(hint.kind <= RETRY_HINT_STOP && hint.reserved == 0);
    MUST(hint.delay_ns <= RETRY_FOREVER_NS && (hint.kind == RETRY_HINT_DELAY || hint.delay_ns == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int64_t times[] = {INT64_MIN, -1, 0, 1700000000, INT64_MAX};
    char *text = calloc(1, size + 1);

    MUST(text != NULL);
    check_class((const char *)data, size);
    memcpy(text, data, size);
    check_hint(retry__hint_grpc_pushback(text));
    check_hint(retry__hint_amz_retry_after(text));
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        check_hint(retry__hint_retry_after(text, times[i]));
        check_hint(retry__hint_rate_limit_reset(text, times[i]));
        MUST(retry__hint_http_date(text, times[i]) >= -1);
    }
    free(text);
    return 0;
}
