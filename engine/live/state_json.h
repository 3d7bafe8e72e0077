/* state_json.h - a state as JSON, written by jansson. */
#ifndef RETRY_LIVE_STATE_JSON_H
#define RETRY_LIVE_STATE_JSON_H

#include "engine/live/state.h"

#include <stdio.h>

/** As retry_state_print(). */
bool retry__state_json(const struct retry_state *state, FILE *stream);

#endif
