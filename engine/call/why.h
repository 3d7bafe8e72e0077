/* why.h - spells out a call's last decision. */
#ifndef RETRY_CALL_WHY_H
#define RETRY_CALL_WHY_H

#include "engine/retry.h"

/** As retry_call_why(). */
size_t retry__call_why(const retry_call *call, char *buffer, size_t size);

#endif
