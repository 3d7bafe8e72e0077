/* shapes.h - what a document and its own sections may say, and what the checker makes of them. */
#ifndef RETRY_STORE_SHAPES_H
#define RETRY_STORE_SHAPES_H

#include "engine/store/rule_shapes.h"

#define RETRY_FORMAT_VERSION 1

/* The values of a document's sections; NULL where absent. */
struct retry_document_section {
    const struct retry_value *backoffs;
    const struct retry_value *errors;
    const struct retry_value *policies;
    const struct retry_value *override_policies; /* what `overrides` says of them */
    const struct retry_value *tests;             /* for tools; the runtime looks at their syntax alone */
    uint32_t version;
    uint32_t spare;
};

/* 0: not stated. */
struct retry_limits_section {
    uint64_t max_elapsed_ns;
    uint64_t attempt_timeout_ns;
    uint64_t reset_after_ns;
    uint64_t stated;
    uint32_t max_attempts;
    uint32_t spare;
};

/* The words of `when_disabled`. */
enum retry_when_disabled { RETRY_WHEN_DISABLED_STOP, RETRY_WHEN_DISABLED_KEEP };

/* A policy, and what an override says of one. */
struct retry_policy_section {
    struct retry_limits_section limits;
    struct retry_hints_section hints;
    const struct retry_value *extends; /* a name; NULL where absent, and in overrides */
    const struct retry_value *backoff; /* NULL where absent */
    const struct retry_value *rules;   /* a list; NULL where absent */
    uint64_t stated;                   /* bits by enum retry_policy_field */
    uint8_t otherwise;                 /* enum retry_action; only where stated */
    uint8_t when_disabled;             /* enum retry_when_disabled */
    bool enabled;
    bool idempotent;
};

enum retry_policy_field {
    RETRY_POLICY_DESCRIPTION,
    RETRY_POLICY_OWNER,
    RETRY_POLICY_EXTENDS,
    RETRY_POLICY_ENABLED,
    RETRY_POLICY_LIMITS,
    RETRY_POLICY_BACKOFF,
    RETRY_POLICY_RULES,
    RETRY_POLICY_OTHERWISE,
    RETRY_POLICY_HINTS,
    RETRY_POLICY_IDEMPOTENT,
    RETRY_POLICY_WHEN_DISABLED
};

/** Does the config of a policy or of an override state that field? */
static inline bool retry__policy_states(const struct retry_policy_section *section, enum retry_policy_field field)
{
    return (section->stated >> field & 1) != 0;
}

extern const struct retry_shape retry__shape_document;
extern const struct retry_shape retry__shape_policy;
/* The fields of a policy from `enabled` on, in the same order and at the same offsets; its bits of what is stated are
 * those of a policy, RETRY_POLICY_ENABLED lower. */
extern const struct retry_shape retry__shape_override;
extern const struct retry_shape retry__shape_limits;

#endif
