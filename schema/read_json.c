/*
 * read_json.c - a text in JSON becomes values.
 *
 * A strict reader of RFC 8259, without recursion. jansson writes all our JSON but does not read policies: it keeps no
 * positions, makes floats of numbers, names one place of a duplicate key, and recurses. Worse for a library in somebody
 * else's process: where one realloc in its lexer fails it goes on with a wrong number, and it aborts when another
 * thread calls localeconv() under a comma locale while it reads a real. The tests hold this reader to jansson's
 * judgement.
 */
#include "schema/read_json.h"

#include "schema/json_string.h"
#include "schema/scan.h"

#include <string.h>

#define FOUND_BYTES 40 /* of the text are named in a message */

/* What may come next. */
enum state { KEY, FIRST_KEY, COLON, VALUE, FIRST_ITEM, PAIR_END, ITEM_END, NOTHING };

static const char *const expected[] = {
    [KEY] = "a key in double quotes",
    [FIRST_KEY] = "a key in double quotes or '}'",
    [COLON] = "':'",
    [VALUE] = "a value",
    [FIRST_ITEM] = "a value or ']'",
    [PAIR_END] = "',' or '}'",
    [ITEM_END] = "',' or ']'",
};

struct reader {
    struct retry_compose *compose;
    const struct retry_source *source;
    const char *text;
    size_t size, at;
    size_t line_start; /* moved on by each continuation byte of the line, so that columns count code points */
    uint32_t line;
    enum state state;
};

/* The place of the next `width` columns. */
static struct retry_span span_here(const struct reader *reader, size_t width)
{
    uint32_t column = (uint32_t)(reader->at - reader->line_start) + 1;
    return (struct retry_span){reader->line, column, reader->line, column + (uint32_t)width};
}

/* The next so many bytes. */
static struct retry_range range_here(const struct reader *reader, size_t length)
{
    return (struct retry_range){(uint32_t)reader->at, (uint32_t)(reader->at + length)};
}

static struct retry_draft draft_at(const struct reader *reader, struct retry_span span, const char *help)
{
    return (struct retry_draft){.code = RETRY_FINDING_SYNTAX, .source = reader->source, .span = span, .help = help};
}

static bool is_word(char byte)
{
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') || byte == '_' ||
           byte == '-' || byte == '+' || byte == '.';
}

/* What a person sees at the place: a word, or one character. */
static size_t thing_length(const struct reader *reader)
{
    size_t end = reader->at;
    while (end < reader->size && is_word(reader->text[end]))
        end++;
    if (end > reader->at)
        return end - reader->at;
    do
        end++;
    while (end < reader->size && ((unsigned char)reader->text[end] & 0xC0) == 0x80);
    return end - reader->at;
}

static bool is_text(const char *text, size_t length, const char *other)
{
    return strlen(other) == length && memcmp(text, other, length) == 0;
}

/* What to write instead of something that other languages allow. */
static const char *help_for(const struct reader *reader, const char *thing, size_t length)
{
    static const char *const known[][2] = {
        {"True", "write true"},
        {"TRUE", "write true"},
        {"False", "write false"},
        {"FALSE", "write false"},
        {"None", "write null"},
        {"NULL", "write null"},
        {"Null", "write null"},
        {"'", "use double quotes"},
        {"}", "remove the ',' before it, or write what is missing"},
        {"]", "remove the ',' before it, or write what is missing"},
        {",", "remove it, or write what is missing before it"},
    };
    if (*thing == '/' || *thing == '#')
        return "JSON has no comments: remove it, or write the file in YAML";
    enum state state = reader->state;
    const struct retry_value *open = retry__compose_innermost(reader->compose);
    if (state == VALUE && open != NULL && open->type == RETRY_VALUE_MAPPING && strchr("}],", *thing) != NULL)
        return "write a value before it";
    if (state == COLON)
        return "put a ':' between key and value";
    if (state == PAIR_END || state == ITEM_END)
        return "put a ',' between the two, or close what is open";
    for (size_t at = 0; at < RETRY_COUNT(known); at++) {
        if (is_text(thing, length, known[at][0]))
            return known[at][1];
    }
    return "put text in double quotes";
}

/* Nothing of what may come next stands here. */
static bool complain(struct reader *reader)
{
    const char *thing = reader->text + reader->at;
    size_t length = thing_length(reader);
    struct retry_span span = span_here(reader, retry__scan_width(thing, length));
    struct retry_draft draft = draft_at(reader, span, help_for(reader, thing, length));
    if (reader->state == PAIR_END || reader->state == ITEM_END) {
        draft.related = reader->source;
        draft.related_place = &retry__compose_innermost(reader->compose)->place;
        draft.related_note = "opened here";
    }
    return retry__report_add(reader->compose->report, &draft, "expected %s but found '%.*s'", expected[reader->state],
                             (int)retry__scan_cut(thing, length, FOUND_BYTES), thing);
}

