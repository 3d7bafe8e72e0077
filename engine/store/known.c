/* known.c - what is known of a catalogue's loads: the record of the set that runs, and all of the last attempt. */
#include "engine/store/known.h"

#include "engine/store/hash.h"
#include "engine/store/moment.h"
#include "engine/store/outcome.h"
#include "engine/store/record.h"

#include <stdlib.h>
#include <string.h>

static void empty(struct retry_attempt *attempt)
{
    retry__report_empty(&attempt->report);
    retry__mem_free(attempt->path);
    *attempt = (struct retry_attempt){0};
}

static void attempt_free(struct retry_attempt *attempt)
{
    if (attempt)
        empty(attempt);
    retry__mem_free(attempt);
}

bool retry__known_new(struct retry_known *known)
{
    known->attempt = retry__mem_new(1, sizeof *known->attempt);
    known->spare = retry__mem_new(1, sizeof *known->spare);
    return known->attempt && known->spare;
}

void retry__known_done(struct retry_known *known)
{
    if (known->attempt && known->attempt->record != known->active)
        retry__record_free(known->attempt->record);
    retry__record_free(known->active);
    attempt_free(known->attempt);
    attempt_free(known->spare);
}

/* The search reads the variable at each load, too. */
static char *path_now(const char *path)
{
    if (!path)
        path = secure_getenv("RETRY_POLICY_PATH");
    if (!path)
        path = "";
    size_t size = strlen(path) + 1;
    char *copy = retry__mem_new(size, 1);
    return copy ? memcpy(copy, path, size) : NULL;
}

/* A child that was forked in the middle of a load has no spare one. */
struct retry_attempt *retry__known_begin(struct retry_known *known, const char *path)
{
    struct retry_attempt *attempt = known->spare ? known->spare : retry__mem_new(1, sizeof *attempt);

    known->spare = NULL;
    if (attempt)
        attempt->path = path_now(path);
    return attempt;
}

struct retry_record *retry__known_activate(struct retry_known *known, struct retry_record *record)
{
    struct retry_record *old = known->active;

    known->active = record;
    return old == known->attempt->record ? NULL : old;
}

uint64_t retry__known_warned(const struct retry_report *report)
{
    uint64_t hash = 0;

    for (size_t i = 0; i < report->count; i++) {
        const struct retry_finding *finding = &report->findings[i];
        if (retry__finding_severity(finding->code) != RETRY_FINDING_WARNING)
            continue;
        hash = retry__hash(hash, finding->place.file, strlen(finding->place.file));
        hash = retry__hash(hash, &finding->place.span.line, sizeof finding->place.span.line);
        hash = retry__hash(hash, finding->message, strlen(finding->message));
    }
    return hash;
}

static void fill(struct retry_attempt *attempt, const struct retry_outcome *outcome)
{
    const struct retry_report *report = outcome->report;

    attempt->status = outcome->status;
    attempt->trigger = outcome->trigger;
    attempt->time_ns = retry__moment_now();
    attempt->hash = outcome->hash;
    attempt->record = outcome->record;
    attempt->report.out_of_memory = !report;
    attempt->errors = !report;
    if (!report)
        return;
    attempt->errors = retry__report_count(report, RETRY_FINDING_ERROR);
    attempt->warnings = report->by_severity[RETRY_FINDING_WARNING];
    attempt->warned = retry__known_warned(report);
    retry__report_copy(&attempt->report, report, RETRY_KNOWN_FINDINGS);
}

void retry__known_end(struct retry_known *known, struct retry_attempt *attempt, struct retry_outcome *outcome)
{
    struct retry_attempt *old = known->attempt;

    fill(attempt, outcome);
    outcome->record = NULL;
    outcome->mended = outcome->status == RETRY_OK && old->status != RETRY_OK;
    outcome->other_warnings = attempt->warned != old->warned;
    retry__lock_take(&known->lock);
    known->attempt = attempt;
    struct retry_record *record = old->record == known->active ? NULL : old->record;
    retry__lock_release(&known->lock);
    retry__record_free(record);
    empty(old);
    known->spare = old;
}
