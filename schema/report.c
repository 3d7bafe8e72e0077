/* report.c - collects every finding of a load, with its place and its line of the source. */
#include "schema/report.h"

#include "schema/escape.h"
#include "schema/help.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SENTENCE 512 /* bytes of a message, a help or a path, the NUL included */

struct retry_report_file {
    struct retry_report_file *older;
    const char *name;
    uint32_t order;
};

static const struct retry_finding no_memory = {
    .code = RETRY_FINDING_OUT_OF_MEMORY,
    .place = {.file = ""},
    .path = "",
    .message = "out of memory",
};

struct retry_report *retry__report_new(void)
{
    return retry__mem_new(1, sizeof(struct retry_report));
}

void retry__report_empty(struct retry_report *report)
{
    retry__arena_done(&report->arena);
    retry__mem_free(report->findings);
    *report = (struct retry_report){0};
}

void retry__report_free(struct retry_report *report)
{
    if (report == NULL)
        return;
    retry__report_empty(report);
    retry__mem_free(report);
}

/* Keeps one copy of each file's name; the newest are looked at first because findings come file by file. */
static const struct retry_report_file *file_named(struct retry_report *report, const char *name)
{
    struct retry_report_file *file;

    for (file = report->files; file != NULL; file = file->older)
        if (strcmp(file->name, name) == 0)
            return file;
    file = retry__arena_new(&report->arena, 1, sizeof *file);
    if (file == NULL)
        return NULL;
    file->name = retry__arena_text(&report->arena, name, strlen(name));
    if (file->name == NULL)
        return NULL;
    file->order = report->files ? report->files->order + 1 : 0;
    file->older = report->files;
    report->files = file;
    return file;
}

/* Fills in lines and columns, of the range where there is one, and the line of the source. */
static bool fill_place(struct retry_report *report, struct retry_cursor *cursor, const struct retry_source *source,
                       const struct retry_range *range, struct retry_place *place)
{
    struct retry_cursor_line line;

    if (range != NULL)
        place->span = retry__cursor_span(cursor, source, place->file, range);
    if (!retry__cursor_line(cursor, source, place->file, place->span.line, place->span.column, &line))
        return true;
    place->line = retry__arena_text(&report->arena, line.text, line.length);
    place->line_length = (uint32_t)line.length;
    place->line_column = line.column;
    place->line_cut = line.cut;
    return place->line != NULL;
}

/* Escapes and copies. A text that is cut ends in "...". */
static const char *copy_text(struct retry_report *report, const char *text, size_t length)
{
    char safe[SENTENCE];

    length = retry__escape(text, length, safe, sizeof safe);
    return retry__arena_text(&report->arena, safe, length);
}

/* A path longer than the buffer is cut by copy_text, which has less room. */
static const char *copy_path(struct retry_report *report, const struct retry_draft *draft)
{
    char path[2 * SENTENCE];

    if (draft->root == NULL || draft->place == NULL)
        return "";
    return copy_text(report, path, retry__value_path(draft->root, draft->place, path, sizeof path));
}

static const char *copy_help(struct retry_report *report, const struct retry_draft *draft)
{
    char json[SENTENCE];
    const char *help = draft->json ? retry__help_json(draft->help, json, sizeof json) : draft->help;

    return copy_text(report, help, strlen(help));
}

static bool fill_related(struct retry_report *report, const struct retry_draft *draft, struct retry_finding *finding)
{
    const struct retry_report_file *file;

    if (draft->related == NULL)
        return true;
    file = file_named(report, draft->related->name);
    if (file == NULL)
        return false;
    finding->related.file = file->name;
    finding->related.span = draft->related_span;
    if (!fill_place(report, &report->cursors[1], draft->related, draft->related_place, &finding->related))
        return false;
    finding->related_note = copy_text(report, draft->related_note, strlen(draft->related_note));
    return finding->related_note != NULL;
}

static bool fill(struct retry_report *report, const struct retry_draft *draft, const char *message, size_t length,
                 struct retry_finding *finding)
{
    const char *name = draft->source ? draft->source->name : draft->file ? draft->file : "";
    const struct retry_report_file *file = file_named(report, name);

    if (file == NULL)
        return false;
    finding->code = draft->code;
    finding->sequence = (uint32_t)report->count;
    finding->file_order = file->order;
    finding->place.file = file->name;
    finding->place.span = draft->span;
    if (draft->source && !fill_place(report, &report->cursors[0], draft->source, draft->place, &finding->place))
        return false;
    finding->path = copy_path(report, draft);
    finding->message = copy_text(report, message, length);
    if (draft->help != NULL && (finding->help = copy_help(report, draft)) == NULL)
        return false;
    return finding->path != NULL && finding->message != NULL && fill_related(report, draft, finding);
}