/* The end of the text comes too early: the bracket that is open helps more than the last line. */
static bool complain_of_end(struct reader *reader)
{
    const struct retry_value *open = retry__compose_innermost(reader->compose);
    bool list = open->type == RETRY_VALUE_LIST;
    struct retry_draft draft = {.code = RETRY_FINDING_SYNTAX, .source = reader->source, .place = &open->place};
    draft.help = list ? "close it with ']'" : "close it with '}'";
    return retry__report_add(reader->compose->report, &draft, "this '%c' is never closed", list ? '[' : '{');
}

static bool complain_of_string(struct reader *reader, const struct retry_json_fault *fault, size_t fault_at)
{
    size_t before = retry__scan_width(reader->text + reader->at, fault_at - reader->at);
    struct retry_draft draft = draft_at(reader, span_here(reader, fault->length), fault->help);
    draft.code = fault->code;
    if (!fault->opening) {
        draft.span.column += (uint32_t)before;
        draft.span.end_column += (uint32_t)before;
    }
    return retry__report_add(reader->compose->report, &draft, "%s", fault->message);
}

/* Moves to the next byte that is no space. CR LF is one line break, and so is each of the two alone. */
static void skip_space(struct reader *reader)
{
    for (; reader->at < reader->size; reader->at++) {
        unsigned char byte = (unsigned char)reader->text[reader->at];
        if (byte > ' ')
            return;
        bool crlf = byte == '\r' && reader->at + 1 < reader->size && reader->text[reader->at + 1] == '\n';
        if ((byte == '\n' || byte == '\r') && !crlf) {
            reader->line++;
            reader->line_start = reader->at + 1;
        }
    }
}

static bool decode(struct reader *reader, const char *raw, size_t raw_length, struct retry_value *value)
{
    char *text = retry__arena_take(&reader->compose->document->arena, raw_length, 1);
    if (text == NULL)
        return retry__report_no_memory(reader->compose->report);
    size_t length, fault_at;
    const struct retry_json_fault *fault = retry__json_string_decode(raw, raw_length, text, &length, &fault_at);
    if (fault != NULL)
        return complain_of_string(reader, fault, (size_t)(raw - reader->text) + fault_at);
    value->text = text;
    value->count = (uint32_t)length;
    return true;
}

static bool take_string(struct reader *reader)
{
    struct retry_json_string string;
    const struct retry_json_fault *fault = retry__json_string_find(reader->text, reader->size, reader->at, &string);
    if (fault != NULL)
        return complain_of_string(reader, fault, string.end);
    size_t bytes = string.end - reader->at;
    struct retry_value value = {.type = RETRY_VALUE_SCALAR, .place = range_here(reader, bytes)};
    value.text = reader->text + reader->at + 1;
    value.count = (uint32_t)(bytes - 2);
    if (string.escaped && !decode(reader, value.text, bytes - 2, &value))
        return false;
    reader->at = string.end;
    reader->line_start += string.continuations;
    return retry__compose_scalar(reader->compose, &value);
}

static size_t count_digits(const char *text, size_t length)
{
    size_t count = 0;
    while (count < length && text[count] >= '0' && text[count] <= '9')
        count++;
    return count;
}

/* The bytes of the number that the text starts with, by RFC 8259, section 6; 0 where it starts with none. */
static size_t number_length(const char *text, size_t length)
{
    size_t at = text[0] == '-', digits = count_digits(text + at, length - at);
    if (digits == 0 || (digits > 1 && text[at] == '0'))
        return 0;
    at += digits;
    if (at < length && text[at] == '.') {
        digits = count_digits(text + at + 1, length - at - 1);
        if (digits == 0)
            return 0;
        at += 1 + digits;
    }
    if (at == length || (text[at] | 0x20) != 'e')
        return at;
    at++;
    at += at < length && (text[at] == '+' || text[at] == '-');
    digits = count_digits(text + at, length - at);
    return digits > 0 ? at + digits : 0;
}

static bool complain_of_number(struct reader *reader, size_t length)
{
    const char *text = reader->text + reader->at;
    const char *help = "write digits as in 10 or 0.5, without a leading zero or '+'; put text in double quotes";
    struct retry_draft draft = draft_at(reader, span_here(reader, length), help);
    return retry__report_add(reader->compose->report, &draft, "'%.*s' is no number in JSON",
                             (int)retry__scan_cut(text, length, FOUND_BYTES), text);
}

/* A number, true, false or null, kept as it is written. */
static bool take_word(struct reader *reader)
{
    const char *text = reader->text + reader->at;
    size_t length = thing_length(reader);
    bool number = (*text >= '0' && *text <= '9') || *text == '-' || *text == '+' || *text == '.';
    if (number && number_length(text, length) != length)
        return complain_of_number(reader, length);
    if (!number && !is_text(text, length, "true") && !is_text(text, length, "false") && !is_text(text, length, "null"))
        return complain(reader);
    struct retry_value value = {.type = RETRY_VALUE_SCALAR, .plain = true, .count = (uint32_t)length};
    value.text = text;
    value.place = range_here(reader, length);
    reader->at += length;
    return retry__compose_scalar(reader->compose, &value);
}

