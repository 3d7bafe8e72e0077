/* classes_json.c - groups of errors and error classes as JSON. */
#include "engine/lint/classes_json.h"

#include "engine/lint/meaning.h"

#include <jansson.h>

/* Takes the item, which may be NULL. */
static bool append(json_t *list, json_t *item)
{
    return item && json_array_append_new(list, item) == 0;
}

static json_t *members_of(const struct retry_group *group)
{
    json_t *list = json_array();
    bool ok = list != NULL;

    for (size_t i = 0; ok && i < group->member_count; i++)
        ok = append(list,
                    json_pack("{s:s, s:s}", "class", group->members[i].spelling, "reason", group->members[i].reason));
    if (ok)
        return list;
    json_decref(list);
    return NULL;
}

static json_t *group_json(const struct retry_group *group)
{
    json_t *members = members_of(group);

    return members ? json_pack("{s:s, s:s, s:s?, s:o}", "group", group->name, "doc", group->doc, "mark",
                               group->constant, "members", members)
                   : NULL;
}

/* The groups that hold the class, or with `part` a part of it only. */
static json_t *holders(const struct retry_class *class, enum retry_held held)
{
    json_t *list = json_array();
    bool ok = list != NULL;

    for (size_t i = 0; ok && i < RETRY_GROUP_COUNT; i++)
        if (retry__meaning_group(class, &retry__groups[i]) == held)
            ok = append(list, json_string(retry__groups[i].name));
    if (ok)
        return list;
    json_decref(list);
    return NULL;
}

static json_t *class_json(const struct retry_class *class)
{
    char text[RETRY_CLASS_TEXT], meaning[RETRY_MEANING_SIZE];
    json_t *whole = holders(class, RETRY_HELD_WHOLE), *part = holders(class, RETRY_HELD_PART);

    if (whole && part)
        return json_pack("{s:s, s:s, s:o, s:o}", "class", retry__class_text(class, text), "meaning",
                         retry__meaning_text(class, meaning), "groups", whole, "partly", part);
    json_decref(whole);
    json_decref(part);
    return NULL;
}

bool retry__classes_json(const struct retry_class *classes, size_t count, FILE *out)
{
    json_t *list = json_array();
    bool ok = list != NULL;

    for (size_t i = 0; ok && i < count; i++)
        ok = append(list, classes[i].group ? group_json(classes[i].group) : class_json(&classes[i]));
    ok = ok && json_dumpf(list, out, JSON_INDENT(2)) == 0 && fputc('\n', out) != EOF;
    json_decref(list);
    return ok;
}
