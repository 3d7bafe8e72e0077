/* shown_value.c - values of documents as they are shown: references followed, in their shortest spelling. */
#include "engine/lint/shown_value.h"

#include "engine/kinds/kinds.h"
#include "engine/store/groups.h"
#include "schema/duration.h"
#include "schema/limits.h"

#include <string.h>

#define DEPTH_OF_NAMED 3 /* of the value of a named backoff in a document: document, backoffs, value */

static void show_node(const struct retry_part *part);

/* ---- pieces ------------------------------------------------------------------------------------- */

/* Appends a value; NULL: no memory. */
struct retry_shown *retry__part_append(const struct retry_part *part, enum retry_shown_type type, const char *key)
{
    struct retry_shown *shown = retry__arena_new(&part->made->arena, 1, sizeof *shown);

    if (!shown) {
        part->made->failed = true;
        return NULL;
    }
    *shown = (struct retry_shown){.type = type, .key = key};
    if (part->into->last)
        part->into->last->next = shown;
    else
        part->into->first = shown;
    part->into->last = shown;
    return shown;
}

uint32_t retry__part_line(const struct retry_part *part, const struct retry_document *document,
                          const struct retry_value *value)
{
    struct retry_range start = {value->place.start, value->place.start};

    return retry__cursor_span(&part->made->cursor, document->source, document->source->name, &start).line;
}

static void append_text(const struct retry_part *part, enum retry_shown_type type, const char *key, const char *text,
                        size_t length)
{
    struct retry_shown *shown = retry__part_append(part, type, key);

    if (!shown)
        return;
    shown->text = retry__arena_text(&part->made->arena, text, length);
    shown->document = part->document;
    shown->line = retry__part_line(part, part->document, part->value);
    part->made->failed |= !shown->text;
}

/* The same value, but of another place and into something else; into NULL where memory ran out. */
static struct retry_part inside(const struct retry_part *part, struct retry_shown *into,
                                const struct retry_value *value)
{
    struct retry_part inner = *part;

    inner.into = into;
    inner.depth++;
    inner.value = value;
    return inner;
}

/* ---- single values ------------------------------------------------------------------------------ */

static void show_text(const struct retry_part *part)
{
    append_text(part, RETRY_SHOWN_TEXT, part->field->key, part->value->text, part->value->count);
}

static void show_bare(const struct retry_part *part)
{
    bool is_word = retry__value_is(part->value, "unlimited");

    append_text(part, is_word ? RETRY_SHOWN_TEXT : RETRY_SHOWN_BARE, part->field->key, part->value->text,
                part->value->count);
}

static void append_duration(const struct retry_part *part, const char *key)
{
    char text[48];
    uint64_t ns;

    if (retry__duration_parse(part->value->text, part->value->count, &ns))
        append_text(part, RETRY_SHOWN_TEXT, key, part->value->text, part->value->count); /* unlimited */
    else
        append_text(part, RETRY_SHOWN_TEXT, key, text, retry__duration_text(ns, text, sizeof text));
}

static void append_decimal(const struct retry_part *part, const char *key)
{
    struct retry_decimal decimal = {0};
    char text[32];

    retry__decimal_parse(part->value->text, part->value->count, 9, &decimal);
    append_text(part, RETRY_SHOWN_BARE, key, text, retry__decimal_text(decimal, text, sizeof text));
}

static void show_duration(const struct retry_part *part)
{
    append_duration(part, part->field->key);
}

static void show_decimal(const struct retry_part *part)
{
    append_decimal(part, part->field->key);
}

/* ---- rows --------------------------------------------------------------------------------------- */

static void show_row(const struct retry_part *part, void (*append_item)(const struct retry_part *part, const char *key))
{
    struct retry_shown *row = retry__part_append(part, RETRY_SHOWN_ROW, part->field->key);

    for (uint32_t i = 0; row && i < part->value->count; i++) {
        struct retry_part item = inside(part, row, &part->value->items[i]);
        append_item(&item, NULL);
    }
    if (!row)
        return;
    row->document = part->document;
    row->line = retry__part_line(part, part->document, part->value);
}

static void show_range(const struct retry_part *part)
{
    show_row(part, append_decimal);
}

static void show_durations(const struct retry_part *part)
{
    show_row(part, append_duration);
}

/* ---- lists of error classes --------------------------------------------------------------------- */

static bool has_text(const struct retry_shown *list, const struct retry_value *text)
{
    for (const struct retry_shown *shown = list->first; shown; shown = shown->next)
        if (shown->text && retry__value_is(text, shown->text))
            return true;
    return false;
}

static bool show_class(void *context, const struct retry_listed *listed)
{
    struct retry_part part = *(const struct retry_part *)context;

    part.document = listed->document;
    part.value = listed->text;
    if (!has_text(part.into, listed->text))
        append_text(&part, RETRY_SHOWN_TEXT, NULL, listed->text->text, listed->text->count);
    return !part.made->failed;
}

static void show_classes(const struct retry_part *part)
{
    struct retry_part classes = inside(part, retry__part_append(part, RETRY_SHOWN_LIST, part->field->key), part->value);

    if (classes.into)
        retry__groups_each(&part->made->loading->groups, part->document, part->value, show_class, &classes);
}

/* ---- mappings ----------------------------------------------------------------------------------- */

/* The fields that a mapping states, in the order of the table. */
static void show_stated(const struct retry_part *part, const struct retry_shape *shape)
{
    for (uint16_t i = 0; part->into && i < shape->field_count; i++) {
        const struct retry_value *value = retry__value_get(part->value, shape->fields[i].key);
        struct retry_part field = inside(part, part->into, value);

        field.field = &shape->fields[i];
        if (value)
            retry__part_show(&field);
    }
}

