/* tell.c - one line in the host's log for each load, and for each change of the lever. */
#include "engine/live/tell.h"

#include "engine/store/hash.h"
#include "schema/escape.h"

#include <inttypes.h>
#include <string.h>

#define LINE_BYTES 2048

static const char *plural(size_t count, const char *one, const char *many)
{
    return count == 1 ? one : many;
}

/* "12 policies from 3 files, 0 errors, 1 warning" */
static void tell_accepted(const struct retry_view *view, const struct retry_search *search,
                          const struct retry_report *report, char *line)
{
    size_t policies = 0, files = 0;
    size_t warnings = report->by_severity[RETRY_FINDING_WARNING];

    for (uint32_t i = 0; i < view->set->plan_count; i++)
        policies += !retry__set_plan(view->set, i)->orphaned;
    for (size_t i = 0; i < search->count; i++)
        files += search->found[i].skipped == NULL;
    snprintf(line, LINE_BYTES, "generation %" PRIu64 ": %zu %s from %zu %s, 0 errors, %zu %s", view->generation,
             policies, plural(policies, "policy", "policies"), files, plural(files, "file", "files"), warnings,
             plural(warnings, "warning", "warnings"));
}

static const struct retry_finding *first_error(const struct retry_report *report)
{
    for (size_t i = 0; i < report->count; i++)
        if (retry__finding_severity(report->findings[i].code) == RETRY_FINDING_ERROR)
            return &report->findings[i];
    return NULL;
}

/* "2 errors, first: db.yaml:3:5: message [slug]" */
static void tell_wrong(const struct retry_report *report, char *line, size_t size)
{
    size_t errors = report->by_severity[RETRY_FINDING_ERROR];
    const struct retry_finding *finding = first_error(report);
    char file[512];

    if (report->out_of_memory || !finding) {
        snprintf(line, size, "out of memory");
        return;
    }
    retry__escape(finding->place.file, strlen(finding->place.file), file, sizeof(file));
    int length = snprintf(line, size, "%zu %s, first: %s:", errors, plural(errors, "error", "errors"), file);
    if (finding->place.span.line > 0)
        length += snprintf(line + length, size - (size_t)length, "%u:%u:", (unsigned)finding->place.span.line,
                           (unsigned)finding->place.span.column);
    snprintf(line + length, size - (size_t)length, " %s [%s]", finding->message, retry__finding_slug(finding->code));
}

/* "kept generation 1: ...", or what serves where there never was one. */
static void tell_refused(uint64_t before, uint64_t after, const struct retry_report *report, char *line)
{
    int length;

    if (before > 0)
        length = snprintf(line, LINE_BYTES, "kept generation %" PRIu64 ": ", before);
    else if (after > 0)
        length = snprintf(line, LINE_BYTES, "generation %" PRIu64 " holds the program's defaults alone: ", after);
    else
        length = snprintf(line, LINE_BYTES, "no policy is defined: ");
    tell_wrong(report, line + length, LINE_BYTES - (size_t)length);
}

/* A load that is tried again and again says the same each time. */
static bool is_told(struct retry_catalogue *catalogue, const struct retry_outcome *outcome, const char *line)
{
    uint64_t before = catalogue->told;

    catalogue->told = retry__hash(0, line, strlen(line));
    return outcome->repeated && catalogue->told == before;
}

void retry__tell(struct retry_catalogue *catalogue, const struct retry_outcome *outcome)
{
    const struct retry_host *host = &catalogue->host;
    const struct retry_report *report = outcome->report;
    char line[LINE_BYTES];

    if (!host->log || outcome->unchanged)
        return;
    const struct retry_view *view;
    struct retry_slot *slot = retry__catalogue_enter(catalogue, &view);
    bool accepted = outcome->status == RETRY_OK;
    if (accepted)
        tell_accepted(view, &outcome->search, report, line);
    else
        tell_refused(outcome->before, outcome->after, report, line);
    retry__thread_leave(slot);
    if (is_told(catalogue, outcome, line))
        return;
    if (!accepted)
        host->log(host->context, RETRY_ERROR, line);
    else
        host->log(host->context, report->by_severity[RETRY_FINDING_WARNING] > 0 ? RETRY_WARNING : RETRY_INFO, line);
}

void retry__tell_lever(const struct retry_catalogue *catalogue)
{
    const struct retry_host *host = &catalogue->host;
    const struct retry_lever *lever = &catalogue->lever;
    char line[LINE_BYTES], by[512];

    if (!host->log)
        return;
    if (lever->count == 0) {
        host->log(host->context, RETRY_WARNING, "retries are switched on again");
        return;
    }
    retry__escape(lever->lines[0].by, strlen(lever->lines[0].by), by, sizeof(by));
    snprintf(line, sizeof(line), "retries are switched off for %s%s by %s%s", lever->lines[0].pattern,
             lever->lines[0].length == 0 ? " (every policy)" : "", by, lever->count > 1 ? ", and for more" : "");
    host->log(host->context, RETRY_WARNING, line);
}
