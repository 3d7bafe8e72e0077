/* scan.c - looks at the bytes of a text before any parser does. */
#include "schema/scan.h"

#include <string.h>

enum fault {
    FAULT_UTF8,
    FAULT_NUL,
    FAULT_CONTROL,
    FAULT_BOM,
    FAULT_BIDI,
    FAULT_SEPARATOR,
    FAULT_OTHER,
    FAULT_COUNT,
    FINE
};

#define NOWHERE SIZE_MAX
#define WORD_BYTES 40
#define DIRECTIVE_BYTES 40 /* of a directive are named in the message */

static const struct {
    const char *what, *help;
} words[FAULT_COUNT] = {
    [FAULT_UTF8] = {"bytes that are not UTF-8", "save the file as UTF-8"},
    [FAULT_NUL] = {"a NUL byte", "remove it, or save the file as UTF-8"},
    [FAULT_CONTROL] = {"a control character", "remove it"},
    [FAULT_BOM] = {"a byte order mark after the start", "remove it"},
    [FAULT_BIDI] = {"an invisible character that turns the direction of text", "remove it"},
    [FAULT_SEPARATOR] = {"a line separator that most editors do not show as one", "end lines with LF or CR LF"},
    [FAULT_OTHER] = {"a code that is no character", "remove it"},
};

static unsigned char byte_at(const char *text, size_t at)
{
    return (unsigned char)text[at];
}

/* Is the byte one that does not start a code point? */
static bool continues(const char *text, size_t at)
{
    return (byte_at(text, at) & 0xC0) == 0x80;
}

size_t retry__scan_width(const char *text, size_t length)
{
    size_t width = 0;
    for (size_t at = 0; at < length; at++)
        width += !continues(text, at);
    return width;
}

size_t retry__scan_cut(const char *text, size_t length, size_t most)
{
    if (length <= most)
        return length;
    while (most > 0 && continues(text, most))
        most--;
    return most;
}

/* The bytes of a sequence by its first byte; 0: no sequence starts so. */
static unsigned sequence_length(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xC2 || first > 0xF4)
        return 0;
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/* Bits of a first byte that belong to the code point, by length. */
static const unsigned char first_bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};

uint32_t retry__scan_point(const char *text, size_t size, size_t *at)
{
    unsigned length = sequence_length(byte_at(text, *at));
    uint32_t point = byte_at(text, *at) & first_bits[length];
    size_t end = *at + length < size ? *at + length : size;
    for ((*at)++; *at < end; (*at)++)
        point = point << 6 | (byte_at(text, *at) & 0x3F);
    return point;
}

size_t retry__scan_word(const char *text, size_t length)
{
    size_t end = 0;
    while (end < length && byte_at(text, end) > ' ')
        end++;
    return retry__scan_cut(text, end, WORD_BYTES);
}

static bool is_key_byte(char byte)
{
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') ||
           (byte != '\0' && strchr("_-.$", byte) != NULL);
}

bool retry__scan_unspaced(const char *text, size_t length, char mark, struct retry_unspaced *out)
{
    static const char no_break[] = "\xC2\xA0";
    size_t at = 0;
    while (at < length && is_key_byte(text[at]))
        at++;
    if (at == 0 || at + 1 >= length || text[at] != mark || text[at + 1] == ' ' || text[at + 1] == '/')
        return false;
    out->key_length = at++;
    while (length - at >= 2 && memcmp(text + at, no_break, 2) == 0)
        at += 2;
    out->value = text + at;
    out->value_length = length - at;
    return true;
}

/* Reads one code point of any bytes; 0 means that they are no valid UTF-8, else the length. */
static unsigned valid_point(const char *text, size_t size, size_t at, uint32_t *point)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000}; /* by length: shorter spellings exist below */
    unsigned length = sequence_length(byte_at(text, at));
    if (length == 0 || length > size - at)
        return 0;
    for (unsigned next = 1; next < length; next++) {
        if (!continues(text, at + next))
            return 0;
    }
    size_t end = at;
    *point = retry__scan_point(text, size, &end);
    bool surrogate = *point >= 0xD800 && *point <= 0xDFFF;
    return *point < least[length] || *point > 0x10FFFF || surrogate ? 0 : length;
}

