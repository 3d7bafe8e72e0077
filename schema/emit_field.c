/* emit_field.c - what one field may hold, as JSON Schema. */
#include "schema/emit_field.h"

#include "schema/duration.h"
#include "schema/emit_value.h"
#include "schema/name.h"
#include "schema/wording.h"

#include <stdio.h>
#include <string.h>

/* One letter that is no name, for the rule of names in words. */
#define NO_NAME "A"

/* ---- parts ------------------------------------------------------------------------------------------- */

void retry__emit_set(struct retry_emit *emit, json_t *object, const char *key, json_t *value)
{
    emit->failed |= json_object_set_new(object, key, value) != 0;
}

void retry__emit_append(struct retry_emit *emit, json_t *array, json_t *value)
{
    emit->failed |= json_array_append_new(array, value) != 0;
}

static json_t *typed(struct retry_emit *emit, const char *type)
{
    json_t *schema = json_object();

    retry__emit_set(emit, schema, "type", json_string(type));
    return schema;
}

/* A list with at least one item. */
static json_t *list_of(struct retry_emit *emit, json_t *items)
{
    json_t *schema = typed(emit, "array");

    retry__emit_set(emit, schema, "minItems", json_integer(1));
    retry__emit_set(emit, schema, "items", items);
    return schema;
}

json_t *retry__emit_reference(struct retry_emit *emit, const char *prefix, const char *name)
{
    json_t *schema = json_object();

    retry__emit_set(emit, schema, "$ref", json_sprintf("#/definitions/%s%s", prefix, name));
    return schema;
}

static void set_pattern(struct retry_emit *emit, json_t *schema, const char *pattern, const char *message)
{
    retry__emit_set(emit, schema, "pattern", json_sprintf("^(?:%s)$", pattern));
    retry__emit_set(emit, schema, "patternErrorMessage", json_string(message)); /* shown by VS Code's servers */
}

json_t *retry__emit_pattern(struct retry_emit *emit, const char *pattern, const char *message)
{
    json_t *schema = typed(emit, "string");

    set_pattern(emit, schema, pattern, message);
    return schema;
}

json_t *retry__emit_name(struct retry_emit *emit)
{
    return retry__emit_pattern(emit, "(?!x-)(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z][a-z0-9._-]{0,62}",
                               retry__name_rule(NO_NAME, 1));
}

const char *retry__emit_section_name(const struct retry_emit *emit, const struct retry_shape *shape, char buffer[64])
{
    unsigned same = 0;

    for (size_t i = 0; i < emit->sections.count && emit->sections.shapes[i] != shape; i++)
        same += strcmp(emit->sections.shapes[i]->name, shape->name) == 0;
    if (same == 0)
        snprintf(buffer, 64, "%s", shape->name);
    else
        snprintf(buffer, 64, "%s-%u", shape->name, same + 1);
    return buffer;
}

static json_t *section(struct retry_emit *emit, const struct retry_shape *shape)
{
    char name[64];

    return retry__emit_reference(emit, "", retry__emit_section_name(emit, shape, name));
}

/* ---- numbers and durations --------------------------------------------------------------------------- */

/* Parts in falling order, each once; a point only in the last; no finer than a nanosecond as far as digits tell. */
#define WHOLE "(?:0|[1-9][0-9]*)"
#define DURATION                                                                                             \
    "(?=[0-9])(?!.*\\.[0-9]+[a-z]+[0-9])(?:" WHOLE "(?:\\.[0-9]+)?d)?(?:" WHOLE "(?:\\.[0-9]+)?h)?(?:" WHOLE \
    "(?:\\.[0-9]+)?m)?(?:" WHOLE "(?:\\.[0-9]{1,9}0*)?s)?(?:" WHOLE "(?:\\.[0-9]{1,6}0*)?ms)?(?:" WHOLE      \
    "(?:\\.[0-9]{1,3}0*)?us)?(?:" WHOLE "(?:\\.0+)?ns)?"
#define NOT_ZERO "(?!(?:0(?:\\.0+)?[a-z]+)+$)"

