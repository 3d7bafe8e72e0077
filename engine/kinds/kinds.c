/* kinds.c - the list of all kinds of node. */
#include "engine/kinds/kinds.h"

#include "engine/kinds/clamp.h"
#include "engine/kinds/custom.h"
#include "engine/kinds/decorrelated.h"
#include "engine/kinds/exponential.h"
#include "engine/kinds/fibonacci.h"
#include "engine/kinds/fixed.h"
#include "engine/kinds/geometric.h"
#include "engine/kinds/immediate.h"
#include "engine/kinds/jitter.h"
#include "engine/kinds/linear.h"
#include "engine/kinds/max.h"
#include "engine/kinds/min.h"
#include "engine/kinds/polynomial.h"
#include "engine/kinds/scale.h"
#include "engine/kinds/schedule.h"
#include "engine/kinds/sequence.h"
#include "engine/kinds/sum.h"
#include "engine/kinds/take.h"

const struct retry_kind *const retry__kinds[RETRY_KIND_COUNT] = {
    &retry__kind_clamp,      &retry__kind_custom, &retry__kind_decorrelated, &retry__kind_exponential,
    &retry__kind_fibonacci,  &retry__kind_fixed,  &retry__kind_geometric,    &retry__kind_immediate,
    &retry__kind_jitter,     &retry__kind_linear, &retry__kind_max,          &retry__kind_min,
    &retry__kind_polynomial, &retry__kind_scale,  &retry__kind_schedule,     &retry__kind_sequence,
    &retry__kind_sum,        &retry__kind_take,
};

const struct retry_shape *const retry__kind_shapes[RETRY_KIND_COUNT] = {
    &retry__kind_clamp.shape,       &retry__kind_custom.shape,    &retry__kind_decorrelated.shape,
    &retry__kind_exponential.shape, &retry__kind_fibonacci.shape, &retry__kind_fixed.shape,
    &retry__kind_geometric.shape,   &retry__kind_immediate.shape, &retry__kind_jitter.shape,
    &retry__kind_linear.shape,      &retry__kind_max.shape,       &retry__kind_min.shape,
    &retry__kind_polynomial.shape,  &retry__kind_scale.shape,     &retry__kind_schedule.shape,
    &retry__kind_sequence.shape,    &retry__kind_sum.shape,       &retry__kind_take.shape,
};
