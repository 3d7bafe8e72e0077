/* status.c - the command `status`: what a process runs, by its status file, and what the present files would do. */
#include "engine/lint/status.h"

#include "engine/lint/input.h"
#include "engine/lint/seen.h"
#include "engine/lint/status_text.h"
#include "engine/lint/terminal.h"
#include "schema/print_json.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>

/* The other answer: what a reload would make of the files as they are now. */
struct present {
    struct retry_input input;
    char hash[24];
    bool asked;   /* the process has searched somewhere, so that it can be done again */
    bool refused; /* also where a program keeps its policies because no file defines one any more */
    bool runs;    /* the files say what runs */
};

/* Does what runs have a policy that stands in a file? */
static bool runs_files(const struct retry_seen *seen)
{
    for (size_t i = 0; i < json_array_size(seen->policies); i++) {
        const char *file = json_string_value(json_object_get(json_array_get(seen->policies, i), "file"));
        if (file && strcmp(file, "<defaults>") != 0)
            return true;
    }
    return false;
}

/* Has the program brought a text of its own, which this command cannot know? */
static bool has_defaults(const struct retry_seen *seen)
{
    size_t count = json_array_size(seen->files);
    const json_t *last = count > 0 ? json_array_get(seen->files, count - 1) : NULL;

    return last && strcmp(json_string_value(json_object_get(last, "path")), "<defaults>") == 0;
}

/* @return false: no memory */
static bool begin(struct present *present, const struct retry_seen *seen)
{
    const struct retry_arguments searched = {.program = seen->program, .path = seen->path};
    const char *running = json_string_value(json_object_get(seen->running, "hash"));

    *present = (struct present){.asked = seen->path};
    if (!present->asked)
        return true;
    if (!retry__input_begin(&present->input, &searched, NULL, 0))
        return false;
    const struct retry_input *input = &present->input;
    snprintf(present->hash, sizeof(present->hash), "%016" PRIx64, input->loading.hash);
    present->refused = !input->set || (input->set->plan_count == 0 && runs_files(seen));
    present->runs = running ? strcmp(present->hash, running) == 0 : input->loading.hash == 0;
    return true;
}

static void end(struct present *present)
{
    if (present->asked)
        retry__input_end(&present->input);
}

/* Names that do not begin with a slash mean other files here than there. */
static bool is_relative(const char *path)
{
    for (size_t length; *path; path += length + (path[length] == ':')) {
        length = strcspn(path, ":");
        if (length > 0 && *path != '/')
            return true;
    }
    return false;
}

/* ---- text ---------------------------------------------------------------------------------------- */

static bool print_findings(const struct present *present, const struct retry_arguments *arguments, FILE *out)
{
    bool colour = retry__terminal_colour(out, arguments->colour);

    return retry__print_report(present->input.report, RETRY_PRINT_TEXT, colour, out);
}

static void print_verdict(const struct present *present, FILE *out)
{
    const struct retry_input *input = &present->input;
    size_t files = retry__input_files(input);

    if (present->refused && input->set)
        fputs("  refused: no file defines a policy any more, so that the program would keep what runs", out);
    else if (present->refused)
        fprintf(out, "  refused: the program would keep what runs; errors: %zu",
                retry__report_count(input->report, RETRY_FINDING_ERROR));
    else
        fprintf(out, "  accepted: policies: %u", (unsigned)input->set->plan_count);
    fprintf(out, ", files: %zu, hash %s\n", files, present->hash);
    fputs(present->runs ? "  They say what runs.\n" : "  They do NOT say what runs.\n", out);
}

static bool print_present(const struct present *present, const struct retry_seen *seen,
                          const struct retry_arguments *arguments, FILE *out)
{
    bool good;

    fputs("\nWhat the present files would do\n", out);
    if (!present->asked) {
        fputs("  nobody knows: the process has not searched for any yet\n", out);
        return true;
    }
    print_verdict(present, out);
    if (is_relative(seen->path))
        fputs("  The search path is relative: these are the files below this directory, not the process's.\n", out);
    if (has_defaults(seen))
        fputs("  The program's own defaults, which lie below them, are not looked at here.\n", out);
    good = present->input.report->count == 0 || fputc('\n', out) != EOF;
    return print_findings(present, arguments, out) && good;
}

