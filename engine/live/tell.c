/* tell.c - one line in the log for each load, and for each change of a lever. */
#include "engine/live/tell.h"

#include "engine/live/journal.h"
#include "engine/store/hash.h"
#include "engine/store/moment.h"
#include "schema/duration.h"
#include "schema/escape.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#define LINE_BYTES 2048
#define VALUE_BYTES 1100 /* of one value, escaped, before it is quoted */

/* ---- logfmt -------------------------------------------------------------------------------------- */

struct line {
    char text[LINE_BYTES];
    size_t length;
};

static struct line begin(const char *word)
{
    struct line line;

    line.length = (size_t)snprintf(line.text, sizeof(line.text), "%s", word);
    return line;
}

/* What no reader of logfmt takes apart. */
static bool is_plain(const char *value)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._/:+,@%";

    return *value && value[strspn(value, plain)] == '\0';
}

/* Room is left for the quote at the end; the rest of a value that does not fit is cut. */
static void quote(struct line *line, const char *value)
{
    line->text[line->length++] = '"';
    for (; *value && line->length + 4 < LINE_BYTES; value++) {
        if (*value == '"' || *value == '\\')
            line->text[line->length++] = '\\';
        line->text[line->length++] = *value;
    }
    while (*value && ((unsigned char)*value & 0xC0) == 0x80) { /* never half a character */
        line->length--;
        value--;
    }
    line->text[line->length++] = '"';
    line->text[line->length] = '\0';
}

/* A key and its value, which may be any bytes. What does not fit is left out. */
static void put(struct line *line, const char *key, const char *value)
{
    size_t room = LINE_BYTES - line->length;
    char safe[VALUE_BYTES];

    if (strlen(key) + 16 > room)
        return;
    retry__escape(value, strlen(value), safe, sizeof(safe));
    line->length += (size_t)snprintf(line->text + line->length, room, " %s=", key);
    room = LINE_BYTES - line->length;
    if (is_plain(safe) && strlen(safe) < room)
        line->length += (size_t)snprintf(line->text + line->length, room, "%s", safe);
    else
        quote(line, safe);
}

static void put_number(struct line *line, const char *key, uint64_t number)
{
    char text[24];

    snprintf(text, sizeof(text), "%" PRIu64, number);
    put(line, key, text);
}

/* No files have no hash. */
static void put_hash(struct line *line, const char *key, uint64_t hash)
{
    char text[24];

    snprintf(text, sizeof(text), "%016" PRIx64, hash);
    if (hash != 0)
        put(line, key, text);
}

/* ---- who hears it -------------------------------------------------------------------------------- */

static bool heard(const struct retry_catalogue *catalogue)
{
    return catalogue->host.log || (catalogue->own && retry__journal_is_on());
}

static void say(const struct retry_catalogue *catalogue, retry_severity severity, const struct line *line)
{
    if (catalogue->host.log)
        catalogue->host.log(catalogue->host.context, severity, line->text);
    else if (catalogue->own)
        retry__journal_write(line->text);
}

/* ---- loads --------------------------------------------------------------------------------------- */

static const char *trigger_name(retry_trigger trigger)
{
    static const char *const names[] = {
        [RETRY_TRIGGER_FIRST] = "first",
        [RETRY_TRIGGER_RELOAD] = "reload",
        [RETRY_TRIGGER_WATCH] = "watch",
    };

    return (size_t)trigger < RETRY_COUNT(names) ? names[trigger] : "unknown";
}

/* "FILE:LINE:COLUMN: message [slug]" of the first of that severity. */
static void put_first(struct line *line, const char *key, const struct retry_report *report,
                      enum retry_finding_severity severity)
{
    char text[VALUE_BYTES], place[32] = "";
    const struct retry_finding *finding = NULL;

    for (size_t i = 0; (finding = retry__report_at(report, i)); i++)
        if (retry__finding_severity(finding->code) == severity)
            break;
    if (!finding)
        return;
    if (finding->place.span.line > 0)
        snprintf(place, sizeof(place), "%u:%u:", (unsigned)finding->place.span.line,
                 (unsigned)finding->place.span.column);
    snprintf(text, sizeof(text), "%.512s%s%s%s%s [%s]", finding->place.file, *finding->place.file ? ":" : "", place,
             *finding->place.file ? " " : "", finding->message, retry__finding_slug(finding->code));
    put(line, key, text);
}

static size_t count_policies(const struct retry_catalogue *catalogue)
{
    const struct retry_view *view;
    struct retry_slot *slot = retry__catalogue_enter(catalogue, &view);
    size_t policies = 0;

    for (uint32_t i = 0; view->set && i < view->set->plan_count; i++)
        policies += !retry__set_plan(view->set, i)->orphaned;
    retry__thread_leave(slot);
    return policies;
}

static size_t count_files(const struct retry_search *search)
{
    size_t files = 0;

    for (size_t i = 0; i < search->count; i++)
        files += search->found[i].skipped == NULL;
    return files;
}

