/* error.h - what is known about single errors. */
#ifndef RETRY_ERRORS_ERROR_H
#define RETRY_ERRORS_ERROR_H

#include "engine/retry.h"

/** Does the error prove that nothing was sent, or is it marked unprocessed? */
bool retry__error_not_sent(retry_error error);
size_t retry__error_text(retry_error error, char *buffer, size_t size);
retry_error retry__error_sqlstate(const char *state);
retry_error retry__error_also(retry_error first, retry_error second);

#endif