/* ---- JSON ---------------------------------------------------------------------------------------- */

static bool put(json_t *value, size_t flags, FILE *out)
{
    bool good = value && json_dumpf(value, out, flags) == 0;

    json_decref(value);
    return good;
}

static bool print_present_json(const struct present *present, FILE *out)
{
    const struct retry_input *input = &present->input;
    bool good;

    if (!present->asked)
        return fputs("null", out) != EOF;
    fputc('{', out);
    good = put(json_pack("{s:s, s:b, s:s, s:I, s:I, s:I, s:I}", "verdict", present->refused ? "refuse" : "accept",
                         "runs", present->runs, "hash", present->hash, "files", (json_int_t)retry__input_files(input),
                         "policies", (json_int_t)(input->set ? input->set->plan_count : 0), "errors",
                         (json_int_t)retry__report_count(input->report, RETRY_FINDING_ERROR), "warnings",
                         (json_int_t)input->report->by_severity[RETRY_FINDING_WARNING]),
               JSON_EMBED, out);
    fputs(",\n\"findings\": ", out);
    good = good && retry__print_json(input->report, out);
    fputc('}', out);
    return good;
}

static bool print_json(const struct present *present, const struct retry_seen *seen, bool alive, FILE *out)
{
    bool good = fputs("{\"state\": ", out) != EOF && json_dumpf(seen->root, out, 0) == 0;

    fprintf(out, ",\n\"alive\": %s,\n\"present\": ", alive ? "true" : "false");
    good = good && print_present_json(present, out);
    fputs("}\n", out);
    return good;
}

/* ---- the command --------------------------------------------------------------------------------- */

/* Of a process of another container this cannot be said; its number may be somebody else's. */
static bool is_alive(int process)
{
    return kill(process, 0) == 0 || errno == EPERM;
}

/* One that never was is no refusal. */
static bool was_refused(const struct retry_seen *seen)
{
    const char *result = json_string_value(json_object_get(seen->attempt, "result"));

    return strcmp(result, "accepted") != 0 && strcmp(result, "none") != 0;
}

static bool print(const struct present *present, const struct retry_seen *seen, const struct retry_arguments *arguments,
                  FILE *out)
{
    bool alive = is_alive(seen->process);

    if (arguments->format == RETRY_PRINT_JSON)
        return print_json(present, seen, alive, out);
    retry__status_text(seen, alive, out);
    return print_present(present, seen, arguments, out);
}

static enum retry_exit tell(const struct retry_seen *seen, const struct retry_arguments *arguments, FILE *out,
                            FILE *complaints)
{
    struct present present;
    enum retry_exit code = RETRY_EXIT_CLEAN;

    if (!begin(&present, seen)) {
        fputs("retry-lint: out of memory\n", complaints);
        return RETRY_EXIT_TROUBLE;
    }
    if (was_refused(seen) || present.refused)
        code = RETRY_EXIT_FINDINGS;
    if (present.asked && present.input.report->out_of_memory)
        code = RETRY_EXIT_TROUBLE;
    if (!print(&present, seen, arguments, out) && !ferror(out)) {
        fputs("retry-lint: out of memory\n", complaints);
        code = RETRY_EXIT_TROUBLE;
    }
    end(&present);
    return code;
}

enum retry_exit retry__lint_status(const struct retry_arguments *arguments, FILE *out, FILE *complaints)
{
    struct retry_seen seen;
    enum retry_exit code;

    if (arguments->operand_count != 1) {
        fputs("retry-lint: status takes the path of one status file\nTry 'retry-lint --help'.\n", complaints);
        return RETRY_EXIT_USAGE;
    }
    if (!retry__seen_read(&seen, arguments->operands[0], complaints))
        return RETRY_EXIT_TROUBLE;
    code = tell(&seen, arguments, out, complaints);
    retry__seen_done(&seen);
    return code;
}
