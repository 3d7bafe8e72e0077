/* shown_yaml.c - writes effective policies as a document in YAML. */
#include "engine/lint/shown_yaml.h"

#include "schema/escape.h"
#include "schema/name.h"

#include <jansson.h>
#include <string.h>
#include <strings.h>

#define STEP 2         /* that what stands below is indented by */
#define COLUMN_MOST 60 /* where comments stand at most, unless the value before is longer */

/* The same lines are gone through twice: to measure them, then to write them. */
struct page {
    FILE *out;     /* NULL: they are measured */
    size_t column; /* of the comments; 0: none are written */
    size_t width;  /* of the widest line so far that has a comment */
    size_t length; /* of the line so far */
    bool failed;   /* memory ran out */
};

/* ---- lines -------------------------------------------------------------------------------------- */

static void put(struct page *page, const char *text)
{
    page->length += strlen(text);
    if (page->out)
        fputs(text, page->out);
}

static void put_spaces(struct page *page, size_t count)
{
    while (count-- > 0)
        put(page, " ");
}

static void put_place(const struct page *page, const char *before, const struct retry_document *document, uint32_t line)
{
    const char *name = document->source->name;
    char file[512];

    retry__escape(name, strlen(name), file, sizeof file);
    if (page->out)
        fprintf(page->out, "%s%s:%lu", before, file, (unsigned long)line);
}

/* Writes the place that a value comes from, and those whose values it has taken. */
static void put_origin(struct page *page, const struct retry_shown *shown)
{
    const char *before = " over ";

    if (page->length > page->width)
        page->width = page->length;
    if (page->column == 0)
        return;
    put_spaces(page, page->length < page->column ? page->column - page->length : 1);
    put_place(page, "# ", shown->document, shown->line);
    for (const struct retry_shown_place *over = shown->over; over; over = over->below) {
        put_place(page, before, over->document, over->line);
        before = ", ";
    }
}

static void end_line(struct page *page, const struct retry_shown *shown)
{
    if (shown && shown->document)
        put_origin(page, shown);
    put(page, "\n");
    page->length = 0;
}

/* ---- values ------------------------------------------------------------------------------------- */

/* A word that YAML 1.1 reads as a boolean. */
static bool is_old_boolean(const char *text)
{
    static const char *const words[] = {"y", "n", "yes", "no", "on", "off"};

    for (size_t i = 0; i < RETRY_COUNT(words); i++)
        if (strcasecmp(text, words[i]) == 0)
            return true;
    return false;
}

/* Does YAML read the text as this text, without quotes, wherever it stands? */
static bool is_plain(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    size_t length = strlen(text), known = 0;

    while (known < length && (strchr(letters, text[known]) || strchr(" ._-/*", text[known])))
        known++;
    return length > 0 && known == length && strchr(letters, text[0]) && text[length - 1] != ' ' &&
           !retry__name_is_core(text, length) && !is_old_boolean(text);
}

static void put_value(struct page *page, const struct retry_shown *shown)
{
    json_t *string;
    size_t length;

    if (shown->type == RETRY_SHOWN_BARE || is_plain(shown->text)) {
        put(page, shown->text);
        return;
    }
    string = json_string(shown->text);
    length = string ? json_dumpb(string, NULL, 0, JSON_ENCODE_ANY) : 0;
    page->failed |= length == 0 || (page->out && json_dumpf(string, page->out, JSON_ENCODE_ANY) != 0);
    page->length += length;
    json_decref(string);
}

static void put_row(struct page *page, const struct retry_shown *row)
{
    for (const struct retry_shown *item = row->first; item; item = item->next) {
        put(page, item == row->first ? "[" : ", ");
        put_value(page, item);
    }
    put(page, "]");
}

static void put_below(struct page *page, const struct retry_shown *shown, size_t indent);

/* What stands behind a key or a '-', to the end of the line and below it. */
static void put_shown(struct page *page, const struct retry_shown *shown, size_t indent)
{
    if (shown->type == RETRY_SHOWN_BARE || shown->type == RETRY_SHOWN_TEXT)
        put_value(page, shown);
    else if (shown->type == RETRY_SHOWN_ROW)
        put_row(page, shown);
    else if (!shown->first)
        put(page, shown->type == RETRY_SHOWN_LIST ? "[]" : "{}");
    end_line(page, shown);
    if (shown->type == RETRY_SHOWN_LIST || shown->type == RETRY_SHOWN_MAPPING)
        put_below(page, shown, indent + STEP);
}

/* One key with its value; the line may have begun with a '-'. */
static void put_pair(struct page *page, const struct retry_shown *shown, size_t indent)
{
    bool single = shown->type < RETRY_SHOWN_LIST || !shown->first;

    put_spaces(page, indent - page->length);
    put(page, shown->key);
    put(page, single ? ": " : ":");
    put_shown(page, shown, indent);
}

static void put_item(struct page *page, const struct retry_shown *shown, size_t indent)
{
    put_spaces(page, indent);
    put(page, "- ");
    if (shown->type == RETRY_SHOWN_MAPPING && shown->first)
        put_below(page, shown, indent + STEP);
    else
        put_shown(page, shown, indent);
}

static void put_below(struct page *page, const struct retry_shown *shown, size_t indent)
{
    for (const struct retry_shown *child = shown->first; child; child = child->next)
        if (shown->type == RETRY_SHOWN_LIST)
            put_item(page, child, indent);
        else
            put_pair(page, child, indent);
}

/* ---- documents ---------------------------------------------------------------------------------- */

bool retry__shown_yaml(const struct retry_shown_document *shown, bool origin, FILE *out)
{
    struct page page = {0};

    if (origin) {
        put_below(&page, &shown->root, 0);
        page.column = (page.width < COLUMN_MOST ? page.width : COLUMN_MOST) + STEP;
    }
    page.out = out;
    put_below(&page, &shown->root, 0);
    return !page.failed;
}