/* A value is complete: what may follow depends on what holds it. */
static bool follow(struct reader *reader)
{
    const struct retry_value *open = retry__compose_innermost(reader->compose);
    reader->state = open == NULL ? NOTHING : open->type == RETRY_VALUE_LIST ? ITEM_END : PAIR_END;
    return true;
}

static bool begin(struct reader *reader, enum retry_value_type type)
{
    struct retry_range place = range_here(reader, 1);
    reader->at++;
    reader->state = type == RETRY_VALUE_LIST ? FIRST_ITEM : FIRST_KEY;
    return retry__compose_begin(reader->compose, type, &place);
}

static bool end(struct reader *reader)
{
    reader->at++;
    return retry__compose_end(reader->compose, (uint32_t)reader->at) && follow(reader);
}

static bool take_value(struct reader *reader, char found)
{
    if (found == '{')
        return begin(reader, RETRY_VALUE_MAPPING);
    if (found == '[')
        return begin(reader, RETRY_VALUE_LIST);
    return (found == '"' ? take_string(reader) : take_word(reader)) && follow(reader);
}

static bool take_key(struct reader *reader, char found)
{
    if (found != '"')
        return complain(reader);
    reader->state = COLON;
    return take_string(reader);
}

static bool take_mark(struct reader *reader, char found, char mark, enum state next)
{
    if (found != mark)
        return complain(reader);
    reader->state = next;
    reader->at++;
    return true;
}

/* Reads one token. */
static bool step(struct reader *reader, char found)
{
    switch (reader->state) {
    case KEY:
        return take_key(reader, found);
    case FIRST_KEY:
        return found == '}' ? end(reader) : take_key(reader, found);
    case COLON:
        return take_mark(reader, found, ':', VALUE);
    case VALUE:
        return take_value(reader, found);
    case FIRST_ITEM:
        return found == ']' ? end(reader) : take_value(reader, found);
    case PAIR_END:
        return found == '}' ? end(reader) : take_mark(reader, found, ',', KEY);
    case ITEM_END:
        return found == ']' ? end(reader) : take_mark(reader, found, ',', VALUE);
    case NOTHING:
        break;
    }
    return true;
}

static bool complain_of_more(struct reader *reader)
{
    char found = reader->text[reader->at];
    struct retry_draft draft = draft_at(reader, span_here(reader, 1), "remove what follows the document");
    if (found == '}' || found == ']' || found == ',' || found == ':')
        return retry__report_add(reader->compose->report, &draft, "nothing is open here for '%c'", found);
    draft.code = RETRY_FINDING_DOCUMENTS;
    return retry__report_add(reader->compose->report, &draft, "text follows the end of the document");
}

/* YAML in a file that says it is JSON. */
static bool is_misnamed(const struct reader *reader)
{
    const char *name = reader->source->name;
    size_t length = strlen(name), ending = strlen(".json");
    return length >= ending && strcmp(name + length - ending, ".json") == 0 &&
           strchr("{[\"", reader->text[reader->at]) == NULL;
}

static bool complain_of_name(struct reader *reader)
{
    size_t width = retry__scan_width(reader->text + reader->at, thing_length(reader));
    struct retry_draft draft =
        draft_at(reader, span_here(reader, width), "write JSON, or rename the file to end in .yaml");
    return retry__report_add(reader->compose->report, &draft, "the name ends in .json, and this is not JSON");
}

static bool complain_of_nothing(struct reader *reader)
{
    struct retry_draft draft = draft_at(reader, (struct retry_span){1, 1, 1, 1}, "write at least {\"version\": 1}");
    draft.code = RETRY_FINDING_EMPTY;
    return retry__report_add(reader->compose->report, &draft, "the file holds no document");
}

bool retry__read_json(struct retry_compose *compose)
{
    const struct retry_source *source = compose->document->source;
    struct reader reader = {.compose = compose, .source = source, .text = source->text, .size = source->size};
    if (reader.size >= 3 && memcmp(reader.text, "\xEF\xBB\xBF", 3) == 0)
        reader.at = reader.line_start = 3;
    reader.line = 1;
    reader.state = VALUE;
    skip_space(&reader);
    if (reader.at == reader.size)
        return complain_of_nothing(&reader);
    if (is_misnamed(&reader))
        return complain_of_name(&reader);
    while (reader.state != NOTHING) {
        if (!step(&reader, reader.text[reader.at]))
            return false;
        skip_space(&reader);
        if (reader.at == reader.size && reader.state != NOTHING)
            return complain_of_end(&reader);
    }
    return reader.at == reader.size || complain_of_more(&reader);
}
