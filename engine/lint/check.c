/* check.c - the command `check`: shows everything that was found, and what a program would do with the set. */
#include "engine/lint/check.h"

#include "engine/lint/input.h"
#include "engine/lint/require.h"
#include "engine/lint/terminal.h"
#include "schema/escape.h"
#include "schema/print_json.h"

#include <jansson.h>
#include <string.h>

static void list(const struct retry_search *search, FILE *out)
{
    for (size_t i = 0; i < search->count; i++) {
        char path[512], reason[512];
        retry__escape(search->found[i].path, strlen(search->found[i].path), path, sizeof(path));
        if (!search->found[i].skipped) {
            fprintf(out, "read     %s\n", path);
            continue;
        }
        retry__escape(search->found[i].skipped, strlen(search->found[i].skipped), reason, sizeof(reason));
        fprintf(out, "skipped  %s: %s\n", path, reason);
    }
}

/* "12 policies", "1 policy" */
static void count(FILE *out, const char *before, size_t number, const char *one, const char *many)
{
    fprintf(out, "%s%zu %s", before, number, number == 1 ? one : many);
}

/* What a running program would do with the set. */
enum verdict { REFUSE, ACCEPT, KEEP };

static enum verdict verdict_of(const struct retry_input *input)
{
    if (!input->set)
        return REFUSE;
    return input->set->plan_count > 0 ? ACCEPT : KEEP;
}

/* The last line: what was found, and what a running program would do. */
static void print_verdict(const struct retry_input *input, FILE *out)
{
    static const char *const ends[] = {
        [REFUSE] = "a program would refuse this set and keep its last good one",
        [ACCEPT] = "a program would accept this set",
        [KEEP] = "a program that has policies would keep them; one that starts now would have none",
    };
    const size_t *found = input->report->by_severity;

    if (input->set)
        count(out, "", input->set->plan_count, "policy", "policies");
    else
        count(out, "", found[RETRY_FINDING_ERROR], "error", "errors");
    count(out, " in ", retry__input_files(input), "file", "files");
    if (input->set && found[RETRY_FINDING_ERROR]) /* a program accepts it, and does not find what it needs */
        count(out, ", ", found[RETRY_FINDING_ERROR], "error", "errors");
    if (found[RETRY_FINDING_WARNING])
        count(out, ", ", found[RETRY_FINDING_WARNING], "warning", "warnings");
    if (input->set && retry__input_files(input) == 0)
        fputs(": no policy file was found", out);
    fprintf(out, ": %s.\n", ends[verdict_of(input)]);
}

/* The last line in JSON. */
static json_t *verdict(const struct retry_input *input)
{
    static const char *const words[] = {[REFUSE] = "refuse", [ACCEPT] = "accept", [KEEP] = "keep"};
    const size_t *found = input->report->by_severity;
    json_t *policies = input->set ? json_integer(input->set->plan_count) : json_null();

    return json_pack("{s:s, s:I, s:o, s:I, s:I, s:I}", "verdict", words[verdict_of(input)], "files",
                     (json_int_t)retry__input_files(input), "policies", policies, "errors",
                     (json_int_t)found[RETRY_FINDING_ERROR], "warnings", (json_int_t)found[RETRY_FINDING_WARNING],
                     "infos", (json_int_t)found[RETRY_FINDING_INFO]);
}

/* The name of a file as JSON can hold it. */
static json_t *shown(const char *text)
{
    char buffer[4096];

    retry__escape(text, strlen(text), buffer, sizeof(buffer));
    return json_string(buffer);
}

static json_t *files(const struct retry_search *search)
{
    json_t *all = json_array();

    for (size_t i = 0; all && i < search->count; i++) {
        const struct retry_found *found = &search->found[i];
        json_t *reason = found->skipped ? shown(found->skipped) : json_null();
        if (json_array_append_new(all, json_pack("{s:o, s:o}", "file", shown(found->path), "skipped", reason)) != 0) {
            json_decref(all);
            return NULL;
        }
    }
    return all;
}

/* One object, written in two parts: what is known at once, and the findings, of which there may be many. */
static bool print_json(const struct retry_input *input, bool listed, FILE *out)
{
    json_t *object = verdict(input);
    bool ok = object && (!listed || json_object_set_new(object, "list", files(&input->search)) == 0);

    fputc('{', out);
    ok = ok && json_dumpf(object, out, JSON_EMBED) == 0;
    json_decref(object);
    fputs(",\n\"findings\": ", out);
    ok = ok && retry__print_json(input->report, out);
    fputs("}\n", out);
    return ok;
}

static bool print(const struct retry_input *input, const struct retry_arguments *arguments, FILE *out)
{
    if (arguments->format == RETRY_PRINT_JSON)
        return print_json(input, arguments->list, out);
    if (arguments->list)
        list(&input->search, out);
    bool colour = arguments->format == RETRY_PRINT_TEXT && retry__terminal_colour(out, arguments->colour);
    bool ok = retry__print_report(input->report, arguments->format, colour, out);
    if (arguments->format == RETRY_PRINT_TEXT)
        print_verdict(input, out);
    return ok;
}

enum retry_exit retry__lint_check(const struct retry_arguments *arguments, FILE *out, FILE *complaints)
{
    struct retry_input input;
    struct retry_tests tests = {0};
    enum retry_exit end;

    if (!retry__input_begin(&input, arguments, arguments->operands, arguments->operand_count)) {
        fputs("retry-lint: out of memory\n", complaints);
        return RETRY_EXIT_TROUBLE;
    }
    retry__lint_require(&input, arguments->require);
    retry__input_tests(&input, &tests);
    end = retry__input_exit(&input, arguments->strict);
    if (!print(&input, arguments, out) && !ferror(out)) {
        fputs("retry-lint: out of memory\n", complaints);
        end = RETRY_EXIT_TROUBLE;
    }
    retry__tests_done(&tests);
    retry__input_end(&input);
    return end;
}
