/* test.c - the command `test`: plays the tests that policy files hold. */
#include "engine/lint/test.h"

#include "engine/lint/pick.h"
#include "engine/lint/terminal.h"
#include "engine/lint/test_show.h"

/* As the names of policies are picked. */
static bool matches(const char *name, const char *pattern)
{
    return retry__pick_matches(pattern, name);
}

static bool usable(const struct retry_arguments *arguments, FILE *complaints)
{
    if (arguments->junit || arguments->format != RETRY_PRINT_SHORT)
        return true;
    fputs("retry-lint: test prints text, json or junit, not short\nTry 'retry-lint --help'.\n", complaints);
    return false;
}

static bool print(const struct retry_test_show *show, const struct retry_arguments *arguments)
{
    if (arguments->junit)
        return retry__test_junit(show);
    return arguments->format == RETRY_PRINT_JSON ? retry__test_json(show) : retry__test_text(show);
}

/* Findings come before failures, trouble before both. */
static enum retry_exit judge(const struct retry_test_show *show)
{
    enum retry_exit end = retry__input_exit(show->input, false);
    const struct retry_test_run *run = show->run;

    if (end == RETRY_EXIT_CLEAN && run && (run->failed > 0 || (show->filter && run->passed == 0)))
        end = RETRY_EXIT_FINDINGS;
    return end;
}

static enum retry_exit run(const struct retry_arguments *arguments, const struct retry_test_show *asked)
{
    struct retry_test_show show = *asked;
    struct retry_test_run run;
    enum retry_exit end;

    if (show.input->set) {
        if (!retry__test_run(&run, show.tests, show.input->set, arguments->filter ? matches : NULL, arguments->filter))
            return RETRY_EXIT_TROUBLE;
        show.run = &run;
    }
    end = judge(&show);
    if (!print(&show, arguments))
        end = RETRY_EXIT_TROUBLE;
    if (show.run)
        retry__test_run_done(&run);
    return end;
}

enum retry_exit retry__lint_test(const struct retry_arguments *arguments, FILE *out, FILE *complaints)
{
    struct retry_input input;
    struct retry_tests tests = {0};
    struct retry_test_show show = {.input = &input, .tests = &tests, .filter = arguments->filter, .out = out};
    enum retry_exit end = RETRY_EXIT_TROUBLE;

    if (!usable(arguments, complaints))
        return RETRY_EXIT_USAGE;
    bool begun = retry__input_begin(&input, arguments, arguments->operands, arguments->operand_count);
    if (begun) {
        show.colour = arguments->format == RETRY_PRINT_TEXT && retry__terminal_colour(out, arguments->colour);
        retry__input_tests(&input, &tests);
        end = run(arguments, &show);
    }
    if (end == RETRY_EXIT_TROUBLE && !ferror(out) && !(begun && input.report->io))
        fputs("retry-lint: out of memory\n", complaints);
    if (begun) {
        retry__tests_done(&tests);
        retry__input_end(&input);
    }
    return end;
}
