/* explain.c - the command `explain`: shows what a policy waits, retry by retry. */
#include "engine/lint/explain.h"

#include "engine/lint/explain_json.h"
#include "engine/lint/input.h"
#include "engine/lint/pick.h"
#include "engine/lint/table.h"

#include <string.h>

#define ROWS_OF_ENDLESS 20 /* shown of a policy without a last retry */
/* shown of any policy, where nobody asks for more */
#define ROWS_OF_TEXT 500
#define ROWS_OF_JSON 10000

/* The rows that the command line asks for, else those that the policy allows. */
static struct retry_rows rows_of(const struct retry_arguments *arguments, const struct retry_waits *waits)
{
    struct retry_rows rows = {.first = 1, .asked = true, .most = UINT32_MAX};

    if (arguments->at) {
        rows.first = rows.last = arguments->at;
    } else if (arguments->retries) {
        rows.last = arguments->retries;
    } else {
        rows.last = waits->allowed == RETRY_WAITS_ENDLESS ? ROWS_OF_ENDLESS : (uint32_t)waits->allowed;
        rows.asked = false;
        rows.most = arguments->format == RETRY_PRINT_JSON ? ROWS_OF_JSON : ROWS_OF_TEXT;
    }
    return rows;
}

/* The waits of a policy, or of the rule of that number; 0: the policy's. */
static bool explain_waits(const struct retry_arguments *arguments, const struct retry_plan *plan,
                          const struct retry_rule *rule, uint32_t number, FILE *out)
{
    struct retry_waits waits;

    retry__waits_begin(&waits, plan, rule);
    struct retry_rows rows = rows_of(arguments, &waits);
    if (arguments->format == RETRY_PRINT_JSON)
        return retry__explain_json(&waits, &rows, number, out);
    retry__table_print(&waits, &rows, number, out);
    return true;
}

/* Errors of rules that have backoffs of their own wait by these. */
static bool explain_rules(const struct retry_arguments *arguments, const struct retry_plan *plan, FILE *out)
{
    const struct retry_rules *rules = retry__plan_rules(plan);
    bool json = arguments->format == RETRY_PRINT_JSON, ok = true, first = true;

    for (uint32_t i = 0; ok && rules && i < rules->count; i++) {
        const struct retry_rule *rule = retry__rules_at(rules, i);
        if (!rule->backoff)
            continue;
        if (json)
            fputs(first ? ",\n \"rules\": [{" : ", {", out);
        ok = explain_waits(arguments, plan, rule, i + 1, out);
        if (json)
            fputc('}', out);
        first = false;
    }
    if (json && !first)
        fputc(']', out);
    return ok;
}

static bool explain(const struct retry_arguments *arguments, const struct retry_plan *plan, bool first, FILE *out)
{
    if (arguments->format == RETRY_PRINT_JSON)
        fputs(first ? "\n{" : ",\n{", out);
    else if (!first)
        fputc('\n', out);
    bool ok = explain_waits(arguments, plan, NULL, 0, out) && explain_rules(arguments, plan, out);
    if (arguments->format == RETRY_PRINT_JSON)
        fputc('}', out);
    return ok;
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
        if (retry__pick_matches(name, retry__plan_name(plan)))
            ok = explain(arguments, plan, found++ == 0, out);
    }
    if (json)
        fputs(found ? "\n]\n" : "]\n", out);
    if (!ok && !ferror(out)) {
        fputs("retry-lint: out of memory\n", complaints);
        return RETRY_EXIT_TROUBLE;
    }
    if (found == 0)
        retry__pick_complain(set, name, complaints);
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
