/* spellings.h - how every error class is spelt, as one expression. */
#ifndef RETRY_LINT_SPELLINGS_H
#define RETRY_LINT_SPELLINGS_H

/**
 * Writes an expression of ECMA 262 that matches what can be read as an error class, and nothing else; names of groups
 * that documents define among it. retry__mem_free() frees it.
 *
 * @return NULL: no memory
 */
char *retry__lint_spellings(void);

#endif
