/* table.c - a policy's waits as a table for people. */
#include "engine/lint/table.h"

#include "engine/store/set.h"
#include "schema/duration.h"

#include <inttypes.h>
#include <string.h>

#define ALIKE 3 /* of a longer stretch of equal rows only the first and the last are shown */

enum column { RETRY, SHORTEST, LONGEST, MEAN, TOTAL, COLUMNS };

struct line {
    char cells[COLUMNS][48];
};

struct table {
    const struct retry_waits *waits;
    const struct retry_rows *rows;
    uint32_t last; /* row to show */
    FILE *out;     /* NULL: only measure */
    int widths[COLUMNS];
    bool truncated; /* there are more rows than may be shown */
    uint64_t total; /* the longest that the waits up to the last row may take */
};

static void put_line(struct table *table, const struct line *line, const char *note)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        int length = (int)strlen(line->cells[i]);
        if (!table->out && length > table->widths[i])
            table->widths[i] = length;
        if (table->out)
            fprintf(table->out, "  %*s", table->widths[i], line->cells[i]);
    }
    if (table->out)
        fprintf(table->out, "%s\n", note);
}

static void put_dots(struct table *table)
{
    if (table->out)
        fprintf(table->out, "  %*s\n", table->widths[RETRY], "..");
}

/* Adds so many waits like that one to the total. */
static void add_waits(struct table *table, const struct retry_wait *wait, uint64_t count)
{
    uint64_t cap = retry__waits_cap(table->waits), hi_ns = wait->window.hi_ns;

    if (wait->answer != RETRY_ANSWER_WINDOW || table->waits->opaque ||
        (unsigned __int128)hi_ns * count > cap - table->total)
        table->total = cap;
    else
        table->total += hi_ns * count;
}

static void put_wait(struct table *table, const struct retry_wait *wait)
{
    struct line line = {{"", "?", "?", "?", "-"}};
    bool told = wait->answer == RETRY_ANSWER_WINDOW && !table->waits->opaque;

    snprintf(line.cells[RETRY], sizeof(line.cells[RETRY]), "%" PRIu32, wait->retry);
    if (wait->answer == RETRY_ANSWER_WINDOW) {
        retry__duration_text(wait->window.lo_ns, line.cells[SHORTEST], sizeof(line.cells[SHORTEST]));
        retry__duration_text(wait->window.hi_ns, line.cells[LONGEST], sizeof(line.cells[LONGEST]));
    }
    add_waits(table, wait, 1);
    if (wait->mean_known)
        retry__duration_text(wait->mean_ns, line.cells[MEAN], sizeof(line.cells[MEAN]));
    if (!wait->unreachable && table->total < RETRY_WAITS_MOST)
        retry__duration_text(table->total, line.cells[TOTAL], sizeof(line.cells[TOTAL]));
    else if (!wait->unreachable)
        snprintf(line.cells[TOTAL], sizeof(line.cells[TOTAL]), "%s", told ? "over 292 years" : "?");
    put_line(table, &line, wait->unreachable ? "  beyond the limits" : "");
}

/* Goes through the rows, once to measure them and once to print them. */
static void put_rows(struct table *table)
{
    struct retry_wait wait;
    uint32_t shown = 0;

    table->total = table->rows->first > 1 ? retry__waits_longest(table->waits, table->rows->first - 1) : 0;
    for (uint32_t retry = table->rows->first; retry <= table->last; retry++) {
        if (!retry__waits_at(table->waits, retry, &wait))
            break;
        table->truncated = shown++ == table->rows->most;
        if (table->truncated)
            break;
        put_wait(table, &wait);
        if (table->rows->asked)
            continue;
        uint32_t same = retry__waits_same(table->waits, retry, table->last);
        if (same - retry >= ALIKE) {
            put_dots(table);
            add_waits(table, &wait, same - 1 - retry);
            retry = same - 1;
        }
    }
}

/* "By its rule 2, at most 3 retries:" */
static void put_rule(const struct retry_waits *waits, uint32_t number, FILE *out)
{
    uint16_t retries = waits->rule->max_retries;

    fprintf(out, "\n  By its rule %" PRIu32, number);
    if (retries != RETRY_RULE_UNLIMITED)
        fprintf(out, ", at most %u %s", (unsigned)retries, retries == 1 ? "retry" : "retries");
    if (waits->rule->by_call)
        fputs(", counted with the failures of all others", out);
    fputs(":\n", out);
}

