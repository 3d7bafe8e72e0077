/* input.h - loads what a command line names, or the search path, for a command of retry-lint. */
#ifndef RETRY_LINT_INPUT_H
#define RETRY_LINT_INPUT_H

#include "engine/lint/command.h"
#include "engine/store/load.h"
#include "engine/test/tests.h"

struct retry_input {
    struct retry_search search; /* the files, also those skipped */
    struct retry_report *report;
    struct retry_set *set; /* NULL: refused */
    struct retry_load load;
    struct retry_loading loading; /* what the documents say */
};

/**
 * Loads the files and directories named, "-" being standard input, or the search path where none is. Texts of files
 * that links lead to outside of their directory are kept out of the report.
 *
 * @return false: no memory for a report; nothing to end
 */
bool retry__input_begin(struct retry_input *input, const struct retry_arguments *arguments, char *const *names,
                        size_t count);
/** Reads the tests that the files hold, each against its shape. Findings in them refuse no set. */
void retry__input_tests(struct retry_input *input, struct retry_tests *tests);
void retry__input_end(struct retry_input *input);
/** How many of the files are read. */
size_t retry__input_files(const struct retry_input *input);
/** How a command ends that did no more than look at the report. To be strict, a set of no file is wrong too. */
enum retry_exit retry__input_exit(const struct retry_input *input, bool strict);

#endif
