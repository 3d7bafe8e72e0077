/* kinds.c - the list of all kinds of node. */
#include "engine/kinds/kinds.h"

#include "engine/kinds/clamp.h"
#include "engine/kinds/custom.h"
#include "engine/kinds/exponential.h"
#include "engine/kinds/fixed.h"
#include "engine/kinds/immediate.h"
#include "engine/kinds/jitter.h"

const struct retry_kind *const retry__kinds[RETRY_KIND_COUNT] = {
    &retry__kind_clamp, &retry__kind_custom,    &retry__kind_exponential,
    &retry__kind_fixed, &retry__kind_immediate, &retry__kind_jitter,
};

const struct retry_shape *const retry__kind_shapes[RETRY_KIND_COUNT] = {
    &retry__kind_clamp.shape, &retry__kind_custom.shape,    &retry__kind_exponential.shape,
    &retry__kind_fixed.shape, &retry__kind_immediate.shape, &retry__kind_jitter.shape,
};
