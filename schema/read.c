/* read.c - a text in YAML or JSON becomes a document of values. */
#include "schema/read.h"

#include "schema/compose.h"
#include "schema/limits.h"
#include "schema/read_json.h"
#include "schema/read_yaml.h"
#include "schema/scan.h"

#include <string.h>

static const char *skip_space(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
        at++;
    return at;
}

/* Does the text start as JSON does and as YAML rarely does? */
static bool looks_like_json(const char *text, size_t size)
{
    const char *end = text + size;
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3;
    text = skip_space(text, end);
    if (text == end || *text != '{')
        return false;
    text = skip_space(text + 1, end);
    return text < end && (*text == '"' || *text == '}');
}

enum retry_format retry__read_format(const char *name, const char *text, size_t size)
{
    const char *slash = strrchr(name, '/');
    const char *ending = strrchr(slash != NULL ? slash : name, '.');
    bool json = ending != NULL ? strcmp(ending, ".json") == 0 : looks_like_json(text, size);
    return json ? RETRY_FORMAT_JSON : RETRY_FORMAT_YAML;
}

static bool check_size(const struct retry_source *source, struct retry_report *report)
{
    if (source->size <= RETRY_LIMIT_FILE_BYTES)
        return true;
    struct retry_draft draft = {.code = RETRY_FINDING_TOO_LARGE, .source = source, .span = {1, 1, 1, 1}};
    draft.help = "split the file";
    return retry__report_add(report, &draft, "the file has %zu bytes, the limit is %u", source->size,
                             RETRY_LIMIT_FILE_BYTES);
}

bool retry__read(const struct retry_source *source, enum retry_format format, struct retry_document *out,
                 struct retry_report *report)
{
    bool yaml = format == RETRY_FORMAT_YAML;
    if (!check_size(source, report) || !retry__scan(source, yaml, report))
        return false;
    struct retry_document document = {.source = source, .json = !yaml};
    struct retry_compose compose = {.document = &document, .report = report};
    bool complete = yaml ? retry__read_yaml(&compose) : retry__read_json(&compose);
    complete = complete && retry__compose_finish(&compose);
    retry__compose_done(&compose);
    if (complete)
        *out = document;
    else
        retry__document_done(&document);
    return complete;
}
