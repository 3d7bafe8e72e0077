/* metrics.c - what was counted, as text for a scraper. */
#include "engine/live/metrics.h"

#include "engine/call/ask.h"
#include "engine/call/reason.h"
#include "schema/escape.h"
#include "schema/mem.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#define NS_PER_SECOND UINT64_C(1000000000)
#define US_PER_SECOND UINT64_C(1000000)

/* ---- what is printed ----------------------------------------------------------------------------- */

/* One policy that was looked up. */
struct row {
    const struct retry_policy *policy;
    retry_policy_state state;
    bool disabled;
    uint64_t cells[RETRY_CELL_COUNT];
};

/* All of it at about one moment, so that nothing is held while the stream takes its time. */
struct table {
    FILE *stream;
    struct row *rows;
    size_t count;
    bool all_disabled;
};

/* Is there a line that holds every name? */
static bool holds_all(const struct retry_lever *lever)
{
    for (size_t i = 0; i < lever->count; i++)
        if (lever->lines[i].length == 0)
            return true;
    return false;
}

/* The handles there are; they live as long as the catalogue. @return false: no memory */
static bool list(struct table *table, struct retry_catalogue *catalogue)
{
    retry__lock_take(&catalogue->lock);
    table->rows = retry__mem_new((size_t)catalogue->handles.count + 1, sizeof(*table->rows));
    for (const struct retry_policy *policy = catalogue->handles.first; table->rows && policy; policy = policy->next)
        table->rows[table->count++].policy = policy;
    table->all_disabled = (retry__switch_now() & 1) || holds_all(&catalogue->lever);
    retry__lock_release(&catalogue->lock);
    return table->rows;
}

static void fill(struct row *row)
{
    row->state = retry__ask_state(row->policy);
    row->disabled = retry__ask_disabled(row->policy);
    if (row->policy->cells)
        retry__cells_read(row->policy->cells, row->cells);
}

/* ---- the format ---------------------------------------------------------------------------------- */

/* What stands above the samples of one name. */
struct family {
    const char *name, *type, *help;
    uint64_t (*value)(const struct row *row); /* of one policy; NULL where there is more to it */
};

static void put_head(FILE *stream, const struct family *family)
{
    static const char seconds[] = "_seconds";
    size_t length = strlen(family->name), end = sizeof(seconds) - 1;

    fprintf(stream, "# TYPE %s %s\n", family->name, family->type);
    if (length > end && strcmp(family->name + length - end, seconds) == 0)
        fprintf(stream, "# UNIT %s seconds\n", family->name);
    fprintf(stream, "# HELP %s %s\n", family->name, family->help);
}

static const char *ending(const struct family *family)
{
    return strcmp(family->type, "counter") == 0 ? "_total" : "";
}

/* Whole numbers only: how others are written depends on the locale. */
static void put_seconds(FILE *stream, uint64_t ns)
{
    fprintf(stream, " %" PRIu64 ".%09" PRIu64 "\n", ns / NS_PER_SECOND, ns % NS_PER_SECOND);
}

static void put_micros(FILE *stream, uint64_t us)
{
    fprintf(stream, " %" PRIu64 ".%06" PRIu64 "\n", us / US_PER_SECOND, us % US_PER_SECOND);
}

static void put_number(FILE *stream, const struct family *family, uint64_t number)
{
    put_head(stream, family);
    fprintf(stream, "%s%s %" PRIu64 "\n", family->name, ending(family), number);
}

/* A time that there is not yet has no sample. */
static void put_time(FILE *stream, const struct family *family, uint64_t ns)
{
    put_head(stream, family);
    if (ns == 0)
        return;
    fputs(family->name, stream);
    put_seconds(stream, ns);
}

/* ---- policies ------------------------------------------------------------------------------------ */

static uint64_t ended(const struct row *row, retry_reason reason)
{
    uint64_t late = row->cells[RETRY_CELL_ENDED + (uint32_t)(reason - RETRY_REASON_SUCCESS)];

    return reason == RETRY_REASON_SUCCESS ? row->cells[RETRY_CELL_AT_ONCE] + late : late;
}

static uint64_t retries(const struct row *row)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i < RETRY_CELLS_DELAYS; i++)
        sum += row->cells[RETRY_CELL_DELAYS + i];
    return sum;
}

static uint64_t late_successes(const struct row *row)
{
    return row->cells[RETRY_CELL_ENDED];
}

/* An attempt has succeeded, or has failed and was followed by a retry or a stop. */
static uint64_t attempts(const struct row *row)
{
    return ended(row, RETRY_REASON_SUCCESS) + retries(row) + row->cells[RETRY_CELL_FAILED];
}

