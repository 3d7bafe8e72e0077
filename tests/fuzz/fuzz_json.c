/*
 * fuzz_json.c - reads anything as JSON and holds the outcome to jansson's.
 *
 * Both accept and refuse the same texts, and find the same values in them, but for what we mean to do differently: our
 * limits, keys that stand twice (whose values are not compared), a mapping at the top, the bytes that no policy file
 * may hold, the byte order mark, and numbers of any size, which jansson cannot hold.
 */
#include "schema/read.h"
#include "tests/fuzz/places.h"

#include <jansson.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Does every finding say something that jansson does not look at? */
static bool is_meant(const struct retry_report *report)
{
    bool meant = false;

    for (size_t at = 0; at < report->count; at++) {
        enum retry_finding_code code = report->findings[at].code;
        if (code != RETRY_FINDING_TOO_LARGE && code != RETRY_FINDING_TOO_DEEP && code != RETRY_FINDING_TOO_MANY &&
            code != RETRY_FINDING_TOO_LONG && code != RETRY_FINDING_ENCODING && code != RETRY_FINDING_DUPLICATE_KEY &&
            code != RETRY_FINDING_WRONG_TYPE)
            return false;
        meant = meant || code != RETRY_FINDING_DUPLICATE_KEY; /* which alone refuses no text */
    }
    return meant;
}

static void compare_scalar(const struct retry_value *value, const json_t *other)
{
    if (!value->plain) {
        MUST(json_is_string(other) && json_string_length(other) == value->count);
        MUST(memcmp(json_string_value(other), value->text, value->count) == 0);
    } else if (retry__value_is(value, "true") || retry__value_is(value, "false")) {
        MUST(json_is_boolean(other) && json_is_true(other) == (value->text[0] == 't'));
    } else if (retry__value_is(value, "null")) {
        MUST(json_is_null(other));
    } else {
        char text[32] = "";
        bool real = memchr(value->text, '.', value->count) != NULL || memchr(value->text, 'e', value->count) != NULL ||
                    memchr(value->text, 'E', value->count) != NULL;
        MUST(real ? json_is_real(other) : json_is_integer(other));
        if (real || value->count >= sizeof text)
            return;
        memcpy(text, value->text, value->count);
        MUST(strtoll(text, NULL, 10) == json_integer_value(other));
    }
}

/* jansson takes a key that stands twice once, with the last of its values. */
static size_t count_children(const struct retry_value *collection)
{
    size_t count = 0;

    for (uint32_t at = 0; at < collection->count; at++)
        count += collection->type == RETRY_VALUE_LIST || !collection->pairs[at].key.repeated;
    return count;
}

static void compare(const struct retry_value *value, const json_t *other)
{
    if (value->type == RETRY_VALUE_SCALAR) {
        compare_scalar(value, other);
        return;
    }
    bool list = value->type == RETRY_VALUE_LIST;
    MUST(list ? json_is_array(other) : json_is_object(other));
    MUST((list ? json_array_size(other) : json_object_size(other)) == count_children(value));
    for (uint32_t at = 0; at < value->count; at++) {
        const struct retry_value *key = list ? NULL : &value->pairs[at].key;
        const json_t *child = list ? json_array_get(other, at) : json_object_getn(other, key->text, key->count);
        MUST(child != NULL);
        if (list || !value->repeated)
            compare(list ? &value->items[at] : &value->pairs[at].value, child);
    }
}

static void judge(const struct retry_source *source, const struct retry_document *document,
                  const struct retry_report *report)
{
    json_error_t error;
    bool marked = source->size >= 3 && memcmp(source->text, "\xEF\xBB\xBF", 3) == 0;
    json_t *tree = json_loadb(source->text + (marked ? 3 : 0), source->size - (marked ? 3 : 0), 0, &error);
    if (document == NULL)
        MUST(tree == NULL || is_meant(report));
    else if (tree == NULL)
        MUST(json_error_code(&error) == json_error_numeric_overflow);
    else
        compare(&document->root, tree);
    json_decref(tree);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct retry_source source = {.name = "fuzz.json", .text = (const char *)data, .size = size};
    struct retry_report *report = retry__report_new();
    struct retry_document document;
    MUST(report != NULL);
    if (retry__read(&source, RETRY_FORMAT_JSON, &document, report)) {
        places_check_report(report);
        places_check_document(&document);
        judge(&source, &document, report);
        retry__document_done(&document);
    } else {
        MUST(report->count > 0 && report->findings[0].place.span.line > 0);
        judge(&source, NULL, report);
    }
    retry__report_free(report);
    return 0;
}
