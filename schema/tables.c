/* tables.c - finds every section that the table of the document leads to. */
#include "schema/tables.h"

#include <string.h>

static bool is_known(const struct retry_sections *sections, const struct retry_shape *shape)
{
    for (size_t i = 0; i < sections->count; i++)
        if (sections->shapes[i] == shape)
            return true;
    return false;
}

static void add(struct retry_sections *sections, const struct retry_shape *shape)
{
    if (shape != NULL && !is_known(sections, shape) && sections->count < RETRY_TABLES_SECTIONS)
        sections->shapes[sections->count++] = shape;
}

static void add_field(const struct retry_tables *tables, const struct retry_field *field,
                      struct retry_sections *sections);

static void add_places(const struct retry_tables *tables, const char *key, struct retry_sections *sections)
{
    for (const struct retry_tables_place *place = tables->places; place && place->key; place++)
        if (strcmp(place->key, key) == 0)
            add_field(tables, place->field, sections);
}

static void add_field(const struct retry_tables *tables, const struct retry_field *field,
                      struct retry_sections *sections)
{
    if (field == NULL)
        return;
    add(sections, field->section);
    if (field->type == RETRY_FIELD_ANY)
        add_places(tables, field->key, sections);
}

/* Each section stands in front of those that it leads to: the list grows while it is walked. */
void retry__tables_sections(const struct retry_tables *tables, struct retry_sections *out)
{
    out->count = 0;
    add(out, tables->document);
    for (size_t i = 0; i < out->count; i++)
        for (size_t j = 0; j < out->shapes[i]->field_count; j++)
            add_field(tables, &out->shapes[i]->fields[j], out);
}
