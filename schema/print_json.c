/* print_json.c - a report as JSON, written by jansson. */
#include "schema/print_json.h"

#include "schema/escape.h"

#include <jansson.h>
#include <string.h>

/* A file name may hold any bytes; four for one is the most that escaping makes of them. */
static json_t *name_value(const char *name)
{
    size_t length = strlen(name);
    char *safe = retry__mem_new(length + 1, 4);
    json_t *value;

    if (safe == NULL)
        return NULL;
    retry__escape(name, length, safe, (length + 1) * 4);
    value = json_string(safe);
    retry__mem_free(safe);
    return value;
}

/* Takes the value, NULL included. */
static bool set(json_t *object, const char *key, json_t *value)
{
    return json_object_set_new(object, key, value) == 0;
}

static bool set_place(json_t *object, const struct retry_place *place)
{
    return set(object, "file", name_value(place->file)) && set(object, "line", json_integer(place->span.line)) &&
           set(object, "column", json_integer(place->span.column));
}

static bool fill_related(json_t *object, const struct retry_finding *finding)
{
    return set_place(object, &finding->related) && set(object, "note", json_string(finding->related_note));
}

static json_t *related_value(const struct retry_finding *finding)
{
    json_t *object = json_object();

    if (fill_related(object, finding))
        return object;
    json_decref(object);
    return NULL;
}

static bool fill(json_t *object, const struct retry_finding *finding)
{
    static const char *const severities[] = {"info", "warning", "error"};
    const struct retry_span *span = &finding->place.span;

    return set_place(object, &finding->place) && set(object, "end_line", json_integer(span->end_line)) &&
           set(object, "end_column", json_integer(span->end_column)) &&
           set(object, "severity", json_string(severities[retry__finding_severity(finding->code)])) &&
           set(object, "slug", json_string(retry__finding_slug(finding->code))) &&
           set(object, "path", json_string(finding->path)) && set(object, "message", json_string(finding->message)) &&
           (finding->help == NULL || set(object, "help", json_string(finding->help))) &&
           (finding->related.file == NULL || set(object, "related", related_value(finding)));
}

static bool append(json_t *array, const struct retry_finding *finding)
{
    json_t *object = json_object();

    if (fill(object, finding))
        return json_array_append_new(array, object) == 0;
    json_decref(object);
    return false;
}

static bool append_all(json_t *array, const struct retry_report *report)
{
    const struct retry_finding *finding;
    struct retry_more more;
    bool good = true;

    for (size_t i = 0; good && (finding = retry__report_at(report, i)) != NULL; i++)
        good = append(array, finding);
    return good && (report->dropped == 0 || append(array, retry__report_more(report, &more)));
}

bool retry__print_json(const struct retry_report *report, FILE *stream)
{
    json_t *array = json_array();
    bool good = append_all(array, report) && json_dumpf(array, stream, JSON_INDENT(2)) == 0;

    json_decref(array);
    return good && fputc('\n', stream) != EOF && fflush(stream) == 0 && !ferror(stream);
}
