/* hint.c - what a server asks for, and what a policy makes of it. */
#include "engine/errors/hint.h"

const struct retry_hint_terms retry__hint_usual = {
    .max_ns = UINT64_C(300000000000),
    .max_extra_ns = UINT64_MAX,
    .spread = {RETRY_DECIMAL_ONE / 10},
    .use = RETRY_HINT_AT_LEAST,
    .over_max = RETRY_HINT_OVER_FAIL,
};
