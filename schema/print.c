/* print.c - a report as text for people and as short lines for editors. */
#include "schema/print.h"

#include "schema/escape.h"
#include "schema/print_json.h"
#include "schema/snippet.h"

#include <string.h>

struct printer {
    FILE *stream;
    const struct retry_palette *palette;
    bool snippets; /* source lines and helps, not only the sentence */
};

/* A name, escaped but never cut. */
static void put_name(FILE *stream, const char *name)
{
    size_t length = strlen(name);

    for (size_t at = 0; at < length;) {
        struct retry_glyph glyph = retry__escape_next(name, length, &at);

        fwrite(glyph.text, 1, glyph.length, stream);
    }
}

/* "file:line:column: ", as much of it as there is. */
static void put_place(const struct printer *printer, const struct retry_place *place)
{
    fputs(printer->palette->bold, printer->stream);
    put_name(printer->stream, place->file);
    if (place->span.line > 0)
        fprintf(printer->stream, ":%u:%u", (unsigned)place->span.line, (unsigned)place->span.column);
    if (place->file[0] != '\0')
        fputs(": ", printer->stream);
    fputs(printer->palette->plain, printer->stream);
}

static void put_headline(const struct printer *printer, const struct retry_finding *finding)
{
    static const char *const names[] = {"info", "warning", "error"};
    const struct retry_palette *palette = printer->palette;
    enum retry_finding_severity severity = retry__finding_severity(finding->code);

    put_place(printer, &finding->place);
    fprintf(printer->stream, "%s%s:%s %s%s%s [%s]\n", palette->severities[severity], names[severity], palette->plain,
            palette->bold, finding->message, palette->plain, retry__finding_slug(finding->code));
}

static int gutter_of(const struct retry_finding *finding)
{
    uint32_t line = finding->place.span.line;
    int digits = 1;

    if (finding->related.file != NULL && finding->related.span.line > line)
        line = finding->related.span.line;
    for (; line >= 10; line /= 10)
        digits++;
    return digits;
}

static void put_finding(const struct printer *printer, const struct retry_finding *finding)
{
    const struct retry_palette *palette = printer->palette;
    int gutter = gutter_of(finding);

    put_headline(printer, finding);
    if (!printer->snippets)
        return;
    retry__snippet_print(&finding->place, gutter, palette, printer->stream);
    if (finding->related.file != NULL) {
        put_place(printer, &finding->related);
        fprintf(printer->stream, "%snote:%s %s\n", palette->note, palette->plain, finding->related_note);
        retry__snippet_print(&finding->related, gutter, palette, printer->stream);
    }
    if (finding->help != NULL)
        fprintf(printer->stream, "  %shelp:%s %s\n", palette->note, palette->plain, finding->help);
    fputc('\n', printer->stream);
}

static bool print_lines(const struct retry_report *report, const struct printer *printer)
{
    const struct retry_finding *finding;
    struct retry_more more;

    for (size_t i = 0; (finding = retry__report_at(report, i)) != NULL; i++)
        put_finding(printer, finding);
    if (report->dropped > 0)
        put_finding(printer, retry__report_more(report, &more));
    return fflush(printer->stream) == 0 && !ferror(printer->stream);
}

bool retry__print_report(const struct retry_report *report, enum retry_print_format format, bool colour, FILE *stream)
{
    static const struct retry_palette plain = {"", "", {"", "", ""}, "", ""};
    static const struct retry_palette coloured = {
        .plain = "\033[0m",
        .bold = "\033[1m",
        .severities = {"\033[1;36m", "\033[1;35m", "\033[1;31m"},
        .note = "\033[1;36m",
        .caret = "\033[1;32m",
    };
    struct printer printer = {stream, &plain, format == RETRY_PRINT_TEXT};

    if (format == RETRY_PRINT_JSON)
        return retry__print_json(report, stream);
    if (colour && format == RETRY_PRINT_TEXT)
        printer.palette = &coloured;
    return print_lines(report, &printer);
}