/* "db: 6 attempts = 1 try + 5 retries, at most 30s in all, 2s an attempt" and the path of the nodes. */
static void put_policy(const struct retry_waits *waits, FILE *out)
{
    const struct retry_plan *plan = waits->plan;
    uint64_t retries = waits->allowed;
    char text[48];

    fprintf(out, "%s: ", retry__plan_name(plan));
    if (retries == RETRY_WAITS_ENDLESS)
        fputs("unlimited attempts", out);
    else if (retries == 0)
        fputs("1 attempt = 1 try, no retry", out);
    else
        fprintf(out, "%" PRIu64 " attempts = 1 try + %" PRIu64 " %s", retries + 1, retries,
                retries == 1 ? "retry" : "retries");
    if (plan->max_elapsed_ns != UINT64_MAX)
        fprintf(out, ", at most %.*s in all", (int)retry__duration_text(plan->max_elapsed_ns, text, sizeof(text)),
                text);
    if (plan->attempt_timeout_ns != UINT64_MAX)
        fprintf(out, ", %.*s an attempt", (int)retry__duration_text(plan->attempt_timeout_ns, text, sizeof(text)),
                text);
    fputc('\n', out);
    if (!plan->enabled)
        fputs("    disabled, so no retry is made; this is what it would do if it were enabled\n", out);
}

/* The path of the nodes, and what has to be known of their delays. */
static void put_backoff(const struct retry_waits *waits, FILE *out)
{
    char path[512];

    if (waits->backoff) {
        retry__node_path(waits->backoff, 0, path, sizeof(path));
        fprintf(out, "    %s\n", path);
    }
    if (waits->unknown)
        fputs("    only the program knows the delays, in its custom backoff\n", out);
    else if (waits->opaque)
        fputs("    the program may know other delays, in its custom backoff; these hold where it knows none,\n"
              "    and totals leave room for any that it may know\n",
              out);
    else if (waits->recalls)
        fputs("    a delay depends on the one before; these hold where each is the longest\n", out);
}

static void put_table(struct table *table, FILE *out)
{
    static const struct line titles = {{"retry", "shortest", "longest", "mean", "total at most"}};

    put_line(table, &titles, "");
    put_rows(table);
    table->out = out;
    fputc('\n', out);
    put_line(table, &titles, "");
    put_rows(table);
}

/* What follows the rows, where they do not tell all. */
static void put_rest(struct table *table)
{
    const struct retry_waits *waits = table->waits;

    if (table->rows->asked)
        return;
    if (table->truncated)
        fprintf(table->out, "\n  Only the first %" PRIu32 " rows are shown: --retries shows more.\n",
                table->rows->most);
    else if (waits->reachable > table->last)
        put_dots(table);
    else if (waits->reachable == 0)
        fputs("\n  No retry: the first wait would already end after max_elapsed.\n", table->out);
    else if (waits->reachable < waits->allowed)
        fputs("\n  No retry after these: its wait would end after max_elapsed.\n", table->out);
}

static void put_total(const struct retry_waits *waits, FILE *out)
{
    struct retry_waits_total total = retry__waits_total(waits);
    char text[48];

    fputs("\n  All waits together: ", out);
    if (!total.max_known && total.lost)
        fputs("too many different ones to add up", out);
    else if (!total.max_known)
        fputs(waits->opaque ? "only the program knows" : "no limit", out);
    else if (total.max_ns == RETRY_WAITS_MOST)
        fputs("over 292 years", out);
    else
        fprintf(out, "at most %.*s", (int)retry__duration_text(total.max_ns, text, sizeof(text)), text);
    if (total.mean_known && total.mean_ns < RETRY_WAITS_MOST)
        fprintf(out, ", %.*s on average", (int)retry__duration_text(total.mean_ns, text, sizeof(text)), text);
    fputs(".\n", out);
}

/* A server may make a wait longer than the backoff does; said where the policy says how much. */
static void put_hints(const struct retry_plan *plan, FILE *out)
{
    const struct retry_hint_terms *terms = retry__plan_hints(plan);
    struct retry_decimal spread = {RETRY_DECIMAL_ONE + terms->spread.billionths};
    uint64_t longest_ns = retry__duration_scale(terms->max_ns, spread);
    char text[48];

    if (!plan->hints || terms->use == RETRY_HINT_IGNORE)
        return;
    if (terms->max_extra_ns != UINT64_MAX)
        fprintf(out, "  A server may ask for waits that are longer by up to %.*s.\n",
                (int)retry__duration_text(terms->max_extra_ns, text, sizeof(text)), text);
    else
        fprintf(out, "  A server may ask for waits of up to %.*s.\n",
                (int)retry__duration_text(longest_ns, text, sizeof(text)), text);
}

void retry__table_print(const struct retry_waits *waits, const struct retry_rows *rows, uint32_t number, FILE *out)
{
    struct table table = {.waits = waits, .rows = rows, .last = rows->last};

    if (!rows->asked && waits->reachable < rows->last)
        table.last = (uint32_t)waits->reachable;
    if (waits->rule)
        put_rule(waits, number, out);
    else
        put_policy(waits, out);
    put_backoff(waits, out);
    if (!waits->backoff)
        fputs("\n  There are no retries.\n", out);
    else if (rows->first <= table.last)
        put_table(&table, out);
    table.out = out;
    if (waits->allowed > 0) {
        put_rest(&table);
        put_total(waits, out);
        if (!waits->rule)
            put_hints(waits->plan, out);
    }
}
