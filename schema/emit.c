/* emit.c - the JSON Schema of documents, from the same tables that check them. */
#include "schema/emit.h"

#include "schema/emit_field.h"
#include "schema/wording.h"

#define KIND_PREFIX "kind."
#define REAL_DIGITS 15 /* the shortest spelling of a decimal of 9 digits after the point */

/* ---- keys of a mapping --------------------------------------------------------------------------------- */

static json_t *list(struct retry_emit *emit, json_t *only)
{
    json_t *array = json_array();

    retry__emit_append(emit, array, only);
    return array;
}

static json_t *over(struct retry_emit *emit, const struct retry_shape *shape)
{
    json_t *schema = retry__emit_reference(emit, "", "node");

    retry__emit_set(emit, schema, "description",
                    json_string(shape->arity == RETRY_WRAPPER ? "The backoff whose delays it changes.\n\nA node."
                                                              : "The backoff that serves in its place.\n\nA node."));
    return schema;
}

static json_t *properties(struct retry_emit *emit, const struct retry_shape *shape)
{
    json_t *object = json_object();

    for (size_t i = 0; i < shape->field_count; i++)
        retry__emit_set(emit, object, shape->fields[i].key, retry__emit_field(emit, &shape->fields[i]));
    if (retry__shape_key_count(shape) > shape->field_count)
        retry__emit_set(emit, object, "over", over(emit, shape));
    return object;
}

/* The keys that must be there. Editors offer to write all of these at once, among the keys and below the title, where
 * they find `required` beside `properties`: not in the body of a kind, which offers its fields and nothing else. */
static void set_required(struct retry_emit *emit, json_t *schema, const struct retry_shape *shape, bool apart)
{
    json_t *keys = json_array();

    for (size_t i = 0; i < shape->field_count; i++)
        if (shape->fields[i].required)
            retry__emit_append(emit, keys, json_string(shape->fields[i].key));
    if (shape->arity == RETRY_WRAPPER)
        retry__emit_append(emit, keys, json_string("over"));
    if (json_array_size(keys) > 0 && apart) {
        json_t *part = json_object();

        retry__emit_set(emit, part, "required", json_incref(keys));
        retry__emit_set(emit, schema, "allOf", list(emit, part));
    } else if (json_array_size(keys) > 0) {
        retry__emit_set(emit, schema, "required", json_incref(keys));
    }
    json_decref(keys);
}

/* The other fields of the group, none of which may stand beside this one. */
static json_t *excluded(struct retry_emit *emit, const struct retry_shape *shape, size_t index)
{
    const struct retry_field *group = &shape->fields[shape->one_of_first];
    json_t *keys = json_object();
    json_t *schema = json_object();

    for (size_t i = 0; i < shape->one_of_count; i++)
        if (i != index)
            retry__emit_set(emit, keys, group[i].key, json_false());
    retry__emit_set(emit, schema, "properties", keys);
    return schema;
}

/* Some of these fields must be there, say alternatives that describe nothing else. */
static void set_some(struct retry_emit *emit, json_t *schema, const struct retry_field *group, size_t count)
{
    json_t *alternatives = json_array();

    for (size_t i = 0; i < count; i++) {
        json_t *alternative = json_object();

        retry__emit_set(emit, alternative, "required", list(emit, json_string(group[i].key)));
        retry__emit_append(emit, alternatives, alternative);
    }
    retry__emit_set(emit, schema, "anyOf", alternatives);
}

static void set_one_of(struct retry_emit *emit, json_t *schema, const struct retry_shape *shape)
{
    const struct retry_field *group = &shape->fields[shape->one_of_first];
    json_t *dependencies = json_object();

    for (size_t i = 0; i < shape->one_of_count; i++)
        retry__emit_set(emit, dependencies, group[i].key, excluded(emit, shape, i));
    set_some(emit, schema, group, shape->one_of_count);
    retry__emit_set(emit, schema, "dependencies", dependencies);
}

/* ---- mappings, kinds, nodes ---------------------------------------------------------------------------- */

static json_t *description(const struct retry_shape *shape)
{
    char group[RETRY_WORDING_BYTES];
    const char *since = shape->since != NULL ? shape->since : "0.1";

    retry__wording_group(shape, group);
    return json_sprintf("%s%s%s\n\nExample: `%s`\n\nSince %s.", shape->doc, group[0] != '\0' ? "\n\n" : "", group,
                        shape->example, since);
}

/* Fills in what a mapping may say: a section, or the body of a kind. */
static void set_mapping(struct retry_emit *emit, json_t *schema, const struct retry_shape *shape, bool is_kind)
{
    retry__emit_set(emit, schema, "type", json_string("object"));
    retry__emit_set(emit, schema, "description", description(shape));
    retry__emit_set(emit, schema, "properties", properties(emit, shape));
    set_required(emit, schema, shape, is_kind);
    if (shape->one_of_count > 0)
        set_one_of(emit, schema, shape);
    if (shape->some)
        set_some(emit, schema, shape->fields, shape->field_count);
    if (shape->extensible) {
        json_t *patterns = json_object();

        retry__emit_set(emit, patterns, "^x-", json_true());
        retry__emit_set(emit, schema, "patternProperties", patterns);
    }
    retry__emit_set(emit, schema, "additionalProperties", json_false());
}

