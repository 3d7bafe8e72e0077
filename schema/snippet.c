/* snippet.c - a line of the source with a caret under what is meant. */
#include "schema/snippet.h"

#include "schema/escape.h"

#define WIDEST 110 /* cells of the source line that are shown; with the gutter most windows hold it */

/* A line measured in terminal cells, counted from 0. */
struct measure {
    unsigned cells; /* of the whole line */
    unsigned start; /* where the span starts */
    unsigned end;   /* where it ends, on this line */
};

static struct measure measure(const struct retry_place *place)
{
    const struct retry_span *span = &place->span;
    struct measure measure = {0};
    uint32_t column = place->line_column;

    for (size_t at = 0; at < place->line_length; column++) {
        if (column == span->column)
            measure.start = measure.cells;
        if (column == span->end_column)
            measure.end = measure.cells;
        measure.cells += retry__escape_next(place->line, place->line_length, &at).cells;
    }
    if (column <= span->column)
        measure.start = measure.cells;
    if (column <= span->end_column || span->end_line > span->line)
        measure.end = measure.cells;
    return measure;
}

/* The first cell to show: 0, or for a long line such that a third of what is shown stands before the span. */
static unsigned first_cell(const struct measure *measure)
{
    unsigned before = WIDEST / 3;

    if (measure->cells <= WIDEST || measure->start <= before)
        return 0;
    if (measure->cells - (measure->start - before) < WIDEST)
        return measure->cells - WIDEST;
    return measure->start - before;
}

/* Prints what lies between the two cells. @return the cell of the first character that was printed */
static unsigned put_line(const struct retry_place *place, unsigned first, unsigned last, FILE *stream)
{
    unsigned cell = 0;
    unsigned shown = first;

    for (size_t at = 0; at < place->line_length;) {
        struct retry_glyph glyph = retry__escape_next(place->line, place->line_length, &at);

        if (cell < first)
            shown = cell + glyph.cells;
        else if (cell + glyph.cells <= last)
            fwrite(glyph.text, 1, glyph.length, stream);
        cell += glyph.cells;
    }
    return shown;
}

static void put_caret(unsigned start, unsigned end, FILE *stream)
{
    fprintf(stream, "%*s^", (int)start, "");
    for (unsigned cell = start + 1; cell < end; cell++)
        fputc('~', stream);
}

void retry__snippet_print(const struct retry_place *place, int gutter, const struct retry_palette *palette,
                          FILE *stream)
{
    struct measure line;
    unsigned first;
    unsigned last;
    unsigned dots;

    if (place->line == NULL)
        return;
    line = measure(place);
    first = first_cell(&line);
    last = first + WIDEST < line.cells ? first + WIDEST : line.cells;
    dots = first > 0 || place->line_column > 1 ? 3 : 0;
    fprintf(stream, "  %*u | %s", gutter, (unsigned)place->span.line, dots ? "..." : "");
    first = put_line(place, first, last, stream);
    fprintf(stream, "%s\n  %*s | %s", last < line.cells || place->line_cut ? "..." : "", gutter, "", palette->caret);
    put_caret(line.start - first + dots, line.end < last ? line.end - first + dots : last - first + dots, stream);
    fprintf(stream, "%s\n", palette->plain);
}
