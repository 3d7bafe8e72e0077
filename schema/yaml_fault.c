/* yaml_fault.c - says in our own words why libyaml refused a text. */
#include "schema/yaml_fault.h"

#include "schema/limits.h"
#include "schema/scan.h"

#include <stdio.h>
#include <string.h>

#define FOUND_BYTES 40   /* of the text are named in a message */
#define LONGEST_KEY 1024 /* bytes of a key that libyaml reads before it gives up */

/* Where the finding stands. libyaml knows two places: of the problem, and of the context in which it arose. */
enum place {
    PROBLEM,
    CONTEXT, /* the problem shows itself much later, often at the end of the text */
    BRACKET, /* the problem, related to the bracket; where the text has ended, the bracket */
    ESCAPE,  /* the problem lies two columns behind its backslash */
};

struct row {
    const char *context, *problem; /* as libyaml says it; NULL: whatever it says */
    enum retry_finding_code code;  /* 0: a syntax error */
    enum place place;
    const char *message, *help;
    bool quoting; /* the message goes on with what stands at the place */
};

#define TAB_MESSAGE "a TAB stands where only spaces may indent"
#define TAB_HELP "indent with spaces, not tabs"
#define QUOTE_MESSAGE "this quote is never closed"
#define QUOTE_HELP "close the quote"
#define TAG_MESSAGE "text that starts with '!' is a tag, and tags are not part of the format"
#define TAG_HELP "remove it, or put the text in quotes"
#define MORE_HELP "remove what follows the document"

static const struct row rows[] = {
    {.problem = "could not find expected ':'",
     .place = CONTEXT,
     .message = "this line has no ':' behind its key",
     .help = "write key: value"},
    {.problem = "mapping values are not allowed in this context",
     .message = "a ':' stands where no key can be",
     .help = "put text that holds ': ' in quotes, or check the indentation"},
    {.problem = "block sequence entries are not allowed in this context",
     .message = "a '-' stands where no list can be",
     .help = "start the list on the next line, or put the text in quotes"},
    {.problem = "mapping keys are not allowed in this context",
     .message = "a '?' stands where no key can be",
     .help = "put the text in quotes"},
    {.problem = "found unexpected end of stream", .place = CONTEXT, .message = QUOTE_MESSAGE, .help = QUOTE_HELP},
    {.problem = "found unexpected document indicator", .place = CONTEXT, .message = QUOTE_MESSAGE, .help = QUOTE_HELP},
    {.problem = "found unknown escape character",
     .message = "YAML has no such escape",
     .help = "write \\\\ for a backslash, or use single quotes"},
    {.problem = "did not find expected hexdecimal number",
     .place = ESCAPE,
     .message = "this escape needs more hexadecimal digits",
     .help = "write it as \\u0041"},
    {.problem = "found invalid Unicode character escape code",
     .code = RETRY_FINDING_ENCODING,
     .place = ESCAPE,
     .message = "the escape stands for no character",
     .help = "write the character itself"},
    {.problem = "found a tab character where an indentation space is expected",
     .message = TAB_MESSAGE,
     .help = TAB_HELP},
    {.problem = "found a tab character that violates indentation", .message = TAB_MESSAGE, .help = TAB_HELP},
    {.problem = "found an indentation indicator equal to 0",
     .message = "the indentation of a block text cannot be 0",
     .help = "remove the 0"},
    {.problem = "did not find expected comment or line break",
     .message = "text stands on the line of the '|' or '>'",
     .help = "start the text on the next line, or put it in quotes"},
    {.problem = "found unexpected ':'",
     .message = "a ':' stands inside plain text",
     .help = "put a space behind the ':', or the text in quotes"},
    {.context = "while scanning an anchor",
     .code = RETRY_FINDING_ANCHOR,
     .place = CONTEXT,
     .message = "text that starts with '&' is an anchor, and anchors are not part of the format",
     .help = "remove it, or put the text in quotes"},
    {.context = "while scanning an alias",
     .code = RETRY_FINDING_ALIAS,
     .place = CONTEXT,
     .message = "text that starts with '*' is an alias, and aliases are not part of the format",
     .help = "write the value out, or put the text in quotes"},
    {.context = "while scanning a tag",
     .code = RETRY_FINDING_TAG,
     .place = CONTEXT,
     .message = TAG_MESSAGE,
     .help = TAG_HELP},
    {.context = "while parsing a tag",
     .code = RETRY_FINDING_TAG,
     .place = CONTEXT,
     .message = TAG_MESSAGE,
     .help = TAG_HELP},
    {.problem = "found undefined tag handle", .code = RETRY_FINDING_TAG, .message = TAG_MESSAGE, .help = TAG_HELP},
    {.problem = "found duplicate %YAML directive",
     .code = RETRY_FINDING_DIRECTIVE,
     .message = "a second %YAML line stands here",
     .help = "remove it"},
    {.problem = "did not find expected key",
     .message = "expected a key but found",
     .help = "indent it like the other keys, or put text in quotes",
     .quoting = true},
    {.problem = "did not find expected '-' indicator",
     .message = "expected '-' but found",
     .help = "indent it like the other items",
     .quoting = true},
    {.problem = "did not find expected ',' or ']'",
     .place = BRACKET,
     .message = "expected ',' or ']' but found",
     .help = "put a ',' between the two, or close what is open",
     .quoting = true},
    {.problem = "did not find expected ',' or '}'",
     .place = BRACKET,
     .message = "expected ',' or '}' but found",
     .help = "put a ',' between the two, or close what is open",
     .quoting = true},
    {.problem = "did not find expected node content",
     .message = "expected a value but found",
     .help = "write what is missing, or put the text in quotes",
     .quoting = true},
    {.problem = "did not find expected <document start>",
     .message = "expected '---' but found",
     .help = "write --- behind the %YAML line",
     .quoting = true},
};

