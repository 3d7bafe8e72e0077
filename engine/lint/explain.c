/* explain.c - the command `explain`: shows what a policy waits, retry by retry. */
#include "engine/lint/explain.h"

#include "engine/lint/explain_json.h"
#include "engine/lint/input.h"
#include "engine/lint/table.h"
#include "schema/escape.h"
#include "schema/near.h"

#include <fnmatch.h>
#include <string.h>

#define ROWS_OF_ENDLESS 20 /* shown of a policy without a last retry */
#define ROWS_OF_JSON 10000 /* shown of any, unless more are asked for */

static bool matches(const char *pattern, const char *name)
{
    return strchr(pattern, '*') ? fnmatch(pattern, name, FNM_NOESCAPE) == 0 : strcmp(pattern, name) == 0;
}

/* The rows that the command line asks for, else those that the policy allows. */
static struct retry_rows rows_of(const struct retry_arguments *arguments, const struct retry_waits *waits)
{
    struct retry_rows rows = {.first = 1, .asked = true};

    if (arguments->at) {
        rows.first = rows.last = arguments->at;
    } else if (arguments->retries) {
        rows.last = arguments->retries;
    } else {
        rows.last = waits->allowed == RETRY_WAITS_ENDLESS ? ROWS_OF_ENDLESS : (uint32_t)waits->allowed;
        if (arguments->format == RETRY_PRINT_JSON && rows.last > ROWS_OF_JSON)
            rows.last = ROWS_OF_JSON;
        rows.asked = false;
    }
    return rows;
}

static bool explain(const struct retry_arguments *arguments, const struct retry_plan *plan, bool first, FILE *out)
{
    struct retry_waits waits;

    retry__waits_begin(&waits, plan);
    struct retry_rows rows = rows_of(arguments, &waits);
    if (arguments->format == RETRY_PRINT_JSON) {
        fputs(first ? "\n" : ",\n", out);
        return retry__explain_json(&waits, &rows, out);
    }
    if (!first)
        fputc('\n', out);
    retry__table_print(&waits, &rows, out);
    return true;
}

/* Says that no policy has that name, and which one may have been meant. */
static void complain(const struct retry_set *set, const char *name, FILE *complaints)
{
    struct retry_near near = {0};
    char shown[160], best[160];

    for (uint32_t i = 0; i < set->plan_count; i++)
        retry__near_offer(&near, name, strlen(name), retry__plan_name(retry__set_plan(set, i)));
    retry__escape(name, strlen(name), shown, sizeof(shown));
    fprintf(complaints, "retry-lint: no policy '%s' in this set", shown);
    if (near.best) {
        retry__escape(near.best, strlen(near.best), best, sizeof(best));
        fprintf(complaints, ", did you mean '%s'?", best);
    }
    fputc('\n', complaints);
}

static enum retry_exit explain_all(const struct retry_arguments *arguments, const struct retry_set *set, FILE *out,
                                   FILE *complaints)
{
    const char *name = arguments->operands[0];
    bool json = arguments->format == RETRY_PRINT_JSON, ok = true;
    uint32_t found = 0;

    if (json)
        fputc('[', out);
    for (uint32_t i = 0; i < set->plan_count && ok && !ferror(out); i++) {
        const struct retry_plan *plan = retry__set_plan(set, i);
        if (matches(name, retry__plan_name(plan)))
            ok = explain(arguments, plan, found++ == 0, out);
    }
    if (json)
        fputs(found ? "\n]\n" : "]\n", out);
    if (!ok && !ferror(out)) {
        fputs("retry-lint: out of memory\n", complaints);
        return RETRY_EXIT_TROUBLE;
    }
    if (found == 0)
        complain(set, name, complaints);
    return found ? RETRY_EXIT_CLEAN : RETRY_EXIT_FINDINGS;
}

static bool usable(const struct retry_arguments *arguments, FILE *complaints)
{
    const char *wrong = NULL;

    if (arguments->operand_count == 0)
        wrong = "explain needs the name of a policy, or a pattern as '*'";
    else if (arguments->format == RETRY_PRINT_SHORT)
        wrong = "explain prints text or json, not short";
    else if (arguments->retries && arguments->at)
        wrong = "--retries and --at exclude one another";
    if (wrong)
        fprintf(complaints, "retry-lint: %s\nTry 'retry-lint --help'.\n", wrong);
    return wrong == NULL;
}

enum retry_exit retry__lint_explain(const struct retry_arguments *arguments, FILE *out, FILE *complaints)
{
    struct retry_input input;
    enum retry_exit end;

    if (!usable(arguments, complaints))
        return RETRY_EXIT_USAGE;
    if (!retry__input_begin(&input, arguments, arguments->operands + 1, arguments->operand_count - 1)) {
        fputs("retry-lint: out of memory\n", complaints);
        return RETRY_EXIT_TROUBLE;
    }
    end = retry__input_exit(&input, false);
    if (end == RETRY_EXIT_CLEAN) {
        end = explain_all(arguments, input.set, out, complaints);
    } else {
        if (arguments->format == RETRY_PRINT_JSON)
            fputs("[]\n", out);
        retry__print_report(input.report, RETRY_PRINT_TEXT, false, complaints);
        fputs("retry-lint: a program would refuse this set, so there is nothing to explain\n", complaints);
    }
    retry__input_end(&input);
    return end;
}