static void put_accepted(struct line *line, const struct retry_catalogue *catalogue,
                         const struct retry_outcome *outcome)
{
    put_number(line, "policies", count_policies(catalogue));
    put_number(line, "files", count_files(&outcome->search));
    put_number(line, "warnings", outcome->report->by_severity[RETRY_FINDING_WARNING]);
    if (outcome->changes[0] && !outcome->unchanged)
        put(line, "changed", outcome->changes);
    put_first(line, "first_warning", outcome->report, RETRY_FINDING_WARNING);
}

static void put_refused(struct line *line, const struct retry_outcome *outcome)
{
    char kept[RETRY_MOMENT_BYTES];

    if (outcome->defaults_alone)
        put(line, "defaults_alone", "true");
    retry__moment_text(outcome->last_good_ns, kept);
    if (outcome->last_good_ns > 0)
        put(line, "last_good", kept);
    put_number(line, "errors", outcome->report ? retry__report_count(outcome->report, RETRY_FINDING_ERROR) : 1);
    if (outcome->report)
        put_first(line, "first", outcome->report, RETRY_FINDING_ERROR);
    else
        put(line, "first", "out of memory [out-of-memory]");
    if (outcome->report)
        put_first(line, "first_warning", outcome->report, RETRY_FINDING_WARNING);
}

static retry_severity severity_of(const struct retry_outcome *outcome)
{
    if (outcome->status != RETRY_OK)
        return RETRY_ERROR;
    return outcome->report->by_severity[RETRY_FINDING_WARNING] > 0 ? RETRY_WARNING : RETRY_INFO;
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
    struct line line = begin("reload");
    bool accepted = outcome->status == RETRY_OK;

    if (!heard(catalogue) || (outcome->unchanged && !outcome->mended && !outcome->other_warnings))
        return;
    put(&line, "result", !accepted ? "refused" : outcome->unchanged ? "unchanged" : "accepted");
    put(&line, "trigger", trigger_name(outcome->trigger));
    put_number(&line, "generation", outcome->after);
    put_hash(&line, "old", outcome->old_hash);
    put_hash(&line, "new", outcome->hash);
    if (accepted)
        put_accepted(&line, catalogue, outcome);
    else
        put_refused(&line, outcome);
    if (!is_told(catalogue, outcome, line.text))
        say(catalogue, severity_of(outcome), &line);
}

/* ---- the rest ------------------------------------------------------------------------------------ */

static void put_off(struct line *line, const char *pattern, const char *by, uint64_t since_ns)
{
    char since[RETRY_MOMENT_BYTES];

    put(line, "off", pattern);
    put(line, "by", by);
    retry__moment_text(since_ns, since);
    put(line, "since", since);
}

void retry__tell_lever(const struct retry_catalogue *catalogue)
{
    const struct retry_lever *lever = &catalogue->lever;
    struct line line = begin(lever->count == 0 ? "lever on" : "lever");

    if (!heard(catalogue))
        return;
    if (lever->count > 0)
        put_off(&line, lever->lines[0].pattern, lever->lines[0].by, lever->lines[0].since_ns);
    if (lever->count > 1)
        put_number(&line, "more", lever->count - 1);
    say(catalogue, RETRY_WARNING, &line);
}

void retry__tell_notify(const struct retry_catalogue *catalogue, int error, uint64_t poll_ns)
{
    const char *name = strerrorname_np(error);
    struct line line = begin("watch");
    char poll[48];

    if (!heard(catalogue))
        return;
    put(&line, "notified", error == 0 ? "true" : "false");
    if (error != 0)
        put(&line, "error", name ? name : "unknown");
    retry__duration_text(poll_ns, poll, sizeof(poll));
    put(&line, "poll", poll);
    say(catalogue, error == 0 ? RETRY_INFO : RETRY_WARNING, &line);
}

void retry__tell_switch(const struct retry_catalogue *catalogue, bool off)
{
    struct line line = begin(off ? "lever" : "lever on");

    if (catalogue->host.log || !heard(catalogue))
        return;
    if (off)
        put_off(&line, "*", RETRY_SWITCH_NAME, retry__moment_now());
    else
        put(&line, "by", RETRY_SWITCH_NAME);
    say(catalogue, RETRY_WARNING, &line);
}

static const char *state_file_error(int error)
{
    const char *text = strerrordesc_np(error);

    if (error == EEXIST)
        return "it is there and no regular file";
    if (error == EINVAL)
        return "it would be read as a policy file";
    return text ? text : "unknown";
}

void retry__tell_state_file(const struct retry_catalogue *catalogue, const char *path, int error)
{
    struct line line = begin("status_file result=failed");

    if (!heard(catalogue))
        return;
    put(&line, "path", path);
    put(&line, "error", state_file_error(error));
    say(catalogue, RETRY_WARNING, &line);
}
