/* compose.c - builds a document from what a reader meets, and holds it to the limits. */
#include "schema/compose.h"

#include "schema/duplicate.h"
#include "schema/escape.h"
#include "schema/scan.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static struct retry_draft draft_at(const struct retry_compose *compose, enum retry_finding_code code,
                                   const struct retry_range *place, const char *help)
{
    return (struct retry_draft){.code = code,
                                .source = compose->document->source,
                                .place = place,
                                .help = help,
                                .json = compose->document->json};
}

const struct retry_value *retry__compose_innermost(const struct retry_compose *compose)
{
    return compose->depth > 0 ? &compose->pending[compose->open[compose->depth - 1]] : NULL;
}

bool retry__compose_wants_key(const struct retry_compose *compose)
{
    if (compose->depth == 0)
        return false;
    size_t innermost = compose->open[compose->depth - 1];
    size_t children = compose->count - innermost - 1;
    return compose->pending[innermost].type == RETRY_VALUE_MAPPING && children % 2 == 0;
}

static bool push(struct retry_compose *compose, const struct retry_value *value)
{
    if (compose->count == compose->capacity) {
        size_t capacity = compose->capacity > 0 ? compose->capacity * 2 : 64;
        void *pending = retry__mem_resize(compose->pending, capacity, sizeof *compose->pending);
        if (pending == NULL)
            return retry__report_no_memory(compose->report);
        compose->pending = pending;
        compose->capacity = capacity;
    }
    compose->pending[compose->count++] = *value;
    return true;
}

/* Counts a value, and refuses what is no mapping at the top. */
static bool admit(struct retry_compose *compose, enum retry_value_type type, const struct retry_range *place)
{
    static const char *const articles[] = {"a scalar", "a list"};
    if (compose->depth == 0 && type != RETRY_VALUE_MAPPING) {
        struct retry_draft draft = draft_at(compose, RETRY_FINDING_WRONG_TYPE, place, "start with version: 1");
        return retry__report_add(compose->report, &draft, "the document is %s where a mapping belongs", articles[type]);
    }
    if (++compose->values > RETRY_LIMIT_VALUES) {
        struct retry_draft draft = draft_at(compose, RETRY_FINDING_TOO_MANY, place, "split the file");
        return retry__report_add(compose->report, &draft, "the file holds more than %d values", RETRY_LIMIT_VALUES);
    }
    return true;
}

bool retry__compose_begin(struct retry_compose *compose, enum retry_value_type type, const struct retry_range *place)
{
    if (!admit(compose, type, place))
        return false;
    if (retry__compose_wants_key(compose)) {
        struct retry_draft draft = draft_at(compose, RETRY_FINDING_KEY, place, "write a plain word before the ':'");
        const char *what = type == RETRY_VALUE_LIST ? "list" : "mapping";
        return retry__report_add(compose->report, &draft, "a %s stands where a key belongs", what);
    }
    if (compose->depth == RETRY_LIMIT_DEPTH) {
        struct retry_draft draft =
            draft_at(compose, RETRY_FINDING_TOO_DEEP, place, "give inner parts a name of their own");
        return retry__report_add(compose->report, &draft, "values are nested deeper than %d levels", RETRY_LIMIT_DEPTH);
    }
    compose->open[compose->depth++] = compose->count;
    return push(compose, &(struct retry_value){.type = type, .place = *place});
}

/* Finds the first character of a key that nobody could see or compare; false where there is none. */
static bool find_unseen(const struct retry_value *key, uint32_t *point)
{
    for (size_t at = 0; at < key->count;) {
        size_t start = at;
        struct retry_glyph glyph = retry__escape_next(key->text, key->count, &at);
        if (glyph.length > 1 && glyph.text[0] == '\\') {
            *point = retry__scan_point(key->text, key->count, &start);
            return true;
        }
    }
    return false;
}

