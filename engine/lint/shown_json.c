/* shown_json.c - writes effective policies as a document in JSON. */
#include "engine/lint/shown_json.h"

#include "schema/escape.h"

#include <jansson.h>
#include <string.h>

#define PATH_SIZE 2048 /* 32 levels of keys */

static bool put_string(const char *text, FILE *out)
{
    json_t *string = json_string(text);
    bool done = string && json_dumpf(string, out, JSON_ENCODE_ANY) == 0;

    json_decref(string);
    return done;
}

static void new_line(size_t indent, FILE *out)
{
    fprintf(out, "\n%*s", (int)indent, "");
}

/* ---- values ------------------------------------------------------------------------------------- */

static bool put_shown(const struct retry_shown *shown, size_t indent, FILE *out);

static bool put_pairs(const struct retry_shown *shown, size_t indent, FILE *out)
{
    bool ok = true;

    for (const struct retry_shown *child = shown->first; child && ok; child = child->next) {
        if (shown->type != RETRY_SHOWN_ROW)
            new_line(indent + 2, out);
        if (child->key) {
            ok = put_string(child->key, out);
            fputs(": ", out);
        }
        ok = ok && put_shown(child, indent + 2, out);
        if (child->next)
            fputs(shown->type == RETRY_SHOWN_ROW ? ", " : ",", out);
    }
    return ok;
}

static bool put_shown(const struct retry_shown *shown, size_t indent, FILE *out)
{
    bool mapping = shown->type == RETRY_SHOWN_MAPPING, ok;

    if (shown->type == RETRY_SHOWN_TEXT)
        return put_string(shown->text, out);
    if (shown->type == RETRY_SHOWN_BARE)
        return fputs(shown->text, out) >= 0;
    fputc(mapping ? '{' : '[', out);
    ok = put_pairs(shown, indent, out);
    if (shown->first && shown->type != RETRY_SHOWN_ROW)
        new_line(indent, out);
    fputc(mapping ? '}' : ']', out);
    return ok;
}

/* ---- where they come from ----------------------------------------------------------------------- */

/* The places of the values of one policy, in the order of the policy. */
struct places {
    FILE *out;
    char path[PATH_SIZE];
    bool begun, ok;
};

static bool put_file(const struct retry_document *document, uint32_t line, FILE *out)
{
    const char *name = document->source->name;
    char file[512];
    bool ok;

    retry__escape(name, strlen(name), file, sizeof file);
    fputs("{\"file\": ", out);
    ok = put_string(file, out);
    fprintf(out, ", \"line\": %lu", (unsigned long)line);
    return ok;
}

static void put_place(struct places *places, const struct retry_shown *shown)
{
    FILE *out = places->out;
    bool ok;

    fputc(places->begun ? ',' : '{', out);
    new_line(8, out);
    places->begun = true;
    ok = put_string(places->path, out);
    fputs(": ", out);
    ok = ok && put_file(shown->document, shown->line, out);
    for (const struct retry_shown_place *over = shown->over; over && ok; over = over->below) {
        fputs(over == shown->over ? ", \"over\": [" : "}, ", out);
        ok = put_file(over->document, over->line, out);
    }
    fputs(shown->over ? "}]}" : "}", out);
    places->ok = places->ok && ok;
}

static void put_places(struct places *places, const struct retry_shown *shown, size_t length)
{
    size_t index = 0;

    if (shown->document)
        put_place(places, shown);
    if (shown->type == RETRY_SHOWN_ROW)
        return;
    for (const struct retry_shown *child = shown->first; child; child = child->next) {
        size_t room = PATH_SIZE - length;
        int more = child->key ? snprintf(places->path + length, room, length > 0 ? ".%s" : "%s", child->key)
                              : snprintf(places->path + length, room, "[%zu]", index++);
        put_places(places, child, length + ((size_t)more < room ? (size_t)more : room - 1));
    }
    places->path[length] = '\0';
}

/* The places of everything that stands under a name. */
static bool put_named(const struct retry_shown *names, FILE *out)
{
    bool ok = true;

    fprintf(out, "\"%s\": {", names->key);
    for (const struct retry_shown *named = names->first; named && ok; named = named->next) {
        struct places places = {.out = out, .ok = true};
        new_line(6, out);
        ok = put_string(named->key, out);
        fputs(": ", out);
        put_places(&places, named, 0);
        if (places.begun)
            new_line(6, out);
        fputs(places.begun ? "}" : "{}", out);
        ok = ok && places.ok;
        if (named->next)
            fputc(',', out);
    }
    new_line(4, out);
    fputc('}', out);
    return ok;
}

static bool put_origin(const struct retry_shown_document *shown, FILE *out)
{
    bool ok = true;

    fputs(",\n  \"x-origin\": {", out);
    for (const struct retry_shown *names = shown->version.next; names && ok; names = names->next) {
        new_line(4, out);
        ok = put_named(names, out);
        if (names->next)
            fputc(',', out);
    }
    fputs("\n  }", out);
    return ok;
}

bool retry__shown_json(const struct retry_shown_document *shown, bool origin, FILE *out)
{
    bool ok;

    fputc('{', out);
    ok = put_pairs(&shown->root, 0, out) && (!origin || put_origin(shown, out));
    fputs("\n}\n", out);
    return ok;
}
