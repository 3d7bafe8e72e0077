/*
 * read_yaml.c - a text in YAML becomes values.
 *
 * libyaml's events feed our own composer. Its loader is of no use here: it keeps duplicate keys, builds circles of
 * aliases, has no limit on depth, and hides some failed allocations.
 */
#include "schema/read_yaml.h"

#include "schema/scan.h"
#include "schema/yaml_fault.h"

#include <string.h>

#define FOUND_BYTES 40 /* of the text are named in a message */

struct reader {
    yaml_parser_t parser;
    struct retry_compose *compose;
    const struct retry_source *source;
    const char *text; /* the source's */
    size_t size;
    size_t first;       /* byte that libyaml sees, behind the byte order mark */
    size_t byte, index; /* a place in the text, as an offset and as libyaml counts, in code points from the first */
    bool ascii;         /* the whole text: then the two differ by `first` alone */
    bool merging;       /* a merge key was reported: the aliases in its value are part of the same mistake */
    bool begun;         /* the document */
    bool ended;         /* the text */
};

static bool is_ascii(const char *text, size_t size)
{
    uint64_t all = 0, word;
    size_t at = 0;
    for (; size - at >= sizeof word; at += sizeof word) {
        memcpy(&word, text + at, sizeof word);
        all |= word;
    }
    for (; at < size; at++)
        all |= (unsigned char)text[at];
    return (all & UINT64_MAX / 255 * 0x80) == 0;
}

static bool continues(const struct reader *reader)
{
    return reader->byte < reader->size && ((unsigned char)reader->text[reader->byte] & 0xC0) == 0x80;
}

/* Goes on from the last mark, so that a whole text is walked about once: marks come nearly in order. */
static size_t walk_to(struct reader *reader, const yaml_mark_t *mark)
{
    for (; reader->index > mark->index; reader->index--) {
        do
            reader->byte--;
        while (continues(reader));
    }
    for (; reader->index < mark->index && reader->byte < reader->size; reader->index++) {
        do
            reader->byte++;
        while (continues(reader));
    }
    return reader->byte;
}

/* The offset of a mark in the source. */
static size_t offset_of(struct reader *reader, const yaml_mark_t *mark)
{
    if (!reader->ascii)
        return walk_to(reader, mark);
    size_t offset = reader->first + mark->index;
    return offset < reader->size ? offset : reader->size;
}

static struct retry_range range_of(struct reader *reader, const yaml_event_t *event)
{
    uint32_t start = (uint32_t)offset_of(reader, &event->start_mark);
    return (struct retry_range){start, (uint32_t)offset_of(reader, &event->end_mark)};
}

static struct retry_span span_of(const yaml_event_t *event)
{
    return (struct retry_span){(uint32_t)event->start_mark.line + 1, (uint32_t)event->start_mark.column + 1,
                               (uint32_t)event->end_mark.line + 1, (uint32_t)event->end_mark.column + 1};
}

static struct retry_draft draft_of(const struct reader *reader, enum retry_finding_code code, struct retry_span span,
                                   const char *help)
{
    return (struct retry_draft){.code = code, .source = reader->source, .span = span, .help = help};
}

/* Reports an anchor, alias or tag, which starts where the event does. The reading goes on, for the sake of others. */
static void report_property(struct reader *reader, const yaml_event_t *event)
{
    static const struct {
        char mark;
        enum retry_finding_code code;
        const char *what, *help;
    } properties[] = {
        {'&', RETRY_FINDING_ANCHOR, "an anchor",
         "remove it; name shared backoffs under backoffs: and refer to them with use:"},
        {'*', RETRY_FINDING_ALIAS, "an alias",
         "write the value out, or name it under backoffs: and refer to it with use:"},
        {'!', RETRY_FINDING_TAG, "a tag", "remove it, or put the text in quotes"},
    };
    size_t offset = offset_of(reader, &event->start_mark), left = reader->size - offset, length = 1, kind = 0;
    const char *text = reader->text + offset;
    while (length < left && strchr(" \t\r\n,[]{}", text[length]) == NULL)
        length++;
    while (kind + 1 < RETRY_COUNT(properties) && properties[kind].mark != text[0])
        kind++;
    struct retry_span span = span_of(event);
    span.end_line = span.line;
    span.end_column = span.column + (uint32_t)retry__scan_width(text, length);
    struct retry_draft draft = draft_of(reader, properties[kind].code, span, properties[kind].help);
    retry__report_add(reader->compose->report, &draft, "'%.*s' is %s, which is not part of the format",
                      (int)retry__scan_cut(text, length, FOUND_BYTES), text, properties[kind].what);
    reader->compose->faulty = true;
}

