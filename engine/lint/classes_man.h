/* classes_man.h - the built-in groups of errors as a part of a manual page. */
#ifndef RETRY_LINT_CLASSES_MAN_H
#define RETRY_LINT_CLASSES_MAN_H

#include <stdio.h>

/** Writes mdoc text: for each group a subsection with a list of its members and their reasons. */
void retry__classes_man(FILE *out);

#endif
