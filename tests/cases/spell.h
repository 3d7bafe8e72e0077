/* spell.h - writes a document that was read from YAML in JSON. */
#ifndef TESTS_CASES_SPELL_H
#define TESTS_CASES_SPELL_H

#include "schema/value.h"

#include <stdio.h>

/**
 * Writes the values in JSON: quoted text as strings, plain text as strings, and bare what JSON writes bare.
 *
 * @return false: JSON has no spelling for a plain scalar that YAML reads as a number, a boolean or null (`010`, `.inf`)
 */
bool spell_json(const struct retry_value *value, FILE *out);

#endif