static json_t *duration(struct retry_emit *emit, const struct retry_field *field)
{
    uint64_t least = 0;
    char pattern[512];
    char message[128];

    if (field->min != NULL)
        retry__duration_parse(field->min, strlen(field->min), &least);
    snprintf(pattern, sizeof pattern, "%s%s%s", field->unlimited ? "unlimited|" : "", least > 0 ? NOT_ZERO : "",
             DURATION);
    snprintf(message, sizeof message, "write a duration as 250ms, 1.5s or 1m30s%s%s",
             least > 0 ? ", longer than zero" : "", field->unlimited ? ", or unlimited" : "");
    return retry__emit_pattern(emit, pattern, message);
}

static json_t *durations(struct retry_emit *emit, const struct retry_field *field)
{
    return list_of(emit, duration(emit, field));
}

static void set_bound(struct retry_emit *emit, json_t *schema, const char *key, const char *bound)
{
    if (bound != NULL)
        retry__emit_set(emit, schema, key, retry__emit_value(bound));
}

static json_t *number(struct retry_emit *emit, const char *type, const struct retry_field *field)
{
    json_t *schema = typed(emit, type);

    if (field->min != NULL && field->max != NULL && strcmp(field->min, field->max) == 0) {
        retry__emit_set(emit, schema, "const", retry__emit_value(field->min));
        return schema;
    }
    retry__emit_set(emit, schema, "minimum", retry__emit_value(field->min != NULL ? field->min : "0"));
    set_bound(emit, schema, "maximum", field->max);
    if (!field->unlimited)
        return schema;
    retry__emit_set(emit, schema, "type", json_pack("[s, s]", type, "string"));
    set_pattern(emit, schema, "unlimited", "write a number without quotes, or unlimited");
    return schema;
}

static json_t *whole(struct retry_emit *emit, const struct retry_field *field)
{
    return number(emit, "integer", field);
}

/* How many digits stand behind the point, no validator can tell: it sees a binary number. */
static json_t *decimal(struct retry_emit *emit, const struct retry_field *field)
{
    return number(emit, "number", field);
}

static json_t *range(struct retry_emit *emit, const struct retry_field *field)
{
    json_t *schema = list_of(emit, decimal(emit, field));

    retry__emit_set(emit, schema, "minItems", json_integer(2));
    retry__emit_set(emit, schema, "maxItems", json_integer(2));
    return schema;
}

/* ---- the other types --------------------------------------------------------------------------------- */

static json_t *boolean(struct retry_emit *emit, const struct retry_field *field)
{
    (void)field;
    return typed(emit, "boolean");
}

static json_t *word(struct retry_emit *emit, const struct retry_field *field)
{
    json_t *schema = typed(emit, "string");
    json_t *words = json_array();

    for (size_t i = 0; field->words[i] != NULL; i++)
        retry__emit_append(emit, words, json_string(field->words[i]));
    retry__emit_set(emit, schema, "enum", words);
    return schema;
}

static json_t *name(struct retry_emit *emit, const struct retry_field *field)
{
    (void)field;
    return retry__emit_name(emit);
}

static json_t *embedded(struct retry_emit *emit, const struct retry_field *field)
{
    return section(emit, field->section);
}

static json_t *sections(struct retry_emit *emit, const struct retry_field *field)
{
    return list_of(emit, section(emit, field->section));
}

static json_t *node(struct retry_emit *emit, const struct retry_field *field)
{
    (void)field;
    return retry__emit_reference(emit, "", "node");
}

static json_t *texts(struct retry_emit *emit, const struct retry_field *field)
{
    (void)field;
    return list_of(emit, retry__emit_reference(emit, "", "text"));
}

static json_t *names(struct retry_emit *emit, const struct retry_field *field)
{
    json_t *schema = typed(emit, "object");
    json_t *below, *keys;

    if (field->section != NULL)
        below = section(emit, field->section);
    else
        below = field->each == RETRY_FIELD_TEXTS ? texts(emit, field) : node(emit, field);
    keys = retry__emit_name(emit);
    retry__emit_set(emit, keys, "title", json_string("NAME")); /* offered as the key to write */
    retry__emit_set(emit, schema, "propertyNames", keys);
    retry__emit_set(emit, schema, "additionalProperties", below);
    return schema;
}

static json_t *value(struct retry_emit *emit, const struct retry_field *field);

/* What one row says, or each item of its list. */
static json_t *item(struct retry_emit *emit, const struct retry_tables_place *place)
{
    if (place->pattern != NULL)
        return retry__emit_pattern(emit, place->pattern, place->message);
    return place->text ? retry__emit_reference(emit, "", "text") : value(emit, place->field);
}

