/* error.h - what is known about single errors. */
#ifndef RETRY_ERRORS_ERROR_H
#define RETRY_ERRORS_ERROR_H

#include "engine/retry.h"

/** Does the error prove that nothing was sent, or is it marked unprocessed? */
bool retry__error_not_sent(retry_error error);
/** Is it of the built-in group of that name? NULL and other names: false. */
bool retry__error_is(retry_error error, const char *group);
/** Spells the error as documents do, "curl:COULDNT_CONNECT http:503", "ok" for success. @return as snprintf */
size_t retry__error_text(retry_error error, char *buffer, size_t size);
/** An SQLSTATE of five characters; success for NULL and the classes 00, 01, 02; what is malformed becomes ZZZZZ. */
retry_error retry__error_sqlstate(const char *state);
/** Both as one error, of two failures with the marks of both; the number becomes the first spelling where the other is
 * a word. See retry_also(). */
retry_error retry__error_also(retry_error first, retry_error second);

#endif