/* Those that are not chosen by libyaml's words alone. */
static const struct row tab = {.message = TAB_MESSAGE, .help = TAB_HELP};
static const struct row odd = {
    .message = "plain text cannot start with", .help = "put the text in quotes", .quoting = true};
static const struct row more = {
    .code = RETRY_FINDING_DOCUMENTS, .message = "text follows the end of the document", .help = MORE_HELP};
static const struct row stray = {.message = "nothing is open here for", .help = MORE_HELP, .quoting = true};
static const struct row other = {.message = "YAML has no place for", .help = "put text in quotes", .quoting = true};

static bool is_said(const char *expected, const char *said)
{
    return expected == NULL || (said != NULL && strcmp(expected, said) == 0);
}

static char first(const struct retry_yaml_fault *fault)
{
    return fault->rest_length > 0 ? fault->rest[0] : '\0';
}

static const struct row *row_for(const struct retry_yaml_fault *fault)
{
    const yaml_parser_t *parser = fault->parser;
    if (is_said("found character that cannot start any token", parser->problem))
        return first(fault) == '\t' ? &tab : &odd;
    if (fault->after && is_said("did not find expected <document start>", parser->problem))
        return memchr("}],:", first(fault), 4) != NULL ? &stray : &more;
    for (size_t at = 0; at < RETRY_COUNT(rows); at++) {
        if (is_said(rows[at].context, parser->context) && is_said(rows[at].problem, parser->problem))
            return &rows[at];
    }
    return &other;
}

static struct retry_span span_at(const yaml_mark_t *mark, size_t width)
{
    struct retry_span span = {.line = (uint32_t)mark->line + 1, .column = (uint32_t)mark->column + 1};
    span.end_line = span.line;
    span.end_column = span.column + (uint32_t)width;
    return span;
}

/* What stands at the place, up to a space or the end of the line. */
static size_t found_length(const struct retry_yaml_fault *fault)
{
    size_t length = 0;
    while (length < fault->rest_length && length <= FOUND_BYTES && (unsigned char)fault->rest[length] > ' ')
        length++;
    return retry__scan_cut(fault->rest, length, FOUND_BYTES);
}

static bool report_unclosed(const struct retry_yaml_fault *fault, struct retry_report *report)
{
    bool list = is_said("while parsing a flow sequence", fault->parser->context);
    struct retry_draft draft = {.code = RETRY_FINDING_SYNTAX, .source = fault->source};
    draft.span = span_at(&fault->parser->context_mark, 1);
    draft.help = list ? "close it with ']'" : "close it with '}'";
    return retry__report_add(report, &draft, "this '%c' is never closed", list ? '[' : '{');
}

static bool report_row(const struct retry_yaml_fault *fault, const struct row *row, struct retry_report *report)
{
    const yaml_parser_t *parser = fault->parser;
    struct retry_draft draft = {.source = fault->source, .help = row->help};
    draft.code = row->code != 0 ? row->code : RETRY_FINDING_SYNTAX;
    size_t length = found_length(fault), width = retry__scan_width(fault->rest, length);
    draft.span = span_at(row->place == CONTEXT ? &parser->context_mark : &parser->problem_mark, 1);
    if (row->place == ESCAPE)
        draft.span.column -= 2;
    if (row->place == BRACKET) {
        draft.related = fault->source;
        draft.related_span = span_at(&parser->context_mark, 1);
        draft.related_note = "opened here";
    }
    if (!row->quoting)
        return retry__report_add(report, &draft, "%s", row->message);
    draft.span.end_column = draft.span.column + (uint32_t)(width > 0 ? width : 1);
    return length > 0 ? retry__report_add(report, &draft, "%s '%.*s'", row->message, (int)length, fault->rest)
                      : retry__report_add(report, &draft, "%s the end of the line", row->message);
}

/* A line of the source, counted from 0 as libyaml does. */
struct line {
    const char *text;
    size_t length;
};

static struct line find_line(const struct retry_source *source, size_t number)
{
    const char *at = source->text, *end = source->text + source->size, *stop;
    if (source->size >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0)
        at += 3;
    while ((stop = memchr(at, '\n', (size_t)(end - at))) != NULL && number-- > 0)
        at = stop + 1;
    return (struct line){at, (size_t)((stop != NULL ? stop : end) - at)};
}