static json_t *alternative(struct retry_emit *emit, const struct retry_tables_place *place)
{
    json_t *list;

    if (!place->list)
        return item(emit, place);
    list = list_of(emit, item(emit, place));
    retry__emit_set(emit, list, "minItems", json_integer(place->least));
    if (place->most > 0)
        retry__emit_set(emit, list, "maxItems", json_integer(place->most));
    return list;
}

/* What the rows of the field's key say; anything, where there are none. */
static json_t *any(struct retry_emit *emit, const struct retry_field *field)
{
    json_t *all = json_array();
    json_t *schema;

    for (const struct retry_tables_place *place = emit->tables->places; place && place->key; place++)
        if (strcmp(place->key, field->key) == 0)
            retry__emit_append(emit, all, alternative(emit, place));
    if (json_array_size(all) == 1) {
        schema = json_incref(json_array_get(all, 0));
    } else {
        schema = json_object();
        if (json_array_size(all) > 1)
            retry__emit_set(emit, schema, "anyOf", json_incref(all));
    }
    json_decref(all);
    return schema;
}

static json_t *text(struct retry_emit *emit, const struct retry_field *field)
{
    for (const struct retry_tables_place *place = emit->tables->places; place && place->key; place++)
        if (place->pattern != NULL && strcmp(place->key, field->key) == 0)
            return retry__emit_pattern(emit, place->pattern, place->message);
    return typed(emit, "string");
}

static json_t *value(struct retry_emit *emit, const struct retry_field *field)
{
    static json_t *(*const emitters[])(struct retry_emit *, const struct retry_field *) = {
        [RETRY_FIELD_DURATION] = duration, [RETRY_FIELD_DECIMAL] = decimal,   [RETRY_FIELD_RANGE] = range,
        [RETRY_FIELD_WHOLE] = whole,       [RETRY_FIELD_BOOLEAN] = boolean,   [RETRY_FIELD_WORD] = word,
        [RETRY_FIELD_TEXT] = text,         [RETRY_FIELD_SYMBOL] = name,       [RETRY_FIELD_SECTION] = embedded,
        [RETRY_FIELD_NODE] = node,         [RETRY_FIELD_NAMES] = names,       [RETRY_FIELD_NAME] = name,
        [RETRY_FIELD_TEXTS] = texts,       [RETRY_FIELD_SECTIONS] = sections, [RETRY_FIELD_DURATIONS] = durations,
        [RETRY_FIELD_ANY] = any,
    };
    return emitters[field->type](emit, field);
}

/* ---- what an editor shows ---------------------------------------------------------------------------- */

/* Mappings have no examples of this sort: an editor would offer them among the keys. */
static bool has_examples(const struct retry_field *field)
{
    return field->type != RETRY_FIELD_NODE && field->type != RETRY_FIELD_SECTION && field->type != RETRY_FIELD_NAMES &&
           field->type != RETRY_FIELD_SECTIONS && field->type != RETRY_FIELD_ANY && field->type != RETRY_FIELD_WORD;
}

static void set_examples(struct retry_emit *emit, json_t *schema, const struct retry_field *field)
{
    json_t *examples = json_array();

    retry__emit_append(emit, examples, retry__emit_value(field->example));
    if (field->unlimited)
        retry__emit_append(emit, examples, json_string("unlimited"));
    retry__emit_set(emit, schema, "examples", examples);
}

static void describe(struct retry_emit *emit, json_t *schema, const struct retry_field *field)
{
    char wording[RETRY_WORDING_BYTES];
    const char *since = field->since != NULL ? field->since : "0.1";

    retry__wording_field(field, wording);
    retry__emit_set(emit, schema, "description",
                    json_sprintf("%s%s%s\n\nSince %s.", field->doc, wording[0] != '\0' ? "\n\n" : "", wording, since));
    if (field->preset != NULL)
        retry__emit_set(emit, schema, "default", retry__emit_value(field->preset));
    if (field->example != NULL && has_examples(field))
        set_examples(emit, schema, field);
}

json_t *retry__emit_field(struct retry_emit *emit, const struct retry_field *field)
{
    json_t *schema = value(emit, field);

    describe(emit, schema, field);
    return schema;
}