/* Finds the escape that stands for NUL: \0, \x00, \u0000 or \U00000000. Its width is 0 where there is none. */
static struct retry_span find_nul(const struct reader *reader, struct retry_span span, size_t at)
{
    static const char *const spellings[] = {"\\0", "\\x00", "\\u0000", "\\U00000000"};
    for (; at + 1 < reader->size; at++) {
        const char *text = reader->text + at;
        bool broken = text[0] == '\n' || (text[0] == '\r' && text[1] != '\n');
        for (size_t kind = 0; kind < RETRY_COUNT(spellings); kind++) {
            size_t length = strlen(spellings[kind]);
            if (length <= reader->size - at && memcmp(text, spellings[kind], length) == 0)
                return (struct retry_span){span.line, span.column, span.line, span.column + (uint32_t)length};
        }
        if (text[0] == '\\' && text[1] == '\\') {
            at++;
            span.column++;
        }
        span.line += broken;
        span.column = broken ? 1 : span.column + (((unsigned char)text[0] & 0xC0) != 0x80);
    }
    return span;
}

static bool refuse_nul(struct reader *reader, const yaml_event_t *event)
{
    struct retry_span span = find_nul(reader, span_of(event), offset_of(reader, &event->start_mark));
    struct retry_draft draft = draft_of(reader, RETRY_FINDING_ENCODING, span, "remove it");
    return retry__report_add(reader->compose->report, &draft, "the escape stands for a NUL character");
}

static bool refuse_empty(struct reader *reader)
{
    struct retry_draft draft =
        draft_of(reader, RETRY_FINDING_EMPTY, (struct retry_span){1, 1, 1, 1}, "write at least version: 1");
    return retry__report_add(reader->compose->report, &draft, "the file holds no document");
}

static void report_merge_key(struct reader *reader, const yaml_event_t *event)
{
    struct retry_draft draft = draft_of(reader, RETRY_FINDING_MERGE_KEY, span_of(event), "write the keys out");
    retry__report_add(reader->compose->report, &draft, "'<<' merges mappings, which is not part of the format");
    reader->compose->faulty = true;
    reader->merging = true;
}

/* Is the scalar written as it reads? Plain text on one line is; what is folded or in quotes must be compared. */
static bool is_literal(const struct reader *reader, const yaml_event_t *event, const struct retry_value *value)
{
    size_t length = event->data.scalar.length, start = value->place.start + !value->plain;
    if (value->plain && event->start_mark.line == event->end_mark.line)
        return length == value->place.end - value->place.start;
    return start + length <= reader->size && memcmp(reader->text + start, event->data.scalar.value, length) == 0;
}

/* libyaml's copy lives only as long as the event. The source has the same bytes for most scalars; the others are
 * copied. NULL: no memory. */
static const char *keep_text(struct reader *reader, const yaml_event_t *event, const struct retry_value *value)
{
    const yaml_char_t *borrowed = event->data.scalar.value;
    size_t length = event->data.scalar.length;
    if (is_literal(reader, event, value))
        return reader->text + value->place.start + !value->plain;
    char *text = retry__arena_take(&reader->compose->document->arena, length, 1);
    return text != NULL ? memcpy(text, borrowed, length) : NULL;
}

static bool take_scalar(struct reader *reader, const yaml_event_t *event)
{
    size_t length = event->data.scalar.length;
    struct retry_value value = {.type = RETRY_VALUE_SCALAR, .count = (uint32_t)length};
    value.place = range_of(reader, event);
    value.plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (value.plain && length == 0 && reader->compose->depth == 0)
        return refuse_empty(reader);
    const char *borrowed = (const char *)event->data.scalar.value;
    if (event->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE && memchr(borrowed, '\0', length) != NULL)
        return refuse_nul(reader, event);
    if (value.plain && length == 2 && memcmp(borrowed, "<<", 2) == 0 && retry__compose_wants_key(reader->compose))
        report_merge_key(reader, event);
    value.text = keep_text(reader, event, &value);
    if (value.text == NULL)
        return retry__report_no_memory(reader->compose->report);
    return retry__compose_scalar(reader->compose, &value);
}

static bool on_scalar(struct reader *reader, const yaml_event_t *event)
{
    reader->merging = false;
    if (event->data.scalar.anchor != NULL || event->data.scalar.tag != NULL)
        report_property(reader, event);
    return take_scalar(reader, event);
}