/* Has that line a key and its value with no space between? Then libyaml stumbles there, or on the next line. */
static bool find_unspaced(const struct retry_yaml_fault *fault, size_t number, struct retry_unspaced *out,
                          struct retry_span *span, const char **key)
{
    struct line line = find_line(fault->source, number);
    size_t indent = 0;
    while (indent < line.length && line.text[indent] == ' ')
        indent++;
    *key = line.text + indent;
    *span = span_at(&(yaml_mark_t){.line = number, .column = indent}, 1);
    return retry__scan_unspaced(*key, line.length - indent, ':', out);
}

static bool is_unspaced(const struct retry_yaml_fault *fault, struct retry_unspaced *out, struct retry_span *span,
                        const char **key)
{
    const yaml_parser_t *parser = fault->parser;
    if (is_said("could not find expected ':'", parser->problem))
        return find_unspaced(fault, parser->context_mark.line, out, span, key);
    return is_said("mapping values are not allowed in this context", parser->problem) &&
           parser->problem_mark.line > 0 && find_unspaced(fault, parser->problem_mark.line - 1, out, span, key);
}

static bool report_unspaced(const struct retry_yaml_fault *fault, const struct retry_unspaced *parts,
                            struct retry_span span, const char *key, struct retry_report *report)
{
    size_t key_length = retry__scan_cut(key, parts->key_length, FOUND_BYTES);
    size_t value_length = retry__scan_word(parts->value, parts->value_length);
    char help[128];
    struct retry_draft draft = {.code = RETRY_FINDING_SYNTAX, .source = fault->source, .span = span, .help = help};
    draft.span.end_column = span.column + (uint32_t)parts->key_length + 1;
    snprintf(help, sizeof help, "write %.*s: %.*s", (int)key_length, key, (int)value_length, parts->value);
    return retry__report_add(report, &draft, "a space is missing behind ':'");
}

/* Is the key longer than libyaml reads before it wants a ':'? Past that it refuses the line, or the ':' itself. */
static bool is_long_key(const struct retry_yaml_fault *fault, struct retry_span *span)
{
    const yaml_parser_t *parser = fault->parser;
    yaml_mark_t mark = parser->context_mark;
    struct line line = find_line(fault->source, mark.line);
    if (is_said("could not find expected ':'", parser->problem)) {
        *span = span_at(&mark, 1);
        return line.length > mark.column + LONGEST_KEY;
    }
    line = find_line(fault->source, parser->problem_mark.line);
    for (mark = parser->problem_mark, mark.column = 0; mark.column < line.length && line.text[mark.column] == ' ';)
        mark.column++;
    *span = span_at(&mark, 1);
    return is_said("mapping values are not allowed in this context", parser->problem) &&
           parser->problem_mark.column > mark.column + LONGEST_KEY;
}

static bool report_long_key(const struct retry_yaml_fault *fault, struct retry_span span, struct retry_report *report)
{
    struct retry_draft draft = {.code = RETRY_FINDING_TOO_LONG, .source = fault->source, .span = span};
    draft.help = "write a shorter key";
    return retry__report_add(report, &draft, "the key has more than %d bytes, the limit is %d", LONGEST_KEY,
                             RETRY_LIMIT_KEY_BYTES);
}

/* Does a key stand left of the first one, which ends the document for libyaml? */
static bool is_outdented(const struct retry_yaml_fault *fault)
{
    struct line line;
    if (fault->root.line == 0 || !is_said("did not find expected <document start>", fault->parser->problem))
        return false;
    line = find_line(fault->source, fault->root.line - 1);
    return fault->root.column <= line.length && line.text[fault->root.column - 1] != '{' &&
           fault->parser->problem_mark.column + 1 < fault->root.column;
}

static bool report_outdented(const struct retry_yaml_fault *fault, struct retry_report *report)
{
    size_t width = retry__scan_width(fault->rest, found_length(fault));
    struct retry_draft draft = {.code = RETRY_FINDING_SYNTAX, .source = fault->source, .help = "indent all keys alike"};
    draft.span = span_at(&fault->parser->problem_mark, width);
    draft.related = fault->source;
    draft.related_span = fault->root;
    draft.related_span.end_line = fault->root.line;
    draft.related_span.end_column = fault->root.column + 1;
    draft.related_note = "the first key is here";
    return retry__report_add(report, &draft, "this line is indented less than the first key");
}

bool retry__yaml_fault_report(const struct retry_yaml_fault *fault, struct retry_report *report)
{
    yaml_error_type_t error = fault->parser->error;
    struct retry_unspaced parts;
    struct retry_span span;
    const char *key;
    /* Some failed allocations leave no error behind. */
    if (error == YAML_MEMORY_ERROR || error == YAML_NO_ERROR)
        return retry__report_no_memory(report);
    if (is_unspaced(fault, &parts, &span, &key))
        return report_unspaced(fault, &parts, span, key, report);
    if (is_long_key(fault, &span))
        return report_long_key(fault, span, report);
    if (is_outdented(fault))
        return report_outdented(fault, report);
    const struct row *row = row_for(fault);
    if (row->place == BRACKET && fault->rest_length == 0)
        return report_unclosed(fault, report);
    return report_row(fault, row, report);
}
