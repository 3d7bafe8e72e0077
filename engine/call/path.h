/* path.h - the kinds of nodes that a call's last decision went through. */
#ifndef RETRY_CALL_PATH_H
#define RETRY_CALL_PATH_H

#include "engine/tree/plan.h"

#define RETRY_PATH_BYTES 512

/** Spells the backoff that answered, "jitter > exponential". The plan has decided. */
void retry__path_spell(const retry_call *call, const struct retry_plan *plan, char *buffer, size_t size);

#endif