static enum fault judge(uint32_t point)
{
    if (point == 0)
        return FAULT_NUL;
    if (point < 0x20)
        return point == '\t' || point == '\n' || point == '\r' ? FINE : FAULT_CONTROL;
    if (point >= 0x7F && point < 0xA0)
        return FAULT_CONTROL;
    if (point == 0x061C || point == 0x200E || point == 0x200F)
        return FAULT_BIDI;
    if ((point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069))
        return FAULT_BIDI;
    if (point == 0x2028 || point == 0x2029)
        return FAULT_SEPARATOR;
    if (point == 0xFFFE || point == 0xFFFF)
        return FAULT_OTHER;
    return point == 0xFEFF ? FAULT_BOM : FINE;
}

/* Is each of the eight bytes printable ASCII? Borrows between bytes can only cause a false no. */
static bool printable(uint64_t word)
{
    const uint64_t ones = UINT64_MAX / 255, highs = ones << 7;
    uint64_t below_space = word - ones * 0x20, deleted = (word ^ ones * 0x7F) - ones;
    return ((word | below_space | deleted) & highs) == 0;
}

static size_t skip_printable(const char *text, size_t size, size_t at)
{
    uint64_t word;
    for (; size - at >= sizeof word; at += sizeof word) {
        memcpy(&word, text + at, sizeof word);
        if (!printable(word))
            break;
    }
    while (at < size && byte_at(text, at) >= ' ' && byte_at(text, at) < 0x7F)
        at++;
    return at;
}

bool retry__scan_printable(const char *text, size_t length)
{
    return skip_printable(text, length, 0) == length;
}

/* May a directive or the mark of a merge conflict start here? */
static bool is_marked(const char *text, size_t size, size_t at)
{
    return at < size && (text[at] == '%' || (text[at] >= '<' && text[at] <= '>'));
}

/* Skips what needs no closer look: lines of printable ASCII. */
static size_t skip_plain(const char *text, size_t size, size_t at, bool *marked)
{
    while ((at = skip_printable(text, size, at)) < size && text[at] == '\n') {
        at++;
        *marked = *marked || is_marked(text, size, at);
    }
    return at;
}