static json_t *kind(struct retry_emit *emit, const struct retry_shape *shape)
{
    json_t *schema = json_object();

    if (shape->arity != RETRY_LIST) {
        set_mapping(emit, schema, shape, true);
        return schema;
    }
    retry__emit_set(emit, schema, "type", json_string("array"));
    retry__emit_set(emit, schema, "description", description(shape));
    retry__emit_set(emit, schema, "minItems", json_integer(1));
    retry__emit_set(emit, schema, "items", retry__emit_reference(emit, "", "node"));
    return schema;
}

static json_t *use(struct retry_emit *emit)
{
    json_t *schema = retry__emit_name(emit);

    retry__emit_set(emit, schema, "description",
                    json_string("The backoff of that name, from this file or another.\n\nA name.\n\nSince 0.1."));
    return schema;
}

/* Beside this key there is no other. */
static json_t *alone(struct retry_emit *emit, const char *key)
{
    json_t *keys = json_object();
    json_t *schema = json_object();

    retry__emit_set(emit, keys, key, json_true());
    retry__emit_set(emit, schema, "properties", keys);
    retry__emit_set(emit, schema, "additionalProperties", json_false());
    return schema;
}

/* There is no maxProperties: servers that know it offer no kinds any more, as they count the key to come. */
static json_t *node(struct retry_emit *emit)
{
    const struct retry_tables *tables = emit->tables;
    json_t *schema = json_object();
    json_t *keys = json_object();
    json_t *dependencies = json_object();

    for (size_t i = 0; i < tables->kind_count; i++) {
        const char *name = tables->kinds[i]->name;

        retry__emit_set(emit, keys, name, retry__emit_reference(emit, KIND_PREFIX, name));
        retry__emit_set(emit, dependencies, name, alone(emit, name));
    }
    retry__emit_set(emit, keys, "use", use(emit));
    retry__emit_set(emit, dependencies, "use", alone(emit, "use"));
    retry__emit_set(emit, schema, "type", json_string("object"));
    retry__emit_set(emit, schema, "description", json_string("A node: exactly one key, the name of its kind."));
    retry__emit_set(emit, schema, "properties", keys);
    retry__emit_set(emit, schema, "minProperties", json_integer(1));
    retry__emit_set(emit, schema, "dependencies", dependencies);
    retry__emit_set(emit, schema, "additionalProperties", json_false());
    return schema;
}

static json_t *text(struct retry_emit *emit)
{
    const struct retry_tables *tables = emit->tables;
    json_t *schema = retry__emit_pattern(emit, tables->text_pattern, tables->text_message);
    json_t *examples = json_array();

    for (const char *const *example = tables->text_examples; *example != NULL; example++)
        retry__emit_append(emit, examples, json_string(*example));
    retry__emit_set(emit, schema, "examples", examples);
    return schema;
}

/* ---- all together -------------------------------------------------------------------------------------- */

static json_t *definitions(struct retry_emit *emit)
{
    const struct retry_tables *tables = emit->tables;
    json_t *object = json_object();
    char name[96];

    for (size_t i = 1; i < emit->sections.count; i++) {
        const struct retry_shape *shape = emit->sections.shapes[i];
        json_t *schema = json_object();

        set_mapping(emit, schema, shape, false);
        retry__emit_set(emit, object, retry__emit_section_name(emit, shape, name), schema);
    }
    retry__emit_set(emit, object, "text", text(emit));
    retry__emit_set(emit, object, "node", node(emit));
    for (size_t i = 0; i < tables->kind_count; i++) {
        snprintf(name, sizeof name, KIND_PREFIX "%s", tables->kinds[i]->name);
        retry__emit_set(emit, object, name, kind(emit, tables->kinds[i]));
    }
    return object;
}

bool retry__emit(const struct retry_tables *tables, FILE *out)
{
    struct retry_emit emit = {.tables = tables};
    json_t *root = json_object();

    retry__tables_sections(tables, &emit.sections);
    retry__emit_set(&emit, root, "$schema", json_string("http://json-schema.org/draft-07/schema#"));
    retry__emit_set(&emit, root, "title", json_string("Policy documents of libretry, format version 1"));
    set_mapping(&emit, root, tables->document, false);
    retry__emit_set(&emit, root, "definitions", definitions(&emit));
    emit.failed |= !emit.failed && json_dumpf(root, out, JSON_INDENT(2) | JSON_REAL_PRECISION(REAL_DIGITS)) != 0;
    json_decref(root);
    return !emit.failed && fputc('\n', out) != EOF;
}
