/* rule_shapes.h - what rules and hints may say, and what the checker makes of them. */
#ifndef RETRY_STORE_RULE_SHAPES_H
#define RETRY_STORE_RULE_SHAPES_H

#include "schema/decimal.h"
#include "schema/shape.h"

/* The words of `action` and `otherwise`, and of `count`. */
enum retry_action { RETRY_ACTION_RETRY, RETRY_ACTION_FAIL };
enum retry_count { RETRY_COUNT_RULE, RETRY_COUNT_CALL };

struct retry_rule_section {
    const struct retry_value *when;    /* a list of texts */
    const struct retry_value *backoff; /* NULL where absent */
    uint64_t stated;                   /* bits by enum retry_rule_field */
    uint32_t max_retries;              /* 0: not stated */
    uint8_t action;                    /* enum retry_action */
    uint8_t count;                     /* enum retry_count */
};

enum retry_rule_field {
    RETRY_RULE_WHEN,
    RETRY_RULE_ACTION,
    RETRY_RULE_BACKOFF,
    RETRY_RULE_COUNT,
    RETRY_RULE_MAX_RETRIES
};

struct retry_hints_section {
    uint64_t max_ns;
    uint64_t max_extra_ns; /* 0: not stated */
    struct retry_decimal spread;
    uint64_t stated;
    uint8_t use;      /* enum retry_hint_use */
    uint8_t over_max; /* enum retry_hint_over */
};

extern const char *const retry__action_words[];
extern const struct retry_shape retry__shape_rule;
extern const struct retry_shape retry__shape_hints;

#endif