/* Something stands for the value, so that the reading can go on. */
static bool on_alias(struct reader *reader, const yaml_event_t *event)
{
    if (!reader->merging)
        report_property(reader, event);
    reader->compose->faulty = true;
    struct retry_value value = {.type = RETRY_VALUE_SCALAR, .text = "", .place = range_of(reader, event)};
    return retry__compose_scalar(reader->compose, &value);
}

static bool on_begin(struct reader *reader, const yaml_event_t *event)
{
    bool list = event->type == YAML_SEQUENCE_START_EVENT;
    bool marked = list ? event->data.sequence_start.anchor != NULL || event->data.sequence_start.tag != NULL
                       : event->data.mapping_start.anchor != NULL || event->data.mapping_start.tag != NULL;
    reader->merging = reader->merging && list;
    if (marked)
        report_property(reader, event);
    struct retry_range place = range_of(reader, event);
    return retry__compose_begin(reader->compose, list ? RETRY_VALUE_LIST : RETRY_VALUE_MAPPING, &place);
}

/* The event of a bracket is as wide as the bracket; that of a block is empty and stands at whatever follows. */
static bool on_end(struct reader *reader, const yaml_event_t *event)
{
    bool bracket = event->end_mark.index > event->start_mark.index;
    return retry__compose_end(reader->compose, bracket ? (uint32_t)offset_of(reader, &event->end_mark) : 0);
}

static bool on_document(struct reader *reader, const yaml_event_t *event)
{
    if (!reader->begun) {
        reader->begun = true;
        return true;
    }
    struct retry_draft draft =
        draft_of(reader, RETRY_FINDING_DOCUMENTS, span_of(event), "move it to a file of its own");
    return retry__report_add(reader->compose->report, &draft, "a second document starts here");
}

static bool on_event(struct reader *reader, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return on_scalar(reader, event);
    case YAML_ALIAS_EVENT:
        return on_alias(reader, event);
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT:
        return on_begin(reader, event);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        return on_end(reader, event);
    case YAML_DOCUMENT_START_EVENT:
        return on_document(reader, event);
    case YAML_STREAM_END_EVENT:
        reader->ended = true;
        return reader->begun || refuse_empty(reader);
    default:
        return true;
    }
}

static bool refuse(struct reader *reader)
{
    struct retry_yaml_fault fault = {.parser = &reader->parser, .source = reader->source};
    size_t offset = offset_of(reader, &reader->parser.problem_mark);
    fault.rest = reader->text + offset;
    fault.rest_length = reader->size - offset;
    fault.after = reader->begun && reader->compose->depth == 0;
    if (fault.after && reader->compose->count > 0)
        fault.root =
            retry__cursor_span(&(struct retry_cursor){0}, reader->source, NULL, &reader->compose->pending[0].place);
    return retry__yaml_fault_report(&fault, reader->compose->report);
}

/* Does the event own memory? The ends of collections are many, and have none to give back. */
static bool owns_memory(const yaml_event_t *event)
{
    return event->type != YAML_MAPPING_END_EVENT && event->type != YAML_SEQUENCE_END_EVENT &&
           (event->type != YAML_MAPPING_START_EVENT || event->data.mapping_start.anchor != NULL ||
            event->data.mapping_start.tag != NULL);
}

static bool read_events(struct reader *reader)
{
    bool fine = true;
    while (fine && !reader->ended) {
        yaml_event_t event;
        if (!yaml_parser_parse(&reader->parser, &event) || event.type == YAML_NO_EVENT)
            return refuse(reader);
        fine = on_event(reader, &event);
        if (owns_memory(&event))
            yaml_event_delete(&event);
    }
    return fine;
}

bool retry__read_yaml(struct retry_compose *compose)
{
    const struct retry_source *source = compose->document->source;
    struct reader reader = {.compose = compose, .source = source, .text = source->text, .size = source->size};
    if (reader.size >= 3 && memcmp(reader.text, "\xEF\xBB\xBF", 3) == 0)
        reader.byte = reader.first = 3;
    if (!yaml_parser_initialize(&reader.parser))
        return retry__report_no_memory(compose->report);
    reader.ascii = is_ascii(reader.text + reader.first, reader.size - reader.first);
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)reader.text + reader.first,
                                 reader.size - reader.first);
    bool fine = read_events(&reader);
    yaml_parser_delete(&reader.parser);
    return fine;
}
