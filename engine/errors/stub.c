/* stub.c - to be thrown away. */
#include "engine/errors/group.h"
#include "engine/errors/match.h"
#include "schema/mem.h"
#include "schema/name.h"
#include <stdio.h>
#include <string.h>

static const struct retry_member transient[] = {{"ECONNREFUSED", "x"}, {"ECONNRESET", "x"}, {"http:503", "x"}};
const struct retry_group retry__groups[RETRY_GROUP_COUNT] = {
    {"transient", "x", 1, transient, 3}, {"timeout", "x", 2, transient, 0},   {"throttled", "x", 4, transient, 0},
    {"conflict", "x", 8, transient, 0},  {"not_sent", "x", 16, transient, 1}, {"any", "x", 0, transient, 0}};
const struct retry_group *retry__group_find(const char *name, size_t length)
{
    for (size_t i = 0; i < RETRY_GROUP_COUNT; i++)
        if (strlen(retry__groups[i].name) == length && !memcmp(name, retry__groups[i].name, length))
            return &retry__groups[i];
    return NULL;
}
const char *retry__class_read(const char *text, size_t length, struct retry_class *out)
{
    static const char *const words[] = {"ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EPIPE"};
    struct retry_class c = {.type = RETRY_CLASS_CODES, .kind = 1};
    const struct retry_group *group = retry__group_find(text, length);
    int code;
    char copy[64];
    for (int i = 0; i < 4; i++)
        if (strlen(words[i]) == length && !memcmp(words[i], text, length)) {
            c.from = c.to = i + 1;
            *out = c;
            return NULL;
        }
    snprintf(copy, sizeof copy, "%.*s", (int)length, text);
    if (sscanf(copy, "http:%d", &code) == 1 && code >= 100 && code < 600) {
        c.kind = 2;
        c.from = c.to = code;
    } else if (!strcmp(copy, "http:5xx")) {
        c.kind = 2;
        c.from = 500;
        c.to = 599;
    } else if (!strncmp(copy, "app:", 4)) {
        c.type = RETRY_CLASS_WORD;
        c.word = text + 4;
        c.length = length - 4;
    } else if (!strcmp(copy, "any")) {
        c.type = RETRY_CLASS_ANY;
    } else if (group) {
        c.type = RETRY_CLASS_GROUP;
        c.group = group;
    } else if (retry__check_is_name(text, length)) {
        c.type = RETRY_CLASS_NAME;
        c.word = text;
        c.length = length;
    } else
        return "is no error";
    *out = c;
    return NULL;
}
const char *retry__class_help(const char *text, size_t length, char *buffer, size_t size)
{
    (void)text, (void)length;
    snprintf(buffer, size, "write transient");
    return buffer;
}
struct retry_match {
    uint32_t count, pad;
};
struct entry {
    int32_t type, kind, from, to;
    uint32_t list;
    uint32_t pad;
};
static bool holds(const struct retry_class *a, const struct retry_class *b)
{
    if (a->type == RETRY_CLASS_ANY)
        return true;
    return a->type == b->type && a->kind == b->kind && a->from <= b->from && a->to >= b->to && a->length == b->length &&
           (!a->length || !memcmp(a->word, b->word, a->length)) && a->group == b->group;
}
bool retry__matching_add(struct retry_matching *m, const struct retry_class *class, uint8_t list, bool *out_new)
{
    if (out_new)
        *out_new = true;
    for (size_t i = 0; i < m->count; i++)
        if (m->lists[i] < list && holds(&m->items[i], class) && out_new)
            *out_new = false;
    if (m->count == m->capacity) {
        size_t n = m->capacity ? 2 * m->capacity : 8;
        struct retry_class *items = retry__mem_resize(m->items, n, sizeof *items);
        uint32_t *lists;
        if (!items)
            return false;
        m->items = items;
        lists = retry__mem_resize(m->lists, n, sizeof *lists);
        if (!lists)
            return false;
        m->lists = lists;
        m->capacity = n;
    }
    m->items[m->count] = *class;
    m->lists[m->count++] = list;
    return true;
}
size_t retry__matching_size(const struct retry_matching *m)
{
    return sizeof(struct retry_match) + m->count * sizeof(struct entry);
}
void retry__matching_write(const struct retry_matching *m, void *out)
{
    struct retry_match head = {(uint32_t)m->count, 0};
    memcpy(out, &head, sizeof head);
    for (size_t i = 0; i < m->count; i++) {
        struct entry e = {
            (int32_t)m->items[i].type, m->items[i].kind, m->items[i].from, m->items[i].to, m->lists[i], 0};
        memcpy((char *)out + sizeof head + i * sizeof e, &e, sizeof e);
    }
}
void retry__matching_done(struct retry_matching *m)
{
    retry__mem_free(m->items);
    retry__mem_free(m->lists);
}
