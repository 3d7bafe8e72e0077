/* show.c - the command `show`: what policies are, with all that they inherit and what overrides them. */
#include "engine/lint/show.h"

#include "engine/lint/input.h"
#include "engine/lint/pick.h"
#include "engine/lint/shown_json.h"
#include "engine/lint/shown_policy.h"
#include "engine/lint/shown_yaml.h"

#include <string.h>

static enum retry_exit no_memory(FILE *complaints)
{
    fputs("retry-lint: out of memory\n", complaints);
    return RETRY_EXIT_TROUBLE;
}

/* Adds all policies that the pattern means. @return false: no memory */
static bool collect(struct retry_shown_document *shown, const struct retry_input *input, const char *pattern)
{
    for (uint32_t i = 0; i < input->set->plan_count; i++) {
        const char *name = retry__plan_name(retry__set_plan(input->set, i));
        if (retry__pick_matches(pattern, name) &&
            !retry__shown_add(shown, retry__definitions_find(&input->loading.policies, name, strlen(name))))
            return false;
    }
    return true;
}

static enum retry_exit show_all(const struct retry_arguments *arguments, const struct retry_input *input, FILE *out,
                                FILE *complaints)
{
    bool json = arguments->format == RETRY_PRINT_JSON, found, ok;
    struct retry_shown_document shown;

    retry__shown_begin(&shown, &input->loading);
    ok = collect(&shown, input, arguments->operands[0]);
    found = shown.policies.first != NULL;
    if (ok && found)
        ok = json ? retry__shown_json(&shown, arguments->origin, out)
                  : retry__shown_yaml(&shown, arguments->origin, out);
    retry__shown_end(&shown);
    if (!ok && !ferror(out)) /* the caller looks at the stream */
        return no_memory(complaints);
    if (json && !found)
        fputs("{}\n", out);
    if (ok && !found)
        retry__pick_complain(input->set, arguments->operands[0], complaints);
    return found ? RETRY_EXIT_CLEAN : RETRY_EXIT_FINDINGS;
}

static bool usable(const struct retry_arguments *arguments, FILE *complaints)
{
    const char *wrong = NULL;

    if (arguments->operand_count == 0)
        wrong = "show needs the name of a policy, or a pattern as '*'";
    else if (arguments->format == RETRY_PRINT_SHORT)
        wrong = "show prints text or json, not short";
    if (wrong)
        fprintf(complaints, "retry-lint: %s\nTry 'retry-lint --help'.\n", wrong);
    return wrong == NULL;
}

enum retry_exit retry__lint_show(const struct retry_arguments *arguments, FILE *out, FILE *complaints)
{
    struct retry_input input;
    enum retry_exit end;

    if (!usable(arguments, complaints))
        return RETRY_EXIT_USAGE;
    if (!retry__input_begin(&input, arguments, arguments->operands + 1, arguments->operand_count - 1))
        return no_memory(complaints);
    end = retry__input_exit(&input, false);
    if (end == RETRY_EXIT_CLEAN) {
        end = show_all(arguments, &input, out, complaints);
    } else {
        if (arguments->format == RETRY_PRINT_JSON)
            fputs("{}\n", out);
        retry__print_report(input.report, RETRY_PRINT_TEXT, false, complaints);
        fputs("retry-lint: a program would refuse this set, so there is nothing to show\n", complaints);
    }
    retry__input_end(&input);
    return end;
}
