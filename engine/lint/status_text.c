/* status_text.c - what a status file says, for people in a hurry. */
#include "engine/lint/status_text.h"

#include "engine/store/moment.h"
#include "schema/duration.h"
#include "schema/escape.h"

#include <string.h>

#define NS_PER_SECOND UINT64_C(1000000000)
#define NAMES 20 /* of a list of policies; more are counted */

/* ---- pieces -------------------------------------------------------------------------------------- */

/* A text of the file may hold whatever a terminal obeys. */
static void put(FILE *out, const char *before, const char *text, const char *after)
{
    char shown[1024];

    retry__escape(text, strlen(text), shown, sizeof(shown));
    fprintf(out, "%s%s%s", before, shown, after);
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text ? text : "";
}

static bool flag_of(const json_t *object, const char *key)
{
    return json_is_true(json_object_get(object, key));
}

static unsigned long long number_of(const json_t *object, const char *key)
{
    return (unsigned long long)json_integer_value(json_object_get(object, key));
}

/* "2026-11-28T10:39:05Z, 3m ago" */
static void put_moment(FILE *out, const json_t *object, const char *key)
{
    const char *text = text_of(object, key);
    uint64_t moment_ns, now_ns = retry__moment_now();
    char ago[64];

    if (!retry__moment_read(text, &moment_ns)) {
        fputs("an unknown time", out);
        return;
    }
    fprintf(out, "%.19sZ", text);
    if (moment_ns > now_ns)
        return;
    retry__duration_text((now_ns - moment_ns) / NS_PER_SECOND * NS_PER_SECOND, ago, sizeof(ago));
    fprintf(out, ", %s ago", ago);
}

static void count(FILE *out, const char *before, unsigned long long number, const char *one, const char *many)
{
    fprintf(out, "%s%llu %s", before, number, number == 1 ? one : many);
}

/* ---- what runs ----------------------------------------------------------------------------------- */

/* The names of all policies of that state, as "  orphaned: a, b". */
static void put_names(const struct retry_seen *seen, const char *state, const char *head, FILE *out)
{
    size_t found = 0;

    for (size_t i = 0; i < json_array_size(seen->policies); i++) {
        const json_t *policy = json_array_get(seen->policies, i);
        if (strcmp(text_of(policy, "state"), state) != 0)
            continue;
        if (found++ < NAMES)
            put(out, found == 1 ? head : ", ", text_of(policy, "name"), "");
    }
    if (found > NAMES)
        fprintf(out, " and %zu more", found - NAMES);
    if (found > 0)
        fputc('\n', out);
}

static unsigned long long count_defined(const struct retry_seen *seen)
{
    unsigned long long defined = 0;

    for (size_t i = 0; i < json_array_size(seen->policies); i++)
        defined += strcmp(text_of(json_array_get(seen->policies, i), "state"), "defined") == 0;
    return defined;
}

static void put_running_files(const struct retry_seen *seen, FILE *out)
{
    const json_t *files = json_object_get(seen->running, "files");

    for (size_t i = 0; i < json_array_size(files); i++) {
        const json_t *file = json_array_get(files, i);
        if (!json_is_null(json_object_get(file, "hash")))
            put(out, "  from ", text_of(file, "path"), "\n");
    }
}

static void put_running(const struct retry_seen *seen, FILE *out)
{
    const json_t *running = seen->running;

    fputs("\nWhat runs\n", out);
    if (number_of(running, "generation") == 0) {
        fputs("  no set: every call makes one attempt\n", out);
    } else {
        fprintf(out, "  generation %llu since ", number_of(running, "generation"));
        put_moment(out, running, "loaded");
        count(out, ": ", count_defined(seen), "policy", "policies");
        if (*text_of(running, "hash"))
            fprintf(out, ", hash %s", text_of(running, "hash"));
        fputc('\n', out);
    }
    if (flag_of(running, "defaults_alone"))
        fputs("  the program's own defaults alone, because its files were refused\n", out);
    if (flag_of(running, "last_good"))
        fputs("  the set that was kept from an earlier run, because the files were refused\n", out);
    put_running_files(seen, out);
    put_names(seen, "orphaned", "  orphaned, no file defines them any more: ", out);
    put_names(seen, "undefined", "  asked for and not defined, one attempt each: ", out);
}

/* ---- the last attempt ---------------------------------------------------------------------------- */

static void put_finding(const json_t *finding, FILE *out)
{
    const char *file = text_of(finding, "file");

    put(out, "  ", file, *file ? ":" : "");
    if (number_of(finding, "line") > 0)
        fprintf(out, "%llu:%llu:", number_of(finding, "line"), number_of(finding, "column"));
    put(out, *file ? " " : "", text_of(finding, "severity"), ":");
    put(out, " ", text_of(finding, "message"), "");
    put(out, " [", text_of(finding, "slug"), "]\n");
    if (json_is_string(json_object_get(finding, "help")))
        put(out, "    help: ", text_of(finding, "help"), "\n");
}

static void put_attempt(const struct retry_seen *seen, FILE *out)
{
    const json_t *attempt = seen->attempt, *findings = json_object_get(attempt, "findings");

    fputs("\nThe last attempt to load\n", out);
    if (json_is_null(json_object_get(attempt, "time"))) {
        fputs("  there was none yet\n", out);
        return;
    }
    put(out, "  ", text_of(attempt, "result"), ", at ");
    put_moment(out, attempt, "time");
    put(out, ", by ", text_of(attempt, "trigger"), "");
    count(out, ": ", number_of(attempt, "errors"), "error", "errors");
    count(out, ", ", number_of(attempt, "warnings"), "warning", "warnings");
    fputc('\n', out);
    for (size_t i = 0; i < json_array_size(findings); i++)
        put_finding(json_array_get(findings, i), out);
}

/* ---- the rest ------------------------------------------------------------------------------------ */

static void put_levers(const struct retry_seen *seen, FILE *out)
{
    fputs("\nLevers\n", out);
    if (json_array_size(seen->levers) == 0)
        fputs("  none is pulled\n", out);
    for (size_t i = 0; i < json_array_size(seen->levers); i++) {
        const json_t *lever = json_array_get(seen->levers, i);
        put(out, "  retries are OFF for ", text_of(lever, "pattern"), " since ");
        put_moment(out, lever, "since");
        put(out, ", by ", text_of(lever, "by"), "\n");
    }
}

static void put_watch(const struct retry_seen *seen, FILE *out)
{
    fputs("\nWatch\n  ", out);
    if (!flag_of(seen->watch, "on"))
        fputs("off: edits count once the program reloads\n", out);
    else
        fputs(flag_of(seen->watch, "notified") ? "on, told of changes by the kernel\n" : "on, by polling\n", out);
}

void retry__status_text(const struct retry_seen *seen, bool alive, FILE *out)
{
    fprintf(out, "process %d (%s)", seen->process, alive ? "alive" : "GONE: this is what it said last");
    if (seen->program)
        put(out, ", program ", seen->program, "");
    fputs(", as of ", out);
    put_moment(out, seen->root, "taken");
    if (seen->path)
        put(out, "\nsearch path ", *seen->path ? seen->path : "built in", "");
    fputc('\n', out);
    put_running(seen, out);
    put_attempt(seen, out);
    put_levers(seen, out);
    put_watch(seen, out);
}
