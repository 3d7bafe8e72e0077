/* input.c - loads what a command line names, or the search path, for a command of retry-lint. */
#include "engine/lint/input.h"

#include "engine/lint/conceal.h"
#include "engine/store/settle.h"

/* No program runs here, so nothing is registered: numbers only tell customs apart, in whatever set they stand. */
static bool unregistered(void *context, const char *name, size_t length, uint32_t *out)
{
    (void)context;
    *out = (uint32_t)retry__name_hash(name, length);
    return true;
}

/* One try to load after another. */
struct attempt {
    struct retry_settle settle;
    const char *target; /* as struct retry_load says */
    struct retry_input *input;
};

/* A checkout is no place that a program reads; whoever is strict means what is named, too. */
static enum retry_trust trust_of(const struct retry_arguments *arguments, size_t count)
{
    if (arguments->strict)
        return RETRY_TRUST_REFUSE;
    return count > 0 ? RETRY_TRUST_IGNORE : RETRY_TRUST_WARN;
}

static void try_load(void *context)
{
    struct attempt *attempt = context;
    struct retry_input *input = attempt->input;

    retry__set_free(input->set);
    retry__load_close(&input->loading);
    input->load = (struct retry_load){
        .search = &attempt->settle.search,
        .partial = attempt->settle.partial,
        .symbol = unregistered,
        .target = attempt->target,
    };
    input->set = retry__load_open(&input->load, attempt->settle.report, &input->loading);
    if (retry__settle_changed(&attempt->settle) || attempt->settle.partial) {
        retry__set_free(input->set);
        input->set = NULL;
    }
}

bool retry__input_begin(struct retry_input *input, const struct retry_arguments *arguments, char *const *names,
                        size_t count)
{
    struct attempt attempt = {
        .settle = {.names = names,
                   .name_count = count,
                   .path = arguments->path,
                   .program = arguments->program,
                   .trust = trust_of(arguments, count),
                   .load = try_load},
        .target = arguments->target,
        .input = input,
    };

    *input = (struct retry_input){0};
    attempt.settle.context = &attempt;
    retry__settle(&attempt.settle);
    input->search = attempt.settle.search;
    input->report = attempt.settle.report;
    input->load.search = &input->search;
    if (!input->report) {
        retry__load_close(&input->loading);
        retry__set_free(input->set);
        retry__search_done(&input->search);
        return false;
    }
    retry__lint_conceal(input->report, &input->search);
    return true;
}

void retry__input_tests(struct retry_input *input, struct retry_tests *tests)
{
    size_t before = input->report->count;

    for (size_t i = 0; i < input->loading.count; i++)
        if (input->loading.texts[i].parsed)
            retry__tests_read(tests, &input->loading.texts[i].document, input->set, input->load.target, input->report);
    if (input->report->count == before)
        return;
    retry__report_sort(input->report);
    retry__lint_conceal(input->report, &input->search);
}

void retry__input_end(struct retry_input *input)
{
    retry__set_free(input->set);
    retry__load_close(&input->loading);
    retry__search_done(&input->search);
    retry__report_free(input->report);
}

size_t retry__input_files(const struct retry_input *input)
{
    size_t files = 0;

    for (size_t i = 0; i < input->search.count; i++)
        files += input->search.found[i].skipped == NULL;
    return files;
}

enum retry_exit retry__input_exit(const struct retry_input *input, bool strict)
{
    const struct retry_report *report = input->report;

    if (report->io || report->out_of_memory)
        return RETRY_EXIT_TROUBLE;
    if (report->by_severity[RETRY_FINDING_ERROR] || !input->set)
        return RETRY_EXIT_FINDINGS;
    if (strict && (report->by_severity[RETRY_FINDING_WARNING] || retry__input_files(input) == 0))
        return RETRY_EXIT_FINDINGS;
    return RETRY_EXIT_CLEAN;
}
