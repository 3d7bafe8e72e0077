/* test_json.c - a run of tests as JSON, one test at a time. */
#include "engine/errors/error.h"
#include "engine/lint/test_show.h"
#include "schema/print_json.h"

#include <jansson.h>

/* Writes a value, or the members of an object without its braces, and forgets it. */
static bool put(json_t *value, size_t flags, FILE *out)
{
    bool ok = value && json_dumpf(value, out, flags) == 0;

    json_decref(value);
    return ok;
}

static json_t *shown(const char *text)
{
    char buffer[RETRY_SHOWN_NAME];

    return json_string(retry__test_shown(text, buffer));
}

static json_t *number(bool known, uint64_t value)
{
    return known ? json_integer((json_int_t)value) : json_null();
}

static bool put_failure(const struct retry_test *test, const struct retry_play *play,
                        const struct retry_failure *failure, FILE *out)
{
    const struct retry_span span = retry__test_span(test, failure->place);
    bool known = failure->step < play->count && !retry_is_ok(play->steps[failure->step].error);
    char path[160];
    json_t *by =
        known ? json_string(retry__play_path(play, &play->steps[failure->step], path, sizeof(path))) : json_null();

    return put(json_pack("{s:s, s:o, s:I, s:I, s:s, s:s, s:s, s:o, s:o}", "key", failure->key, "file",
                         shown(test->document->source->name), "line", (json_int_t)span.line, "column",
                         (json_int_t)span.column, "message", failure->message, "expected", failure->expected, "got",
                         failure->got, "attempt", number(known, failure->step + 1), "decided_by", by),
               0, out);
}

static json_t *hint(const struct retry_step *step)
{
    if (step->hint.kind == RETRY_HINT_STOP)
        return json_string("stop");
    return number(step->hint.kind == RETRY_HINT_DELAY, step->hint.delay_ns);
}

static bool put_step(const struct retry_play *play, size_t index, FILE *out)
{
    const struct retry_step *step = &play->steps[index];
    char error[160], path[160] = "";

    retry__error_text(step->error, error, sizeof(error));
    if (!retry_is_ok(step->error))
        retry__play_path(play, step, path, sizeof(path));
    return put(json_pack("{s:I, s:s, s:o, s:b, s:I, s:I, s:s, s:o, s:o, s:o, s:s}", "attempt", (json_int_t)index + 1,
                         "outcome", error, "hint", hint(step), "cut", (int)step->cut, "took_ns",
                         (json_int_t)step->took_ns, "elapsed_ns", (json_int_t)step->elapsed_ns, "decision",
                         retry_reason_name((retry_reason)step->decision.reason), "delay_ns",
                         number(step->decision.again, step->decision.delay_ns), "lo_ns",
                         number(step->drawn, step->window.lo_ns), "hi_ns", number(step->drawn, step->window.hi_ns),
                         "decided_by", path),
               0, out);
}

/* What failed, and how it came about; nothing for a test that passed. */
static bool put_details(const struct retry_test_show *show, const struct retry_test *test)
{
    const struct retry_play *play = &show->run->play;
    const struct retry_verdict *verdict = &show->run->verdict;
    bool ok = true;

    fputs(", \"failures\": [", show->out);
    for (size_t i = 0; i < verdict->count && ok; i++) {
        fputs(i ? ",\n    " : "\n    ", show->out);
        ok = put_failure(test, play, &verdict->failures[i], show->out);
    }
    fputs("], \"steps\": [", show->out);
    for (size_t i = 0; verdict->count > 0 && i < play->count && ok && !ferror(show->out); i++) {
        fputs(i ? ",\n    " : "\n    ", show->out);
        ok = put_step(play, i, show->out);
    }
    fputs("]}", show->out);
    return ok;
}

static bool put_test(const struct retry_test_show *show, size_t index, bool first)
{
    const struct retry_test *test = &show->tests->items[index];
    const struct retry_span span = retry__test_span(test, test->place);
    const struct retry_play *play = &show->run->play;

    if (!retry__test_run_again(show->run, index))
        return false;
    fputs(first ? "\n  {" : ",\n  {", show->out);
    return put(json_pack("{s:o, s:s, s:o, s:I, s:I, s:b, s:s, s:I, s:I}", "name", shown(test->name), "policy",
                         test->policy, "file", shown(test->document->source->name), "line", (json_int_t)span.line,
                         "column", (json_int_t)span.column, "passed", show->run->verdict.count == 0, "reason",
                         retry_reason_name((retry_reason)play->last.reason), "attempts",
                         (json_int_t)play->last.attempts, "elapsed_ns", (json_int_t)play->elapsed_ns),
               JSON_EMBED, show->out) &&
           put_details(show, test);
}

static bool put_tests(const struct retry_test_show *show)
{
    bool ok = true, first = true;

    for (size_t i = 0; show->run && i < show->tests->count && ok && !ferror(show->out); i++) {
        if (show->run->states[i] == RETRY_TEST_LEFT_OUT)
            continue;
        ok = put_test(show, i, first);
        first = false;
    }
    return ok;
}

bool retry__test_json(const struct retry_test_show *show)
{
    size_t passed = show->run ? show->run->passed : 0, failed = show->run ? show->run->failed : 0;
    bool ok;

    fputc('{', show->out);
    ok = put(json_pack("{s:I, s:I, s:I, s:I, s:I}", "tests", (json_int_t)(passed + failed), "passed",
                       (json_int_t)passed, "failed", (json_int_t)failed, "with_errors", (json_int_t)show->tests->wrong,
                       "left_out", (json_int_t)(show->run ? show->run->left_out : 0)),
             JSON_EMBED, show->out);
    fputs(",\n\"findings\": ", show->out);
    ok = ok && retry__print_json(show->input->report, show->out);
    fputs(",\n\"results\": [", show->out);
    ok = ok && put_tests(show);
    fputs("\n]}\n", show->out);
    return ok;
}