static bool check_key(struct retry_compose *compose, const struct retry_value *key)
{
    if (key->count > RETRY_LIMIT_KEY_BYTES) {
        struct retry_draft draft = draft_at(compose, RETRY_FINDING_TOO_LONG, &key->place, "write a shorter key");
        return retry__report_add(compose->report, &draft, "the key has %u bytes, the limit is %d", key->count,
                                 RETRY_LIMIT_KEY_BYTES);
    }
    uint32_t point;
    if (!retry__scan_printable(key->text, key->count) && find_unseen(key, &point)) {
        struct retry_draft draft = draft_at(compose, RETRY_FINDING_ENCODING, &key->place, "remove it");
        retry__report_add(compose->report, &draft, "the key holds a character that cannot be seen, U+%04X", point);
        compose->faulty = true;
    }
    return true;
}

static bool check_scalar(struct retry_compose *compose, const struct retry_value *scalar)
{
    if (scalar->count <= RETRY_LIMIT_SCALAR_BYTES)
        return true;
    struct retry_draft draft = draft_at(compose, RETRY_FINDING_TOO_LONG, &scalar->place, "write a shorter text");
    return retry__report_add(compose->report, &draft, "the text has %u bytes, the limit is %u", scalar->count,
                             RETRY_LIMIT_SCALAR_BYTES);
}

/* "version:1" is a text, where the whole document should be a mapping. */
static bool refuse_unspaced(struct retry_compose *compose, const struct retry_value *scalar,
                            const struct retry_unspaced *parts)
{
    struct retry_draft draft = draft_at(compose, RETRY_FINDING_WRONG_TYPE, &scalar->place, NULL);
    size_t length = retry__scan_word(parts->value, parts->value_length);
    char help[128];
    snprintf(help, sizeof help, "write %.*s: %.*s", (int)parts->key_length, scalar->text, (int)length, parts->value);
    draft.help = help;
    return retry__report_add(compose->report, &draft, "a space is missing behind ':'");
}

bool retry__compose_scalar(struct retry_compose *compose, const struct retry_value *scalar)
{
    struct retry_unspaced parts;
    if (compose->depth == 0 && scalar->plain && retry__scan_unspaced(scalar->text, scalar->count, ':', &parts))
        return refuse_unspaced(compose, scalar, &parts);
    if (!admit(compose, RETRY_VALUE_SCALAR, &scalar->place))
        return false;
    bool fine = retry__compose_wants_key(compose) ? check_key(compose, scalar) : check_scalar(compose, scalar);
    return fine && push(compose, scalar);
}

/* Moves the children from the stack into the document, as one array. */
static bool store_children(struct retry_compose *compose, struct retry_value *collection, size_t first)
{
    size_t children = compose->count - first;
    struct retry_value *items = retry__arena_take(&compose->document->arena, children, sizeof *items);
    if (items == NULL)
        return retry__report_no_memory(compose->report);
    if (children > 0)
        memcpy(items, compose->pending + first, children * sizeof *items);
    collection->count = (uint32_t)(collection->type == RETRY_VALUE_LIST ? children : children / 2);
    collection->items = items; /* a pair is two values in a row, so that pairs are the same bytes */
    compose->count = first;
    return true;
}

static_assert(sizeof(struct retry_pair) == 2 * sizeof(struct retry_value), "a pair is two values in a row");

bool retry__compose_end(struct retry_compose *compose, uint32_t end)
{
    size_t at = compose->open[--compose->depth];
    struct retry_value *collection = &compose->pending[at];
    collection->place.end = end > 0 ? end : compose->pending[compose->count - 1].place.end;
    if (!store_children(compose, collection, at + 1))
        return false;
    return collection->type != RETRY_VALUE_MAPPING ||
           retry__duplicate_check(collection, compose->document->source, compose->report);
}

bool retry__compose_finish(struct retry_compose *compose)
{
    if (compose->faulty)
        return false;
    assert(compose->depth == 0 && compose->count == 1);
    compose->document->root = compose->pending[0];
    return true;
}

void retry__compose_done(struct retry_compose *compose)
{
    retry__mem_free(compose->pending);
    compose->pending = NULL;
}