/* Read shard by shard, the end of a wait may be seen without its beginning. */
static uint64_t waiting(const struct row *row)
{
    uint64_t count = row->cells[RETRY_CELL_WAITING];

    return count <= INT64_MAX ? count : 0;
}

static uint64_t disabled(const struct row *row)
{
    return row->disabled;
}

static void put_rows(const struct table *table, const struct family *family)
{
    put_head(table->stream, family);
    for (const struct row *row = table->rows; row < table->rows + table->count; row++)
        if (row->policy->cells || family->value == disabled)
            fprintf(table->stream, "%s%s{policy=\"%s\"} %" PRIu64 "\n", family->name, ending(family), row->policy->name,
                    family->value(row));
}

static void put_calls(const struct table *table)
{
    put_head(table->stream, &(struct family){"retry_calls", "counter", "Calls that have ended, by reason.", NULL});
    for (const struct row *row = table->rows; row < table->rows + table->count; row++)
        for (uint32_t i = 0; row->policy->cells && i < RETRY_CELLS_REASONS; i++) {
            retry_reason reason = (retry_reason)(RETRY_REASON_SUCCESS + i);
            fprintf(table->stream, "retry_calls_total{policy=\"%s\",reason=\"%s\"} %" PRIu64 "\n", row->policy->name,
                    retry__reason_name(reason), ended(row, reason));
        }
}

static void put_buckets(FILE *stream, const struct row *row)
{
    uint64_t sum = 0, end_ms = 1;

    for (uint32_t i = 0; i < RETRY_CELLS_DELAYS; i++, end_ms *= 4) {
        sum += row->cells[RETRY_CELL_DELAYS + i];
        fprintf(stream, "retry_delay_seconds_bucket{policy=\"%s\",le=\"", row->policy->name);
        if (i + 1 < RETRY_CELLS_DELAYS)
            fprintf(stream, "%" PRIu64 ".%03" PRIu64, end_ms / 1000, end_ms % 1000);
        else
            fputs("+Inf", stream);
        fprintf(stream, "\"} %" PRIu64 "\n", sum);
    }
}

static void put_delays(const struct table *table)
{
    static const struct family family = {"retry_delay_seconds", "histogram", "Delays before retries, as granted.",
                                         NULL};
    FILE *stream = table->stream;

    put_head(stream, &family);
    for (const struct row *row = table->rows; row < table->rows + table->count; row++) {
        if (!row->policy->cells)
            continue;
        put_buckets(stream, row);
        fprintf(stream, "retry_delay_seconds_sum{policy=\"%s\"}", row->policy->name);
        put_micros(stream, row->cells[RETRY_CELL_DELAY_US]);
        fprintf(stream, "retry_delay_seconds_count{policy=\"%s\"} %" PRIu64 "\n", row->policy->name, retries(row));
    }
}

static void put_policies(const struct table *table)
{
    static const struct family families[] = {
        {"retry_attempts", "counter", "Attempts that were reported.", attempts},
        {"retry_retries", "counter", "Retries that were granted.", retries},
        {"retry_successes_after_retry", "counter", "Calls that succeeded by a retry.", late_successes},
        {"retry_waiting", "gauge", "Calls that wait inside the library now.", waiting},
        {"retry_disabled", "gauge", "1 where retries are switched off, by a lever or by the policy.", disabled},
    };

    put_calls(table);
    put_delays(table);
    for (size_t i = 0; i < RETRY_COUNT(families); i++)
        put_rows(table, &families[i]);
}

/* ---- levers -------------------------------------------------------------------------------------- */

/* Copies, so that no lock is held while a stream may keep its writer waiting. @return false: no memory */
static bool copy_levers(struct retry_catalogue *catalogue, struct retry_lever *out)
{
    const struct retry_lever *lever = &catalogue->lever;
    bool good;

    *out = (struct retry_lever){0};
    retry__lock_take(&catalogue->lock);
    out->lines = retry__mem_new(lever->count + 1, sizeof *out->lines);
    good = out->lines != NULL;
    for (; good && out->count < lever->count; out->count++) {
        const struct retry_lever_line *from = &lever->lines[out->count];
        struct retry_lever_line *to = &out->lines[out->count];
        to->since_ns = from->since_ns;
        to->pattern = retry__arena_text(&out->arena, from->pattern, strlen(from->pattern));
        to->by = retry__arena_text(&out->arena, from->by, strlen(from->by));
        good = to->pattern && to->by;
    }
    retry__lock_release(&catalogue->lock);
    if (good && (retry__switch_now() & 1))
        out->lines[out->count++] = (struct retry_lever_line){
            .pattern = "*",
            .by = RETRY_SWITCH_NAME,
            .since_ns = atomic_load_explicit(&retry__switch->since_ns, memory_order_relaxed),
        };
    return good;
}

