/* groups.c - lists of error classes, and the groups of them that documents define. */
#include "engine/store/groups.h"

#include "engine/errors/group.h"
#include "schema/field.h"
#include "schema/help.h"
#include "schema/limits.h"
#include "schema/name.h"

#include <stdio.h>

#define SUGGESTIONS 100 /* each compares all names; whoever mistook more of them is told what there is */

/* What is known of a list so far. */
struct reading {
    struct retry_build *build;
    struct retry_definition *user;
    unsigned above;   /* groups that lead here */
    uint32_t depth;   /* of the deepest group named */
    uint32_t classes; /* groups followed */
};

static bool check_list(struct reading *reading, const struct retry_value *list);

/* ---- findings ----------------------------------------------------------------------------------- */

/* Writes which class was meant, or else what there is. */
static const char *class_help(const struct reading *reading, const struct retry_value *text,
                              char help[RETRY_HELP_BYTES])
{
    bool is_name = retry__check_is_name(text->text, text->count);

    help[0] = '\0';
    if (reading->build->suggestions++ < SUGGESTIONS)
        retry__class_help(text->text, text->count, help, RETRY_HELP_BYTES);
    if (help[0] == '\0')
        snprintf(help, RETRY_HELP_BYTES, "write a class as http:503 or ECONNRESET, or a group as transient%s",
                 is_name ? ", or define it under errors" : "");
    return help;
}

static bool bad_class(const struct reading *reading, const struct retry_value *text, const char *problem)
{
    struct retry_check check = retry__build_check(reading->build, reading->user);
    char help[RETRY_HELP_BYTES];

    class_help(reading, text, help);
    return retry__check_fault(&check, RETRY_FINDING_BAD_CLASS, text, help, "'%s' %s", retry__fault_quote(text).text,
                              problem);
}

/* Quotes alone would not do: no class is a number, a boolean or null. */
static bool unquoted(const struct reading *reading, const struct retry_value *text)
{
    struct retry_check check = retry__build_check(reading->build, reading->user);
    char help[RETRY_HELP_BYTES];

    return retry__check_fault(&check, RETRY_FINDING_NEEDS_QUOTES, text, class_help(reading, text, help),
                              "'%s' without quotes is not text", retry__fault_quote(text).text);
}

static bool unknown(const struct reading *reading, const struct retry_value *name)
{
    struct retry_check check = retry__build_check(reading->build, reading->user);
    const char *built_in[RETRY_GROUP_COUNT + 1] = {NULL};
    char best[RETRY_DEFINITION_NAME], help[RETRY_HELP_BYTES];

    if (reading->build->partial)
        return false;
    for (size_t i = 0; i < RETRY_GROUP_COUNT; i++)
        built_in[i] = retry__groups[i].name;
    class_help(reading, name, help);
    if (reading->build->suggestions <= SUGGESTIONS &&
        retry__definitions_nearest(reading->build->groups, name, built_in, best))
        snprintf(help, sizeof help, "did you mean %s?", best);
    return retry__check_fault(&check, RETRY_FINDING_UNKNOWN_REFERENCE, name, help, "no error class is named '%.*s'",
                              (int)name->count, name->text);
}

static bool circle(const struct reading *reading, const struct retry_definition *target, const struct retry_value *name)
{
    struct retry_check check = retry__build_check(reading->build, reading->user);
    char way[400];

    retry__definitions_way(target, reading->user, way, sizeof way);
    return retry__check_fault(&check, RETRY_FINDING_REFERENCE_CIRCLE, name, "take one of the names out of its list",
                              "groups hold one another in a circle: '%s%.*s'", way, (int)name->count, name->text);
}

static bool too_deep(const struct reading *reading, const struct retry_value *name)
{
    struct retry_check check = retry__build_check(reading->build, reading->user);

    return retry__check_fault(&check, RETRY_FINDING_TOO_DEEP, name, "name the classes themselves",
                              "more than %d groups of errors hold one another", RETRY_LIMIT_GROUPS);
}

static bool too_many(const struct reading *reading, const struct retry_value *text)
{
    struct retry_check check = retry__build_check(reading->build, reading->user);

    return retry__check_fault(&check, RETRY_FINDING_TOO_MANY, text, "use ranges, prefixes or built-in groups",
                              "with this the list has more than %d error classes, those of groups included",
                              RETRY_LIMIT_CLASSES);
}

static bool reserved(struct retry_build *build, const struct retry_definition *definition)
{
    struct retry_check check = retry__build_check(build, definition);
    const struct retry_value *key = &definition->pair->key;

    return retry__check_fault(&check, RETRY_FINDING_RESERVED_NAME, key, "give the group another name",
                              "'%.*s' is a built-in group of errors", (int)key->count, key->text);
}

