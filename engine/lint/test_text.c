/* test_text.c - a run of tests as text for people: what failed, where, and how it came about. */
#include "engine/lint/conceal.h"
#include "engine/lint/test_show.h"
#include "schema/print.h"
#include "schema/snippet.h"

#include <string.h>

struct printer {
    const struct retry_test_show *show;
    const struct retry_palette *palette;
};

static int gutter_of(uint32_t line)
{
    int digits = 1;

    for (; line >= 10; line /= 10)
        digits++;
    return digits;
}

static void put_place(const struct printer *printer, const struct retry_test *test, const struct retry_value *place)
{
    const struct retry_span span = retry__test_span(test, place);
    char shown[RETRY_SHOWN_NAME];

    fprintf(printer->show->out, "%s%s:%u:%u:%s ", printer->palette->bold,
            retry__test_shown(test->document->source->name, shown), (unsigned)span.line, (unsigned)span.column,
            printer->palette->plain);
}

/* The source line comes by way of a report, which knows lines and what of them must not be shown. */
static bool put_snippet(const struct printer *printer, const struct retry_test *test, const struct retry_value *place)
{
    struct retry_report *report = retry__report_new();
    struct retry_draft draft = {.code = RETRY_FINDING_UNUSED, .source = test->document->source, .place = &place->place};

    if (!report)
        return false;
    retry__report_add(report, &draft, "%s", "");
    retry__lint_conceal(report, &printer->show->input->search);
    bool good = report->count == 1 && !report->out_of_memory;
    if (good)
        retry__snippet_print(&report->findings[0].place, gutter_of(report->findings[0].place.span.line),
                             printer->palette, printer->show->out);
    retry__report_free(report);
    return good;
}

static bool put_failure(const struct printer *printer, const struct retry_test *test, const struct retry_play *play,
                        const struct retry_failure *failure)
{
    const struct retry_palette *palette = printer->palette;
    FILE *out = printer->show->out;
    char path[160];

    fputs("  ", out);
    put_place(printer, test, failure->place);
    fprintf(out, "%s\n", failure->message);
    bool good = put_snippet(printer, test, failure->place);
    if (failure->list)
        fprintf(out, "  %sexpected:%s %s\n  %s     got:%s %s\n", palette->note, palette->plain, failure->expected,
                palette->note, palette->plain, failure->got);
    if (failure->step < play->count && !retry_is_ok(play->steps[failure->step].error))
        fprintf(out, "  %s decided:%s %s, after attempt %zu\n", palette->note, palette->plain,
                retry__play_path(play, &play->steps[failure->step], path, sizeof(path)), failure->step + 1);
    fputc('\n', out);
    return good;
}

static bool put_test(const struct printer *printer, size_t index)
{
    const struct retry_test_show *show = printer->show;
    const struct retry_test *test = &show->tests->items[index];
    char name[RETRY_SHOWN_NAME];
    bool good = true;

    if (!retry__test_run_again(show->run, index))
        return false;
    put_place(printer, test, test->place);
    fprintf(show->out, "%sFAILED:%s %s%s%s (policy %s)\n", printer->palette->severities[RETRY_FINDING_ERROR],
            printer->palette->plain, printer->palette->bold, retry__test_shown(test->name, name),
            printer->palette->plain, test->policy);
    for (size_t i = 0; i < show->run->verdict.count && good; i++)
        good = put_failure(printer, test, &show->run->play, &show->run->verdict.failures[i]);
    retry__test_trace(&show->run->play, &show->run->verdict, show->out);
    fputc('\n', show->out);
    return good;
}

/* The last line: how many tests were run is always said. */
static void put_totals(const struct retry_test_show *show)
{
    const struct retry_test_run *run = show->run;
    size_t played = run->passed + run->failed;
    char shown[RETRY_SHOWN_NAME];

    if (show->tests->count + show->tests->wrong == 0) {
        fputs("no tests in this set\n", show->out);
        return;
    }
    if (show->filter && played == 0)
        fprintf(show->out, "no test matches '%s': ", retry__test_shown(show->filter, shown));
    fprintf(show->out, "%zu test%s, %zu passed, %zu failed", played, played == 1 ? "" : "s", run->passed, run->failed);
    if (show->tests->wrong > 0)
        fprintf(show->out, ", %zu with errors and not run", show->tests->wrong);
    if (run->left_out > 0)
        fprintf(show->out, ", %zu left out by --filter", run->left_out);
    fputc('\n', show->out);
}

bool retry__test_text(const struct retry_test_show *show)
{
    static const struct retry_palette plain = {"", "", {"", "", ""}, "", ""};
    static const struct retry_palette coloured = {
        .plain = "\033[0m",
        .bold = "\033[1m",
        .severities = {"\033[1;36m", "\033[1;35m", "\033[1;31m"},
        .note = "\033[1;36m",
        .caret = "\033[1;32m",
    };
    struct printer printer = {show, show->colour ? &coloured : &plain};
    bool good = retry__print_report(show->input->report, RETRY_PRINT_TEXT, show->colour, show->out);

    if (!show->run) {
        fputs("no test was run: a program would refuse this set\n", show->out);
        return good;
    }
    for (size_t i = 0; i < show->tests->count && good && !ferror(show->out); i++)
        if (show->run->states[i] == RETRY_TEST_FAILED)
            good = put_test(&printer, i);
    put_totals(show);
    return good;
}
