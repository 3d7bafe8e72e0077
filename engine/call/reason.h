/* reason.h - the words for reasons. */
#ifndef RETRY_CALL_REASON_H
#define RETRY_CALL_REASON_H

#include "engine/retry.h"

/** As retry_reason_name(). */
const char *retry__reason_name(retry_reason reason);

#endif
