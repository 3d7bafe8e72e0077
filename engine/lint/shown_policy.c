/* shown_policy.c - an effective policy as values: what the line of its fragments states. */
#include "engine/lint/shown_policy.h"

#include "engine/lint/shown_value.h"
#include "engine/store/fragment.h"

#define DEPTH_OF_POLICY 3 /* in a document: document, policies, policy */

/* Notes all places whose values the one that is shown has taken. */
static void show_taken(const struct retry_part *part, struct retry_stated stated, const char *section)
{
    struct retry_shown *shown = part->into->last;
    struct retry_shown_place **end = shown ? &shown->over : NULL;
    const char *key = part->field->key;

    for (struct retry_stated lower = retry__fragment_find(stated.fragment->below, section, key); end && lower.fragment;
         lower = retry__fragment_find(lower.fragment->below, section, key)) {
        *end = retry__arena_new(&part->made->arena, 1, sizeof **end);
        if (!*end) {
            part->made->failed = true;
            return;
        }
        (*end)->document = lower.fragment->definition->document;
        (*end)->line = retry__part_line(part, (*end)->document, &lower.pair->key);
        end = &(*end)->below;
    }
    if (end && end != &shown->over) {
        shown->document = stated.fragment->definition->document;
        shown->line = shown->line ? shown->line : retry__part_line(part, shown->document, &stated.pair->key);
    }
}

/* Shows the fields of a policy, or of a section of it, as the line of its fragments states them. */
static void show_line(const struct retry_part *part, const struct retry_fragment *top, const struct retry_shape *shape,
                      const char *section)
{
    for (uint16_t i = 0; i < shape->field_count; i++) {
        struct retry_stated stated = retry__fragment_find(top, section, shape->fields[i].key);
        struct retry_part field = *part;

        if (!stated.fragment)
            continue;
        field.field = &shape->fields[i];
        if (field.field->type == RETRY_FIELD_SECTION) {
            field.into = retry__part_append(part, RETRY_SHOWN_MAPPING, field.field->key);
            field.depth++;
            if (field.into)
                show_line(&field, top, field.field->section, field.field->key);
            continue;
        }
        field.document = stated.fragment->definition->document;
        field.value = &stated.pair->value;
        retry__part_show(&field);
        show_taken(&field, stated, section);
    }
}

/* What a policy says of itself alone. */
static void show_own(const struct retry_part *part, const struct retry_definition *policy)
{
    for (uint16_t i = 0; i < RETRY_POLICY_EXTENDS; i++) {
        struct retry_part field = *part;

        field.field = &retry__shape_policy.fields[i];
        field.document = policy->document;
        field.value = retry__value_get(&policy->pair->value, field.field->key);
        if (field.value)
            retry__part_show(&field);
    }
}

bool retry__shown_add(struct retry_shown_document *shown, const struct retry_definition *policy)
{
    struct retry_part part = {.made = shown, .into = &shown->policies, .depth = DEPTH_OF_POLICY};
    const struct retry_value *key = &policy->pair->key;

    part.into = retry__part_append(&part, RETRY_SHOWN_MAPPING, retry__arena_text(&shown->arena, key->text, key->count));
    if (!part.into || !part.into->key)
        return false;
    show_own(&part, policy);
    show_line(&part, policy->fragment, &retry__shape_override, NULL);
    if (shown->backoffs.first)
        shown->version.next = &shown->backoffs;
    return !shown->failed;
}