/* The byte order mark that a text may begin with. */
static size_t skip_mark(const struct retry_source *source)
{
    return source->size >= 3 && memcmp(source->text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

/* One column wide, at that byte. */
static struct retry_span locate(const struct retry_source *source, size_t byte)
{
    uint32_t line = 1, column = 1;
    for (size_t at = skip_mark(source); at < byte; at++) {
        bool broken = source->text[at] == '\n' ||
                      (source->text[at] == '\r' && at + 1 < source->size && source->text[at + 1] != '\n');
        line += broken;
        column = broken ? 1 : column + !continues(source->text, at);
    }
    return (struct retry_span){line, column, line, column + 1};
}

/* Finds the first fault of each kind. @return whether a line starts as directives or conflicts do, which is rare */
static bool find_faults(const struct retry_source *source, size_t first[FAULT_COUNT])
{
    const char *text = source->text;
    size_t at = skip_mark(source);
    bool marked = is_marked(text, source->size, at);
    while ((at = skip_plain(text, source->size, at, &marked)) < source->size) {
        uint32_t point;
        unsigned length = valid_point(text, source->size, at, &point);
        enum fault fault = length > 0 ? judge(point) : FAULT_UTF8;
        if (fault != FINE && first[fault] == NOWHERE)
            first[fault] = at;
        at += length > 0 ? length : 1;
        marked = marked || (text[at - 1] == '\r' && is_marked(text, source->size, at));
    }
    return marked;
}

static bool report_fault(const struct retry_source *source, enum fault fault, size_t at, struct retry_report *report)
{
    struct retry_draft draft = {.code = RETRY_FINDING_ENCODING, .source = source, .span = locate(source, at)};
    draft.help = words[fault].help;
    if (fault == FAULT_UTF8)
        return retry__report_add(report, &draft, "the byte 0x%02X is not valid UTF-8 here", byte_at(source->text, at));
    uint32_t point = 0;
    valid_point(source->text, source->size, at, &point);
    return retry__report_add(report, &draft, "the text holds %s, U+%04X", words[fault].what, point);
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* Is the line %YAML 1.1 or 1.2, a comment allowed? */
static bool good_directive(const char *line, size_t length)
{
    size_t at = strlen("%YAML");
    if (length < at || memcmp(line, "%YAML", at) != 0)
        return false;
    size_t blanks = at;
    while (at < length && is_blank(line[at]))
        at++;
    if (at == blanks || length - at < 3 || memcmp(line + at, "1.", 2) != 0 ||
        (line[at + 2] != '1' && line[at + 2] != '2'))
        return false;
    at += 3;
    return at == length || is_blank(line[at]);
}

static size_t line_length(const char *text, size_t size)
{
    size_t length = 0;
    while (length < size && text[length] != '\n' && text[length] != '\r')
        length++;
    return length;
}

static bool starts_line(const struct retry_source *source, size_t at)
{
    return at == skip_mark(source) || source->text[at - 1] == '\n' || source->text[at - 1] == '\r';
}

static bool check_directives(const struct retry_source *source, struct retry_report *report)
{
    const char *text = source->text, *end = text + source->size;
    for (const char *at = text; at < end && (at = memchr(at, '%', (size_t)(end - at))) != NULL; at++) {
        if (!starts_line(source, (size_t)(at - text)))
            continue;
        size_t length = line_length(at, (size_t)(end - at));
        if (good_directive(at, length))
            continue;
        struct retry_draft draft = {.code = RETRY_FINDING_DIRECTIVE, .source = source};
        draft.span = locate(source, (size_t)(at - text));
        draft.help = "remove the line; only %YAML 1.1 and %YAML 1.2 are known";
        return retry__report_add(report, &draft, "a line that starts with '%%' is a directive, and '%.*s' is not known",
                                 (int)retry__scan_cut(at, length, DIRECTIVE_BYTES), at);
    }
    return true;
}

/* Seven of the marks at the start of a line, alone or before a space. The first of them is searched for, as it is rare.
 */
static const char *find_conflict(const struct retry_source *source, const char *marks)
{
    size_t length = strlen(marks);
    const char *at = source->text, *end = source->text + source->size;
    while (at < end && (at = memchr(at, marks[0], (size_t)(end - at))) != NULL) {
        const char *behind = at + length;
        if ((size_t)(end - at) >= length && memcmp(at, marks, length) == 0 &&
            starts_line(source, (size_t)(at - source->text)) && (behind == end || strchr(" \r\n", *behind) != NULL))
            return at;
        at++;
    }
    return NULL;
}

static bool check_conflict(const struct retry_source *source, struct retry_report *report)
{
    static const char *const marks[] = {"<<<<<<<", "=======", ">>>>>>>"};
    for (size_t kind = 0; kind < RETRY_COUNT(marks); kind++) {
        const char *found = find_conflict(source, marks[kind]);
        if (found == NULL)
            continue;
        struct retry_draft draft = {.code = RETRY_FINDING_SYNTAX, .source = source};
        draft.span = locate(source, (size_t)(found - source->text));
        draft.span.end_column += (uint32_t)strlen(marks[kind]) - 1;
        draft.help = "keep one side, and remove the lines of <<<<<<<, ======= and >>>>>>>";
        return retry__report_add(report, &draft, "a merge conflict is left in the file");
    }
    return true;
}

static bool is_utf16(const struct retry_source *source)
{
    return source->size >= 2 && (memcmp(source->text, "\xFF\xFE", 2) == 0 || memcmp(source->text, "\xFE\xFF", 2) == 0);
}

bool retry__scan(const struct retry_source *source, bool yaml, struct retry_report *report)
{
    if (is_utf16(source)) {
        struct retry_draft draft = {.code = RETRY_FINDING_ENCODING, .source = source, .span = {1, 1, 1, 2}};
        draft.help = words[FAULT_UTF8].help;
        return retry__report_add(report, &draft, "the file is written in UTF-16");
    }
    size_t first[FAULT_COUNT];
    for (size_t fault = 0; fault < FAULT_COUNT; fault++)
        first[fault] = NOWHERE;
    bool marked = find_faults(source, first), fine = true;
    for (enum fault fault = FAULT_UTF8; fault < FAULT_COUNT; fault++) {
        if (first[fault] != NOWHERE)
            fine = report_fault(source, fault, first[fault], report);
    }
    if (marked && yaml && !check_directives(source, report))
        fine = false;
    return (!marked || check_conflict(source, report)) && fine;
}
