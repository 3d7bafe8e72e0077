/* conceal.h - keeps texts of files elsewhere out of what retry-lint shows. */
#ifndef RETRY_LINT_CONCEAL_H
#define RETRY_LINT_CONCEAL_H

#include "engine/store/search.h"

/**
 * Takes source lines and quotations out of findings whose file is a link to outside of its directory: a directory of
 * policies that somebody else wrote must not make a check print /etc/shadow. Files that are named themselves, on the
 * command line or in the search path, show theirs.
 */
void retry__lint_conceal(struct retry_report *report, const struct retry_search *search);

#endif
