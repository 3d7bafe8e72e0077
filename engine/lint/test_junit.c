/* test_junit.c - a run of tests as JUnit XML, as continuous integration reads it: a suite a file. */
#include "engine/lint/test_show.h"
#include "schema/escape.h"

#include <stdlib.h>
#include <string.h>

/* What XML 1.0 has no room for, not even as an entity, is never shown as such: retry__escape_next() spells it. */
static void put_glyph(const struct retry_glyph *glyph, FILE *out)
{
    static const struct {
        char character;
        const char *entity;
    } entities[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&apos;"}};

    for (size_t i = 0; i < RETRY_COUNT(entities); i++) {
        if (glyph->length == 1 && glyph->text[0] == entities[i].character) {
            fputs(entities[i].entity, out);
            return;
        }
    }
    fwrite(glyph->text, 1, glyph->length, out);
}

/* Any text; line ends stay where they mean something, between tags. */
static void put_text(const char *text, bool lines, FILE *out)
{
    size_t length = strlen(text);

    for (size_t at = 0; at < length;) {
        if (lines && text[at] == '\n') {
            fputc('\n', out);
            at++;
            continue;
        }
        struct retry_glyph glyph = retry__escape_next(text, length, &at);
        put_glyph(&glyph, out);
    }
}

static void put_attribute(const char *name, const char *text, FILE *out)
{
    fprintf(out, " %s=\"", name);
    put_text(text, false, out);
    fputc('"', out);
}

/* ---- failures ----------------------------------------------------------------------------------- */

static void write_failures(const struct retry_test_show *show, const struct retry_test *test, FILE *out)
{
    const struct retry_play *play = &show->run->play;
    char path[160];

    for (size_t i = 0; i < show->run->verdict.count; i++) {
        const struct retry_failure *failure = &show->run->verdict.failures[i];
        const struct retry_span span = retry__test_span(test, failure->place);
        fprintf(out, "%s:%u:%u: %s\nexpected: %s\n     got: %s\n", test->document->source->name, (unsigned)span.line,
                (unsigned)span.column, failure->message, failure->expected, failure->got);
        if (failure->step < play->count && !retry_is_ok(play->steps[failure->step].error))
            fprintf(out, " decided: %s, after attempt %zu\n",
                    retry__play_path(play, &play->steps[failure->step], path, sizeof(path)), failure->step + 1);
        fputc('\n', out);
    }
    retry__test_trace(play, &show->run->verdict, out);
}

/* The text is written to memory first, as it has to be escaped. @return false: no memory */
static bool put_failures(const struct retry_test_show *show, const struct retry_test *test)
{
    const struct retry_failure *first = &show->run->verdict.failures[0];
    char *text = NULL;
    size_t size;
    FILE *memory = open_memstream(&text, &size);

    if (!memory)
        return false;
    write_failures(show, test, memory);
    bool good = !ferror(memory);
    good &= fclose(memory) == 0 && text != NULL;
    if (good) {
        fputs("\n      <failure", show->out);
        put_attribute("type", first->key, show->out);
        put_attribute("message", first->message, show->out);
        fputc('>', show->out);
        put_text(text, true, show->out);
        fputs("</failure>\n    ", show->out);
    }
    retry__mem_free(text);
    return good;
}

static bool put_test(const struct retry_test_show *show, size_t index)
{
    const struct retry_test *test = &show->tests->items[index];
    bool good = true;

    fputs("    <testcase", show->out);
    put_attribute("name", test->name, show->out);
    put_attribute("classname", test->policy, show->out);
    put_attribute("file", test->document->source->name, show->out);
    fprintf(show->out, " line=\"%u\">", (unsigned)retry__test_span(test, test->place).line);
    if (show->run->states[index] == RETRY_TEST_FAILED)
        good = retry__test_run_again(show->run, index) && put_failures(show, test);
    fputs("</testcase>\n", show->out);
    return good;
}

/* ---- suites ------------------------------------------------------------------------------------- */

/* The tests of one document stand together; writes those from `first` on. @return the first of the next document */
static size_t put_suite(const struct retry_test_show *show, size_t first, bool *good)
{
    const struct retry_test *tests = show->tests->items;
    const uint8_t *states = show->run->states;
    size_t end = first, count = 0, failed = 0;

    for (; end < show->tests->count && tests[end].document == tests[first].document; end++) {
        count += states[end] != RETRY_TEST_LEFT_OUT;
        failed += states[end] == RETRY_TEST_FAILED;
    }
    if (count == 0)
        return end;
    fputs("  <testsuite", show->out);
    put_attribute("name", tests[first].document->source->name, show->out);
    fprintf(show->out, " tests=\"%zu\" failures=\"%zu\" errors=\"0\">\n", count, failed);
    for (size_t i = first; i < end && *good && !ferror(show->out); i++)
        if (states[i] != RETRY_TEST_LEFT_OUT)
            *good = put_test(show, i);
    fputs("  </testsuite>\n", show->out);
    return end;
}

static void put_finding(const struct retry_finding *finding, FILE *out)
{
    char place[64];

    snprintf(place, sizeof(place), ":%u:%u", (unsigned)finding->place.span.line, (unsigned)finding->place.span.column);
    fputs("    <testcase name=\"", out);
    put_text(finding->place.file, false, out);
    put_text(place, false, out);
    fputs("\" classname=\"findings\">\n      <error", out);
    put_attribute("type", retry__finding_slug(finding->code), out);
    put_attribute("message", finding->message, out);
    fputc('>', out);
    put_text(finding->help ? finding->help : "", true, out);
    fputs("</error>\n    </testcase>\n", out);
}

/* What is wrong with the files themselves, a test case each, so that nobody takes the run for a clean one. */
static void put_findings(const struct retry_report *report, size_t errors, FILE *out)
{
    const struct retry_finding *finding;

    if (errors == 0)
        return;
    fprintf(out, "  <testsuite name=\"findings\" tests=\"%zu\" failures=\"0\" errors=\"%zu\">\n", errors, errors);
    for (size_t i = 0; (finding = retry__report_at(report, i)) != NULL; i++)
        if (retry__finding_severity(finding->code) == RETRY_FINDING_ERROR)
            put_finding(finding, out);
    fputs("  </testsuite>\n", out);
}

static size_t count_errors(const struct retry_report *report)
{
    const struct retry_finding *finding;
    size_t errors = 0;

    for (size_t i = 0; (finding = retry__report_at(report, i)) != NULL; i++)
        errors += retry__finding_severity(finding->code) == RETRY_FINDING_ERROR;
    return errors;
}

bool retry__test_junit(const struct retry_test_show *show)
{
    size_t errors = count_errors(show->input->report);
    size_t failed = show->run ? show->run->failed : 0, passed = show->run ? show->run->passed : 0;
    bool good = true;

    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", show->out);
    fprintf(show->out, "<testsuites name=\"retry-lint\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\">\n",
            passed + failed + errors, failed, errors);
    put_findings(show->input->report, errors, show->out);
    for (size_t i = 0; show->run && i < show->tests->count && good;)
        i = put_suite(show, i, &good);
    fputs("</testsuites>\n", show->out);
    return good && !ferror(show->out);
}