/* A path may hold anything; a label may not. */
static void put_label(FILE *stream, const char *text)
{
    char safe[1024];

    retry__escape(text, strlen(text), safe, sizeof(safe));
    for (const char *at = safe; *at; at++) {
        if (*at == '"' || *at == '\\')
            fputc('\\', stream);
        fputc(*at, stream);
    }
}

static bool put_levers(FILE *stream, struct retry_catalogue *catalogue)
{
    static const struct family family = {"retry_lever_since_timestamp_seconds", "gauge",
                                         "Since when a lever switches policies off, and by which path.", NULL};
    struct retry_lever levers;
    bool good = copy_levers(catalogue, &levers);

    put_head(stream, &family);
    for (size_t i = 0; good && i < levers.count; i++) {
        fprintf(stream, "%s{policy=\"%s\",by=\"", family.name, levers.lines[i].pattern);
        put_label(stream, levers.lines[i].by);
        fputs("\"}", stream);
        put_seconds(stream, levers.lines[i].since_ns);
    }
    retry__lever_done(&levers);
    return good;
}

/* ---- the catalogue ------------------------------------------------------------------------------- */

static uint64_t in_state(const struct table *table, retry_policy_state state)
{
    uint64_t count = 0;

    for (size_t i = 0; i < table->count; i++)
        count += table->rows[i].state == state;
    return count;
}

static void put_reload(FILE *stream, const char *result, const _Atomic uint64_t *count)
{
    fprintf(stream, "retry_reloads_total{result=\"%s\"} %" PRIu64 "\n", result,
            atomic_load_explicit(count, memory_order_relaxed));
}

static void put_reloads(FILE *stream, const struct retry_tally *tally)
{
    static const struct family count = {"retry_reloads", "counter", "Loads of the policy files, by result.", NULL};
    static const struct family good = {"retry_last_reload_successful", "gauge", "0 where the last was refused.", NULL};
    static const struct family when = {"retry_last_reload_success_timestamp_seconds", "gauge",
                                       "When the last was made that was not refused.", NULL};

    put_head(stream, &count);
    put_reload(stream, "accepted", &tally->accepted);
    put_reload(stream, "refused", &tally->refused);
    put_reload(stream, "unchanged", &tally->unchanged);
    put_number(stream, &good, atomic_load_explicit(&tally->good, memory_order_relaxed));
    put_time(stream, &when, atomic_load_explicit(&tally->success_ns, memory_order_relaxed));
}

/* By a clock that nobody sets: the wall clock may have been wrong when the set was loaded. */
static uint64_t age_ns(const struct retry_tally *tally)
{
    uint64_t since_ns = atomic_load_explicit(&tally->running_since_ns, memory_order_relaxed);
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return since_ns ? (uint64_t)now.tv_sec * NS_PER_SECOND + (uint64_t)now.tv_nsec - since_ns : 0;
}

static void put_catalogue(const struct table *table, const struct retry_catalogue *catalogue)
{
    static const struct family families[] = {
        {"retry_set_generation", "gauge", "Sets made current, 1 for the first.", NULL},
        {"retry_set_age_seconds", "gauge", "For how long the current set has been running.", NULL},
        {"retry_policies_orphaned", "gauge", "Policies in use that the current set lacks.", NULL},
        {"retry_policies_undefined", "gauge", "Policies in use that no set has defined.", NULL},
        {"retry_all_disabled", "gauge", "1 where a lever or the program switches all retries off.", NULL},
        {"retry_build_info", "gauge", "The version of libretry, as a label.", NULL},
    };
    FILE *stream = table->stream;

    put_reloads(stream, &catalogue->tally);
    put_number(stream, &families[0], retry__catalogue_generation(catalogue));
    put_time(stream, &families[1], age_ns(&catalogue->tally));
    put_number(stream, &families[2], in_state(table, RETRY_POLICY_ORPHANED));
    put_number(stream, &families[3], in_state(table, RETRY_POLICY_UNDEFINED));
    put_number(stream, &families[4], table->all_disabled);
    put_head(stream, &families[5]);
    fprintf(stream, "retry_build_info{version=\"%s\"} 1\n", RETRY_VERSION);
}

bool retry__metrics_print(struct retry_catalogue *catalogue, FILE *stream)
{
    struct table table = {.stream = stream};

    if (!list(&table, catalogue))
        return false;
    for (size_t i = 0; i < table.count; i++)
        fill(&table.rows[i]);
    put_policies(&table);
    put_catalogue(&table, catalogue);
    bool good = put_levers(stream, catalogue);
    fputs("# EOF\n", stream);
    retry__mem_free(table.rows);
    return good && fflush(stream) == 0 && !ferror(stream);
}
