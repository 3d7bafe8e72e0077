/* reference.c - the part of retry-policies(5) that lists sections, kinds and fields, from the tables that check them.
 */
#include "schema/reference.h"

#include "schema/wording.h"

#include <string.h>

/* Writes a line of text that troff takes as it is. */
static void line(FILE *out, const char *text)
{
    if (text[0] == '.' || text[0] == '\'')
        fputs("\\&", out);
    for (; *text != '\0'; text++)
        if (*text == '\\')
            fputs("\\e", out);
        else
            fputc(*text, out);
    fputc('\n', out);
}

/* Writes one more line where there is something to say. */
static void line_if(FILE *out, const char *text)
{
    if (text[0] != '\0')
        line(out, text);
}

/* Version 0.1 is where everything began. */
static void since(FILE *out, const char *version)
{
    if (version != NULL)
        fprintf(out, "Since %s.\n", version);
}

static void example(FILE *out, const struct retry_shape *shape)
{
    fputs(".Bd -literal -offset indent\n", out);
    line(out, shape->example);
    fputs(".Ed\n", out);
}

/* The width of the list: its longest key. */
static void begin_list(FILE *out, const struct retry_shape *shape, const char *option)
{
    const char *longest = "x-*";

    for (size_t i = 0; i < retry__shape_key_count(shape); i++)
        if (strlen(retry__shape_key(shape, i)) > strlen(longest))
            longest = retry__shape_key(shape, i);
    fprintf(out, ".Bl -tag -width \"%s\"%s\n", longest, option);
}

static void field(FILE *out, const struct retry_field *field)
{
    char wording[RETRY_WORDING_BYTES];

    fprintf(out, ".It Cm %s\n", field->key);
    if (field->required)
        line(out, "Required.");
    line(out, field->doc);
    line_if(out, retry__wording_field(field, wording));
    since(out, field->since);
}

static void over(FILE *out, const struct retry_shape *shape)
{
    if (retry__shape_key_count(shape) == shape->field_count)
        return;
    fputs(".It Cm over\n", out);
    fputs(shape->arity == RETRY_WRAPPER ? "Required.\nThe backoff whose delays it changes.\nA node.\n"
                                        : "The backoff that serves in its place.\nA node.\n",
          out);
}

static void fields(FILE *out, const struct retry_shape *shape, const char *option)
{
    begin_list(out, shape, option);
    for (size_t i = 0; i < shape->field_count; i++)
        field(out, &shape->fields[i]);
    over(out, shape);
    if (shape->extensible)
        fputs(".It Cm x-*\nAny value that the format's syntax allows; not looked at.\n", out);
    fputs(".El\n", out);
}

static void section(FILE *out, const struct retry_shape *shape)
{
    char group[RETRY_WORDING_BYTES];

    fprintf(out, ".Ss The section %s\n", shape->name);
    line(out, shape->doc);
    line_if(out, retry__wording_group(shape, group));
    since(out, shape->since);
    fields(out, shape, "");
    example(out, shape);
}

static void kind(FILE *out, const struct retry_shape *shape)
{
    char group[RETRY_WORDING_BYTES];

    fprintf(out, ".It Cm %s\n", shape->name);
    line(out, shape->doc);
    if (shape->arity == RETRY_LIST)
        line(out, "A list with at least one node.");
    else if (retry__shape_key_count(shape) == 0)
        line(out, "It has no fields.");
    line_if(out, retry__wording_group(shape, group));
    since(out, shape->since);
    if (shape->arity != RETRY_LIST && retry__shape_key_count(shape) > 0)
        fields(out, shape, " -compact");
    example(out, shape);
}

void retry__reference(const struct retry_tables *tables, FILE *out)
{
    struct retry_sections sections;

    retry__tables_sections(tables, &sections);
    for (size_t i = 0; i < sections.count; i++)
        section(out, sections.shapes[i]);
    fputs(".Ss Kinds of node\n.Bl -tag -width Ds\n", out);
    fputs(".It Cm use\nThe backoff of that name, from this file or another.\nA name.\n", out);
    for (size_t i = 0; i < tables->kind_count; i++)
        kind(out, tables->kinds[i]);
    fputs(".El\n", out);
}
