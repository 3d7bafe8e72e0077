/* emit_value.c - a text in the documents' own notation becomes a value of JSON. */
#include "schema/emit_value.h"

#include "schema/decimal.h"
#include "schema/read.h"

#include <stdio.h>
#include <string.h>

static json_t *of_value(const struct retry_value *value);

static json_t *of_scalar(const struct retry_value *value)
{
    struct retry_decimal decimal;
    uint64_t whole;

    if (value->plain && (retry__value_is(value, "true") || retry__value_is(value, "false")))
        return json_boolean(value->text[0] == 't');
    if (value->plain && retry__whole_parse(value->text, value->count, &whole) == NULL && whole <= INT64_MAX)
        return json_integer((json_int_t)whole);
    if (value->plain && retry__decimal_parse(value->text, value->count, 9, &decimal) == NULL)
        return json_real((double)decimal.billionths / (double)RETRY_DECIMAL_ONE);
    return json_stringn(value->text, value->count);
}

static json_t *of_list(const struct retry_value *list)
{
    json_t *array = json_array();

    for (uint32_t i = 0; array != NULL && i < list->count; i++)
        if (json_array_append_new(array, of_value(&list->items[i])) != 0) {
            json_decref(array);
            return NULL;
        }
    return array;
}

static json_t *of_mapping(const struct retry_value *mapping)
{
    json_t *object = json_object();
    char key[128];

    for (uint32_t i = 0; object != NULL && i < mapping->count; i++) {
        const struct retry_pair *pair = &mapping->pairs[i];

        snprintf(key, sizeof key, "%.*s", (int)pair->key.count, pair->key.text);
        if (json_object_set_new(object, key, of_value(&pair->value)) != 0) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}

static json_t *of_value(const struct retry_value *value)
{
    if (value->type == RETRY_VALUE_SCALAR)
        return of_scalar(value);
    return value->type == RETRY_VALUE_LIST ? of_list(value) : of_mapping(value);
}

json_t *retry__emit_value(const char *text)
{
    char line[512]; /* a document is a mapping, so that the text needs a key */
    struct retry_source source = {"value", line, 0};
    struct retry_document document;
    json_t *value;

    source.size = (size_t)snprintf(line, sizeof line, "value: %s", text);
    if (source.size >= sizeof line || !retry__read(&source, RETRY_FORMAT_YAML, &document, NULL))
        return NULL;
    value = of_value(&document.root.pairs[0].value);
    retry__document_done(&document);
    return value;
}