static bool make_room(struct retry_report *report)
{
    size_t capacity = report->capacity ? report->capacity * 2 : 8;
    struct retry_finding *findings;

    if (report->count < report->capacity)
        return true;
    findings = retry__mem_resize(report->findings, capacity, sizeof *findings);
    if (findings == NULL)
        return false;
    report->findings = findings;
    report->capacity = capacity;
    return true;
}

bool retry__report_add(struct retry_report *report, const struct retry_draft *draft, const char *format, ...)
{
    char message[2 * SENTENCE];
    struct retry_finding finding = {0};
    va_list arguments;
    int length;

    if (report == NULL)
        return false;
    if (draft->code == RETRY_FINDING_CANNOT_READ || draft->code == RETRY_FINDING_NOT_REGULAR ||
        draft->code == RETRY_FINDING_CHANGED)
        report->io = true;
    if (report->count >= RETRY_REPORT_MAX) {
        report->by_severity[retry__finding_severity(draft->code)]++;
        report->dropped++;
        return false;
    }
    va_start(arguments, format);
    length = vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (length < 0 || !make_room(report) || !fill(report, draft, message, strnlen(message, sizeof message), &finding))
        return retry__report_no_memory(report);
    report->by_severity[retry__finding_severity(draft->code)]++;
    report->findings[report->count++] = finding;
    return false;
}

bool retry__report_no_memory(struct retry_report *report)
{
    if (report != NULL)
        report->out_of_memory = true;
    return false;
}

static int compare_numbers(uint32_t left, uint32_t right)
{
    return (left > right) - (left < right);
}

static int compare(const void *left_finding, const void *right_finding)
{
    const struct retry_finding *left = left_finding;
    const struct retry_finding *right = right_finding;
    int order = compare_numbers(left->file_order, right->file_order);

    if (order == 0)
        order = compare_numbers(left->place.span.line, right->place.span.line);
    if (order == 0)
        order = compare_numbers(left->place.span.column, right->place.span.column);
    if (order == 0)
        order = compare_numbers(retry__finding_severity(right->code), retry__finding_severity(left->code));
    return order ? order : compare_numbers(left->sequence, right->sequence);
}

void retry__report_sort(struct retry_report *report)
{
    if (report != NULL && report->count > 1)
        qsort(report->findings, report->count, sizeof *report->findings, compare);
}

const struct retry_finding *retry__report_at(const struct retry_report *report, size_t index)
{
    if (report == NULL)
        return NULL;
    if (index < report->count)
        return &report->findings[index];
    return index == report->count && report->out_of_memory ? &no_memory : NULL;
}

const struct retry_finding *retry__report_more(const struct retry_report *report, struct retry_more *more)
{
    snprintf(more->message, sizeof more->message, "%zu more findings are not shown", report->dropped);
    more->finding = (struct retry_finding){
        .code = RETRY_FINDING_MORE,
        .place = {.file = ""},
        .path = "",
        .message = more->message,
    };
    return &more->finding;
}

size_t retry__report_count(const struct retry_report *report, enum retry_finding_severity least)
{
    size_t count = 0;

    if (report == NULL)
        return 0;
    for (int severity = RETRY_FINDING_ERROR; severity >= (int)least; severity--)
        count += report->by_severity[severity];
    return count + (report->out_of_memory ? 1 : 0);
}

/* ---- copies -------------------------------------------------------------------------------------- */

/* @return false: no memory */
static bool copy_piece(struct retry_report *report, const char **text, size_t length)
{
    if (*text != NULL)
        *text = retry__arena_text(&report->arena, *text, length);
    return *text != NULL;
}

static bool copy_whole(struct retry_report *report, const char **text)
{
    return *text == NULL || copy_piece(report, text, strlen(*text));
}

static bool copy_place(struct retry_report *report, struct retry_place *place)
{
    const struct retry_report_file *file = place->file ? file_named(report, place->file) : NULL;

    if (place->file != NULL && file == NULL)
        return false;
    place->file = file ? file->name : NULL;
    return place->line == NULL || copy_piece(report, &place->line, place->line_length);
}

static bool copy_finding(struct retry_report *report, const struct retry_finding *finding)
{
    struct retry_finding copy = *finding;

    if (!make_room(report) || !copy_place(report, &copy.place) || !copy_place(report, &copy.related) ||
        !copy_whole(report, &copy.path) || !copy_whole(report, &copy.message) || !copy_whole(report, &copy.help) ||
        !copy_whole(report, &copy.related_note))
        return false;
    report->findings[report->count++] = copy;
    return true;
}

void retry__report_copy(struct retry_report *out, const struct retry_report *report, size_t each)
{
    size_t kept[3] = {0};

    memcpy(out->by_severity, report->by_severity, sizeof out->by_severity);
    out->io = report->io;
    out->out_of_memory = report->out_of_memory;
    for (size_t i = 0; i < report->count; i++)
        if (kept[retry__finding_severity(report->findings[i].code)]++ < each &&
            !copy_finding(out, &report->findings[i])) {
            retry__report_no_memory(out);
            break;
        }
    out->dropped = report->count + report->dropped - out->count;
}
