/* table.h - a policy's waits as a table for people. */
#ifndef RETRY_LINT_TABLE_H
#define RETRY_LINT_TABLE_H

#include "engine/tree/waits.h"

#include <stdio.h>

/* Which retries to show. */
struct retry_rows {
    uint32_t first, last; /* none where last is below first */
    bool asked;           /* by the command line: every one is shown, however alike and far out they are */
    uint32_t most;        /* rows that are shown; it is said where there are more */
};

/** A policy's waits, or, without what is said of the policy, those of one of its rules.
 *
 * @param number  of the rule, 1 for the first; 0: the policy's */
void retry__table_print(const struct retry_waits *waits, const struct retry_rows *rows, uint32_t number, FILE *out);

#endif
