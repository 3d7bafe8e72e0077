/* api_views.c - the public functions that show what a report or a state holds. */
#include "engine/retry.h"

#include "engine/live/state_json.h"
#include "schema/print.h"

#include <string.h>

/* ---- reports ------------------------------------------------------------------------------------- */

size_t retry_report_count(const retry_report *report, retry_severity least)
{
    int severity = (int)least;

    if (severity < RETRY_INFO)
        severity = RETRY_INFO;
    if (severity > RETRY_ERROR)
        severity = RETRY_ERROR;
    return report ? retry__report_count(report, (enum retry_finding_severity)severity) : 0;
}

bool retry_report_at(const retry_report *report, size_t index, retry_finding_view *out_finding)
{
    const struct retry_finding *finding = report ? retry__report_at(report, index) : NULL;
    retry_finding_view view;
    size_t size = out_finding ? out_finding->size : 0;

    if (!finding || size < sizeof(size))
        return false;
    view = (retry_finding_view){
        .size = size,
        .severity = (retry_severity)retry__finding_severity(finding->code),
        .slug = retry__finding_slug(finding->code),
        .file = finding->place.file,
        .line = finding->place.span.line,
        .column = finding->place.span.column,
        .end_line = finding->place.span.end_line,
        .end_column = finding->place.span.end_column,
        .path = finding->path,
        .message = finding->message,
        .help = finding->help,
        .related_file = finding->related.file,
        .related_line = finding->related.span.line,
        .related_column = finding->related.span.column,
    };
    memcpy(out_finding, &view, size < sizeof(view) ? size : sizeof(view));
    return true;
}

bool retry_report_print(const retry_report *report, FILE *stream)
{
    return !report || retry__print_report(report, RETRY_PRINT_TEXT, false, stream);
}

void retry_report_free(retry_report *report)
{
    retry__report_free(report);
}

/* ---- states -------------------------------------------------------------------------------------- */

/* Answers the members that the caller knows. */
static bool answer(const void *view, size_t known, void *out_view)
{
    size_t size;

    memcpy(&size, out_view, sizeof(size));
    if (size < sizeof(size))
        return false;
    memcpy((char *)out_view + sizeof(size), (const char *)view + sizeof(size),
           (size < known ? size : known) - sizeof(size));
    return true;
}

bool retry_state_get(const retry_state *state, retry_state_view *out_view)
{
    return state && out_view && answer(&state->view, sizeof(state->view), out_view);
}

bool retry_state_lever(const retry_state *state, size_t index, retry_lever_view *out_view)
{
    return state && out_view && index < state->view.lever_count &&
           answer(&state->levers[index], sizeof(*out_view), out_view);
}

bool retry_state_file(const retry_state *state, size_t index, retry_file_view *out_view)
{
    return state && out_view && index < state->view.file_count &&
           answer(&state->files[index], sizeof(*out_view), out_view);
}

bool retry_state_policy(const retry_state *state, size_t index, retry_policy_view *out_view)
{
    if (!state || !out_view || index >= state->view.policy_count)
        return false;
    retry_policy_view view = retry__state_policy(state, index);
    return answer(&view, sizeof(view), out_view);
}

const retry_report *retry_state_report(const retry_state *state)
{
    return state ? &state->report : NULL;
}

bool retry_state_print(const retry_state *state, FILE *stream)
{
    return state && retry__state_json(state, stream);
}

void retry_state_free(retry_state *state)
{
    retry__state_free(state);
}
