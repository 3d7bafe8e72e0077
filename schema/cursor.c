/* cursor.c - finds the line and column of a place, and its source line, without counting from the start each time. */
#include "schema/cursor.h"

#include <string.h>

static bool is_break(char byte)
{
    return byte == '\n' || byte == '\r';
}

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* A byte order mark is no part of the first line. */
static size_t first_offset(const struct retry_cursor *cursor)
{
    return cursor->size >= 3 && memcmp(cursor->text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

/* A column is 1 and the code points that start on the line before it. */
static void start(struct retry_cursor *cursor)
{
    cursor->offset = first_offset(cursor);
    cursor->line = 1;
    cursor->column = 1;
}

/* Does a line start here? CR LF is one break, and so is a CR alone. */
static bool at_line_start(const struct retry_cursor *cursor, size_t offset)
{
    if (offset <= first_offset(cursor))
        return true;
    if (cursor->text[offset - 1] == '\n')
        return true;
    return cursor->text[offset - 1] == '\r' && (offset == cursor->size || cursor->text[offset] != '\n');
}

static void back_to_line_start(struct retry_cursor *cursor)
{
    while (!at_line_start(cursor, cursor->offset))
        cursor->offset--;
    cursor->column = 1;
}

static void back(struct retry_cursor *cursor, uint32_t line, uint32_t column)
{
    while (cursor->line > line) {
        back_to_line_start(cursor);
        cursor->offset--;
        cursor->line--;
        back_to_line_start(cursor);
    }
    while (cursor->line == line && cursor->column > column) {
        do
            cursor->offset--;
        while (!at_line_start(cursor, cursor->offset) && is_continuation(cursor->text[cursor->offset]));
        cursor->column--;
    }
}

static void forth(struct retry_cursor *cursor, uint32_t line, uint32_t column)
{
    while (cursor->line < line && cursor->offset < cursor->size) {
        cursor->offset++;
        if (at_line_start(cursor, cursor->offset)) {
            cursor->line++;
            cursor->column = 1;
        }
    }
    while (cursor->column < column && cursor->offset < cursor->size && !is_break(cursor->text[cursor->offset])) {
        do
            cursor->offset++;
        while (cursor->offset < cursor->size && is_continuation(cursor->text[cursor->offset]));
        cursor->column++;
    }
}

static void back_to(struct retry_cursor *cursor, size_t offset)
{
    bool same_line = true;
    while (cursor->offset > offset && cursor->offset > first_offset(cursor)) {
        bool broken = at_line_start(cursor, cursor->offset--);
        same_line = same_line && !broken;
        cursor->line -= broken;
        cursor->column -= !is_continuation(cursor->text[cursor->offset]);
    }
    if (same_line)
        return;
    cursor->column = 1;
    for (size_t at = cursor->offset; !at_line_start(cursor, at);)
        cursor->column += !is_continuation(cursor->text[--at]);
}

static void forth_to(struct retry_cursor *cursor, size_t offset)
{
    while (cursor->offset < offset && cursor->offset < cursor->size) {
        cursor->column += !is_continuation(cursor->text[cursor->offset++]);
        if (at_line_start(cursor, cursor->offset)) {
            cursor->line++;
            cursor->column = 1;
        }
    }
}

/* Starts anew where the cursor stands in another source. */
static void enter(struct retry_cursor *cursor, const struct retry_source *source, const char *file)
{
    if (cursor->file == file && cursor->text == source->text && cursor->size == source->size)
        return;
    *cursor = (struct retry_cursor){.file = file, .text = source->text, .size = source->size};
    start(cursor);
}

struct retry_span retry__cursor_span(struct retry_cursor *cursor, const struct retry_source *source, const char *file,
                                     const struct retry_range *range)
{
    enter(cursor, source, file);
    back_to(cursor, range->start);
    forth_to(cursor, range->start);
    struct retry_cursor end = *cursor;
    forth_to(&end, range->end);
    return (struct retry_span){cursor->line, cursor->column, end.line, end.column};
}

/* Takes up to half of the piece before the place, the rest behind it, at whole characters. */
static void take_line(const struct retry_cursor *cursor, struct retry_cursor_line *out)
{
    size_t first = cursor->offset;
    size_t end;

    out->column = cursor->column;
    while (!at_line_start(cursor, first) && cursor->offset - first < RETRY_CURSOR_LINE / 2)
        if (!is_continuation(cursor->text[--first]))
            out->column--;
    while (first < cursor->offset && is_continuation(cursor->text[first]))
        first++;
    for (end = first; end < cursor->size && !is_break(cursor->text[end]) && end - first < RETRY_CURSOR_LINE;)
        end++;
    out->cut = end < cursor->size && !is_break(cursor->text[end]);
    while (out->cut && end > cursor->offset && is_continuation(cursor->text[end]))
        end--;
    out->text = cursor->text + first;
    out->length = end - first;
}

bool retry__cursor_line(struct retry_cursor *cursor, const struct retry_source *source, const char *file, uint32_t line,
                        uint32_t column, struct retry_cursor_line *out)
{
    if (line == 0 || column == 0)
        return false;
    enter(cursor, source, file);
    back(cursor, line, column);
    forth(cursor, line, column);
    if (cursor->line != line) {
        start(cursor);
        return false;
    }
    take_line(cursor, out);
    return true;
}

/* CR LF is counted once, at its LF. */
static uint32_t count(const char *text, const char *end, char byte)
{
    uint32_t breaks = 0;

    while ((text = memchr(text, byte, (size_t)(end - text))) != NULL) {
        text++;
        breaks += byte == '\n' || *text != '\n';
    }
    return breaks;
}

uint32_t retry__cursor_breaks(const struct retry_source *source, size_t from, size_t to)
{
    const char *text = source->text + from, *end = source->text + to;

    return from < to ? count(text, end, '\n') + count(text, end, '\r') : 0;
}