static void show_sections(const struct retry_part *part)
{
    struct retry_shown *list = retry__part_append(part, RETRY_SHOWN_LIST, part->field->key);

    for (uint32_t i = 0; list && i < part->value->count; i++) {
        struct retry_part item = inside(part, list, &part->value->items[i]);
        item.into = retry__part_append(&item, RETRY_SHOWN_MAPPING, NULL);
        show_stated(&item, part->field->section);
    }
}

/* ---- nodes -------------------------------------------------------------------------------------- */

static const struct retry_shape *kind_of(const struct retry_value *name)
{
    size_t index = 0;

    while (!retry__value_is(name, retry__kinds[index]->shape.name))
        index++;
    return &retry__kinds[index]->shape;
}

static void show_nodes(const struct retry_part *part)
{
    for (uint32_t i = 0; part->into && i < part->value->count; i++) {
        struct retry_part item = inside(part, part->into, &part->value->items[i]);
        item.into = retry__part_append(&item, RETRY_SHOWN_MAPPING, NULL);
        show_node(&item);
    }
}

/* How many collections of a document stand above one another there. */
static unsigned depth_of(const struct retry_value *value)
{
    unsigned deepest = 0, depth;

    for (uint32_t i = 0; value->type != RETRY_VALUE_SCALAR && i < value->count; i++) {
        depth = depth_of(value->type == RETRY_VALUE_LIST ? &value->items[i] : &value->pairs[i].value);
        if (depth > deepest)
            deepest = depth;
    }
    return value->type == RETRY_VALUE_SCALAR ? 0 : deepest + 1;
}

/* Keeps the reference, and shows what it leads to under its name, once. */
static void keep_reference(const struct retry_part *part, const struct retry_definition *target)
{
    struct retry_shown *backoffs = &part->made->backoffs, *other = backoffs->first;
    const struct retry_value *key = &target->pair->key;
    struct retry_part named = *part;

    append_text(part, RETRY_SHOWN_TEXT, "use", key->text, key->count);
    while (other && !retry__value_is(key, other->key))
        other = other->next;
    if (other || part->made->failed)
        return;
    named.into = backoffs;
    named.depth = DEPTH_OF_NAMED;
    named.document = target->document;
    named.value = &target->pair->value;
    named.into =
        retry__part_append(&named, RETRY_SHOWN_MAPPING, retry__arena_text(&part->made->arena, key->text, key->count));
    show_node(&named);
}

/* What documents nest by references may be nested too deep for one document. */
static void show_reference(const struct retry_part *part, const struct retry_value *name)
{
    const struct retry_definition *target =
        retry__definitions_find(&part->made->loading->backoffs, name->text, name->count);
    struct retry_part node = *part;

    if (part->depth + depth_of(&target->pair->value) > RETRY_LIMIT_DEPTH) {
        keep_reference(part, target);
        return;
    }
    node.value = &target->pair->value;
    node.document = target->document;
    show_node(&node);
}

/* The child of a wrapper. */
static void show_over(const struct retry_part *body)
{
    const struct retry_value *over = retry__value_get(body->value, "over");
    struct retry_part child = inside(body, NULL, over);

    if (!over || !body->into)
        return;
    child.into = retry__part_append(body, RETRY_SHOWN_MAPPING, "over");
    show_node(&child);
}

/* Shows the node in a mapping; a reference is followed. */
static void show_node(const struct retry_part *part)
{
    const struct retry_pair *pair = part->value->pairs;
    struct retry_part body = inside(part, NULL, &pair->value);
    const struct retry_shape *kind;

    if (!part->into)
        return;
    if (retry__value_is(&pair->key, "use")) {
        show_reference(part, &pair->value);
        return;
    }
    kind = kind_of(&pair->key);
    body.into =
        retry__part_append(part, kind->arity == RETRY_LIST ? RETRY_SHOWN_LIST : RETRY_SHOWN_MAPPING, kind->name);
    if (kind->arity == RETRY_LIST)
        show_nodes(&body);
    else
        show_stated(&body, kind);
    if (body.into && !body.into->first && kind->arity == RETRY_LEAF) {
        body.into->document = part->document;
        body.into->line = retry__part_line(part, part->document, &pair->key);
    }
    if (kind->arity == RETRY_WRAPPER || kind->arity == RETRY_WRAPPER_OPTIONAL)
        show_over(&body);
}

static void show_node_field(const struct retry_part *part)
{
    struct retry_part node = inside(part, retry__part_append(part, RETRY_SHOWN_MAPPING, part->field->key), part->value);

    show_node(&node);
}

/* ---- fields ------------------------------------------------------------------------------------- */

void retry__part_show(const struct retry_part *part)
{
    static void (*const shows[])(const struct retry_part *) = {
        [RETRY_FIELD_DURATION] = show_duration,   [RETRY_FIELD_DECIMAL] = show_decimal,
        [RETRY_FIELD_RANGE] = show_range,         [RETRY_FIELD_WHOLE] = show_bare,
        [RETRY_FIELD_BOOLEAN] = show_bare,        [RETRY_FIELD_WORD] = show_text,
        [RETRY_FIELD_TEXT] = show_text,           [RETRY_FIELD_SYMBOL] = show_text,
        [RETRY_FIELD_NODE] = show_node_field,     [RETRY_FIELD_NAME] = show_text,
        [RETRY_FIELD_TEXTS] = show_classes,       [RETRY_FIELD_SECTIONS] = show_sections,
        [RETRY_FIELD_DURATIONS] = show_durations, [RETRY_FIELD_ANY] = NULL,
    };

    shows[part->field->type](part);
}
