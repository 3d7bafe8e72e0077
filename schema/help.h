/* help.h - what a finding at a field tells people to write. */
#ifndef RETRY_SCHEMA_HELP_H
#define RETRY_SCHEMA_HELP_H

#include "schema/shape.h"

#define RETRY_HELP_BYTES 256

/** What belongs into a field of that type: "a duration". */
const char *retry__help_belongs(enum retry_field_type type);
/** Writes "write KEY: TEXT". @return the buffer, as all do here */
const char *retry__help_write(const struct retry_field *field, const char *text, char buffer[RETRY_HELP_BYTES]);
/** Writes "write KEY: EXAMPLE". */
const char *retry__help_example(const struct retry_field *field, char buffer[RETRY_HELP_BYTES]);
/** Writes "PREFIXa, b or cSUFFIX" where joiner is "or". */
const char *retry__help_list(const char *prefix, const char *const *words, size_t count, const char *joiner,
                             char buffer[RETRY_HELP_BYTES]);

/** Writes the help with what it says to write as JSON: keys and text in double quotes. */
const char *retry__help_json(const char *help, char *buffer, size_t size);

#endif
