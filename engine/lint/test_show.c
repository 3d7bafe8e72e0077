/* test_show.c - what the printers of the command `test` share: attempts in words, and as a table. */
#include "engine/lint/test_show.h"

#include "engine/errors/error.h"
#include "schema/duration.h"
#include "schema/escape.h"

#include <string.h>

#define FIRST 10 /* attempts shown at the start */
#define LAST 3   /* at the end */
#define NEAR 2   /* before and behind one that a failure points at */

const char *retry__test_shown(const char *text, char buffer[RETRY_SHOWN_NAME])
{
    retry__escape(text, strlen(text), buffer, RETRY_SHOWN_NAME);
    return buffer;
}

const char *retry__test_outcome(const struct retry_step *step, char *buffer, size_t size)
{
    char error[160], hint[64] = "";

    retry__error_text(step->error, error, sizeof(error));
    if (step->hint.kind == RETRY_HINT_STOP)
        snprintf(hint, sizeof(hint), ", hint stop");
    else if (step->hint.kind == RETRY_HINT_DELAY)
        retry__duration_text(step->hint.delay_ns, hint + snprintf(hint, sizeof(hint), ", hint "),
                             sizeof(hint) - sizeof(", hint "));
    snprintf(buffer, size, "%s%s%s", error, step->cut ? ", cut" : "", hint);
    return buffer;
}

/* ---- the table ---------------------------------------------------------------------------------- */

enum column { ATTEMPT, OUTCOME, TOOK, ELAPSED, DECISION, DELAY, WINDOW, BY, COLUMNS };

struct line {
    char cells[COLUMNS][160];
};

struct table {
    const struct retry_play *play;
    const struct retry_verdict *verdict;
    FILE *out; /* NULL: only measure */
    int widths[COLUMNS];
};

static void put_line(struct table *table, const struct line *line)
{
    static const bool left[COLUMNS] = {[OUTCOME] = true, [DECISION] = true, [WINDOW] = true, [BY] = true};
    size_t last = COLUMNS - 1;

    while (last > 0 && !line->cells[last][0])
        last--;
    for (size_t i = 0; i <= last; i++) {
        int length = (int)strlen(line->cells[i]), width = table->widths[i];
        if (!table->out && length > table->widths[i])
            table->widths[i] = length;
        if (left[i]) /* nothing stands behind the last */
            width = i < last ? -width : 0;
        if (table->out)
            fprintf(table->out, "  %*s", width, line->cells[i]);
    }
    if (table->out)
        fputc('\n', table->out);
}

static void write_duration(uint64_t ns, struct line *line, enum column column)
{
    retry__duration_text(ns, line->cells[column], sizeof(line->cells[column]));
}

static void put_step(struct table *table, size_t index)
{
    const struct retry_step *step = &table->play->steps[index];
    struct line line = {{"", "", "", "", "", "", "", ""}};
    char lo[48], hi[48];

    snprintf(line.cells[ATTEMPT], sizeof(line.cells[ATTEMPT]), "%zu", index + 1);
    retry__test_outcome(step, line.cells[OUTCOME], sizeof(line.cells[OUTCOME]));
    write_duration(step->took_ns, &line, TOOK);
    write_duration(step->elapsed_ns, &line, ELAPSED);
    snprintf(line.cells[DECISION], sizeof(line.cells[DECISION]), "%s",
             retry_reason_name((retry_reason)step->decision.reason));
    if (step->decision.again)
        write_duration(step->decision.delay_ns, &line, DELAY);
    if (step->drawn) {
        retry__duration_text(step->window.lo_ns, lo, sizeof(lo));
        retry__duration_text(step->window.hi_ns, hi, sizeof(hi));
        snprintf(line.cells[WINDOW], sizeof(line.cells[WINDOW]), "[%s, %s]", lo, hi);
    }
    if (step->decision.reason != RETRY_REASON_SUCCESS)
        retry__play_path(table->play, step, line.cells[BY], sizeof(line.cells[BY]));
    put_line(table, &line);
}

static bool is_shown(const struct table *table, size_t index)
{
    bool near = index < FIRST || index + LAST >= table->play->count;

    for (size_t i = 0; i < table->verdict->count && !near; i++) {
        size_t step = table->verdict->failures[i].step;
        near = step != RETRY_FAILURE_NO_STEP && index + NEAR >= step && index <= step + NEAR;
    }
    return near;
}

static void put_steps(struct table *table)
{
    static const struct line titles = {
        {"attempt", "outcome", "took", "elapsed", "decision", "delay", "drawn from", "decided by"}};
    bool before = true;

    put_line(table, &titles);
    for (size_t i = 0; i < table->play->count; i++) {
        bool now = is_shown(table, i);
        if (now)
            put_step(table, i);
        else if (before && table->out)
            fprintf(table->out, "  %*s\n", table->widths[ATTEMPT], "..");
        before = now;
    }
}

void retry__test_trace(const struct retry_play *play, const struct retry_verdict *verdict, FILE *out)
{
    struct table table = {.play = play, .verdict = verdict};

    put_steps(&table);
    table.out = out;
    put_steps(&table);
}