/* ---- checking ----------------------------------------------------------------------------------- */

/* What stands under the name is a list of texts? */
static bool is_list(struct retry_build *build, const struct retry_definition *definition)
{
    struct retry_check check = retry__build_check(build, definition);
    struct retry_quote name = retry__fault_quote(&definition->pair->key);
    const struct retry_field field = {
        .key = name.text, .type = RETRY_FIELD_TEXTS, .example = "[ECONNREFUSED, \"http:503\"]"};
    const struct retry_value *list;

    return retry__field_store(&check, &field, &definition->pair->value, &list);
}

static bool build_group(struct retry_build *build, struct retry_definition *definition, struct retry_definition *user,
                        unsigned above)
{
    struct reading reading = {.build = build, .user = definition, .above = above};
    const struct retry_value *key = &definition->pair->key;
    bool good = true;

    definition->state = RETRY_DEFINITION_OPEN;
    definition->user = user;
    if (retry__group_find(key->text, key->count))
        good = reserved(build, definition);
    good &= is_list(build, definition);
    if (definition->pair->value.type == RETRY_VALUE_LIST)
        good &= check_list(&reading, &definition->pair->value);
    definition->depth = reading.depth + 1;
    definition->classes = reading.classes;
    definition->state = good ? RETRY_DEFINITION_BUILT : RETRY_DEFINITION_BROKEN;
    return good;
}

static bool follow(struct reading *reading, const struct retry_value *name)
{
    struct retry_definition *target = retry__definitions_find(reading->build->groups, name->text, name->count);

    if (reading->user->replaced)
        return true;
    if (!target)
        return unknown(reading, name);
    if (target->state == RETRY_DEFINITION_OPEN)
        return circle(reading, target, name);
    if (reading->above >= RETRY_LIMIT_GROUPS)
        return too_deep(reading, name);
    if (target->state == RETRY_DEFINITION_WAITING)
        build_group(reading->build, target, reading->user, reading->above + 1);
    if (target->state == RETRY_DEFINITION_BROKEN)
        return false;
    if (reading->above + target->depth > RETRY_LIMIT_GROUPS)
        return too_deep(reading, name);
    if (target->depth > reading->depth)
        reading->depth = target->depth;
    reading->classes += target->classes;
    return true;
}

static bool check_text(struct reading *reading, const struct retry_value *text)
{
    struct retry_class class;
    const char *problem;

    if (text->type != RETRY_VALUE_SCALAR || (text->plain && text->count == 0))
        return false; /* told by the check of the field */
    if (text->plain && retry__name_is_core(text->text, text->count))
        return unquoted(reading, text);
    problem = retry__class_read(text->text, text->count, &class);
    if (problem)
        return bad_class(reading, text, problem);
    if (class.type == RETRY_CLASS_NAME)
        return follow(reading, text);
    reading->classes++;
    return true;
}

static bool check_list(struct reading *reading, const struct retry_value *list)
{
    bool good = true;

    for (uint32_t i = 0; i < list->count; i++) {
        good &= check_text(reading, &list->items[i]);
        if (reading->classes > RETRY_LIMIT_CLASSES)
            return too_many(reading, &list->items[i]);
    }
    return good;
}

bool retry__groups_check(struct retry_build *build, struct retry_definition *user, const struct retry_value *list)
{
    struct reading reading = {.build = build, .user = user};

    return check_list(&reading, list);
}

void retry__groups_build(struct retry_build *build)
{
    for (size_t i = 0; i < build->groups->count && !build->report->out_of_memory; i++)
        if (build->groups->items[i].state == RETRY_DEFINITION_WAITING)
            build_group(build, &build->groups->items[i], NULL, 1);
}

/* ---- going through ------------------------------------------------------------------------------ */

bool retry__groups_each(const struct retry_definitions *groups, const struct retry_document *document,
                        const struct retry_value *list, bool (*take)(void *context, const struct retry_listed *listed),
                        void *context)
{
    for (uint32_t i = 0; i < list->count; i++) {
        struct retry_listed listed = {.text = &list->items[i], .document = document};
        const struct retry_definition *group;
        bool more;

        retry__class_read(listed.text->text, listed.text->count, &listed.class);
        if (listed.class.type == RETRY_CLASS_NAME) {
            group = retry__definitions_find(groups, listed.text->text, listed.text->count);
            more = retry__groups_each(groups, group->document, &group->pair->value, take, context);
        } else {
            more = take(context, &listed);
        }
        if (!more)
            return false;
    }
    return true;
}
