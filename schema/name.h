/* name.h - what a name is, and what YAML reads as something else than text. */
#ifndef RETRY_SCHEMA_NAME_H
#define RETRY_SCHEMA_NAME_H

#include <stdbool.h>
#include <stddef.h>

#define RETRY_NAME_BYTES 63
/* What is a name, as an expression of ECMA 262 that is matched as a whole. */
#define RETRY_NAME_PATTERN "(?!x-)(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z][a-z0-9._-]{0,62}"

/** Is this a name: [a-z][a-z0-9._-]{0,62}, not x-..., no word that YAML reads as something else? */
bool retry__check_is_name(const char *text, size_t length);
/** @return NULL, or why it is no name as the end of a sentence ("starts with a digit") */
const char *retry__name_problem(const char *text, size_t length);
/** The part of the rule that the text breaks, as a help. */
const char *retry__name_rule(const char *text, size_t length);
/** Writes the name that was meant: lower case, `-` for what may not stand there. @return false where that is no name */
bool retry__name_mend(const char *text, size_t length, char buffer[RETRY_NAME_BYTES + 1]);

/** Does YAML 1.2 core read the plain scalar as null? The empty one is null. */
bool retry__name_is_null(const char *text, size_t length);
/** Does it read it as null, boolean or number? */
bool retry__name_is_core(const char *text, size_t length);

#endif
