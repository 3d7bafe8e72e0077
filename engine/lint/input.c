/* input.c - loads what a command line names, or the search path, for a command of retry-lint. */
#include "engine/lint/input.h"

#include "engine/lint/conceal.h"
/* No program runs here, so nothing is registered and one number does for all customs. */
static bool unregistered(void *context, const char *name, size_t length, uint32_t *out)
{
    (void)context;
    (void)name;
    (void)length;
    *out = 0;
    return true;
}

bool retry__input_begin(struct retry_input *input, const struct retry_arguments *arguments, char *const *names,
                        size_t count)
{
    *input = (struct retry_input){.report = retry__report_new()};
    if (!input->report)
        return false;
    bool found = count > 0 ? retry__search_names(&input->search, names, count, input->report)
                           : retry__search_path(&input->search, NULL, arguments->program, input->report);
    input->load = (struct retry_load){.search = &input->search, .partial = !found, .symbol = unregistered};
    input->set = retry__load_open(&input->load, input->report, &input->loading);
    if (!found) {
        retry__set_free(input->set);
        input->set = NULL;
    }
    retry__lint_conceal(input->report, &input->search);
    return true;
}

void retry__input_tests(struct retry_input *input, struct retry_tests *tests)
{
    size_t before = input->report->count;

    for (size_t i = 0; i < input->loading.count; i++)
        if (input->loading.texts[i].parsed)
            retry__tests_read(tests, &input->loading.texts[i].document, input->set, input->report);
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
