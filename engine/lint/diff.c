/* diff.c - the command `diff`: says what another set changes in the meaning of policies. */
#include "engine/lint/diff.h"

#include "engine/lint/input.h"
#include "engine/store/changes.h"

#include <string.h>

/* Of the changes while they are printed. */
struct printing {
    FILE *out;
    bool any;
};

static void print(void *context, const struct retry_plan *before, const struct retry_plan *after)
{
    struct printing *printing = context;
    char text[1024]; /* all that can be told of one policy, and more */

    retry__changes_of(before, after, text, sizeof(text));
    fprintf(printing->out, "%s: %s\n", retry__plan_name(after ? after : before), text);
    printing->any = true;
}

static bool usable(const struct retry_arguments *arguments, FILE *complaints)
{
    const char *wrong = NULL;

    if (arguments->operand_count != 2)
        wrong = "diff needs two files or directories, the old one and the new one";
    else if (arguments->format != RETRY_PRINT_TEXT)
        wrong = "diff prints text only";
    else if (!strcmp(arguments->operands[0], "-") && !strcmp(arguments->operands[1], "-"))
        wrong = "diff can read one of both from standard input";
    if (wrong)
        fprintf(complaints, "retry-lint: %s\nTry 'retry-lint --help'.\n", wrong);
    return wrong == NULL;
}

/* Loads one side. @return CLEAN, or how the command ends; what there is to end is ended by the caller */
static enum retry_exit load(struct retry_input *input, const struct retry_arguments *arguments, size_t side,
                            FILE *complaints)
{
    enum retry_exit end;

    if (!retry__input_begin(input, arguments, arguments->operands + side, 1)) {
        fputs("retry-lint: out of memory\n", complaints);
        return RETRY_EXIT_TROUBLE;
    }
    end = retry__input_exit(input, false);
    if (end != RETRY_EXIT_CLEAN) {
        retry__print_report(input->report, RETRY_PRINT_TEXT, false, complaints);
        fprintf(complaints, "retry-lint: a program would refuse the %s set, so there is nothing to compare\n",
                side == 0 ? "old" : "new");
    }
    return end;
}

enum retry_exit retry__lint_diff(const struct retry_arguments *arguments, FILE *out, FILE *complaints)
{
    struct printing printing = {.out = out};
    struct retry_input sides[2] = {{.set = NULL}, {.set = NULL}};
    enum retry_exit end = RETRY_EXIT_CLEAN;

    if (!usable(arguments, complaints))
        return RETRY_EXIT_USAGE;
    for (size_t i = 0; i < 2; i++) {
        enum retry_exit one = load(&sides[i], arguments, i, complaints);
        end = one > end ? one : end;
    }
    if (end == RETRY_EXIT_CLEAN) {
        retry__changes_each(sides[0].set, sides[1].set, print, &printing);
        if (!printing.any)
            fputs("nothing changed\n", out);
    }
    for (size_t i = 0; i < 2; i++)
        if (sides[i].report)
            retry__input_end(&sides[i]);
    return end;
}
