/* vocabulary.c - finds every section that the table of the document leads to. */
#include "schema/vocabulary.h"

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
    if (shape != NULL && !is_known(sections, shape) && sections->count < RETRY_VOCABULARY_SECTIONS)
        sections->shapes[sections->count++] = shape;
}

static void add_places(const struct retry_vocabulary *vocabulary, const char *key, struct retry_sections *sections)
{
    for (const struct retry_vocabulary_place *place = vocabulary->places; place && place->key; place++)
        if (strcmp(place->key, key) == 0)
            add(sections, place->shape);
}

/* Each section stands in front of those that it leads to: the list grows while it is walked. */
void retry__vocabulary_sections(const struct retry_vocabulary *vocabulary, struct retry_sections *out)
{
    out->count = 0;
    add(out, vocabulary->document);
    for (size_t i = 0; i < out->count; i++)
        for (size_t j = 0; j < out->shapes[i]->field_count; j++) {
            const struct retry_field *field = &out->shapes[i]->fields[j];

            add(out, field->section);
            if (field->type == RETRY_FIELD_ANY)
                add_places(vocabulary, field->key, out);
        }
}
