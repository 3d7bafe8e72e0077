/* shapes.h - what a document, a policy and its limits may say, and what the checker makes of them. */
#ifndef RETRY_STORE_SHAPES_H
#define RETRY_STORE_SHAPES_H

#include "schema/shape.h"

#define RETRY_FORMAT_VERSION 1

struct retry_document_section {
    const struct retry_value *backoffs; /* NULL where absent */
    const struct retry_value *policies;
    const struct retry_value *tests; /* whatever stands there */
    uint32_t version;
    uint32_t spare;
};

/* 0: not stated. */
struct retry_limits_section {
    uint64_t max_elapsed_ns;
    uint64_t attempt_timeout_ns;
    uint32_t max_attempts;
    uint32_t spare;
};

struct retry_policy_section {
    struct retry_limits_section limits;
    const struct retry_value *backoff; /* NULL where absent */
    bool enabled;
};

extern const struct retry_shape retry__shape_document;
extern const struct retry_shape retry__shape_policy;
extern const struct retry_shape retry__shape_limits;

#endif
