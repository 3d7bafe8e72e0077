/* rule_shapes.c - what rules and hints may say, and what the checker makes of them. */
#include "engine/store/rule_shapes.h"

/* ---- rules -------------------------------------------------------------------------------------- */

const char *const retry__action_words[] = {"retry", "fail", NULL};
static const char *const counts[] = {"rule", "call", NULL};

/* In the order of enum retry_rule_field. */
static const struct retry_field rule_fields[] = {
    {
        .key = "when",
        .type = RETRY_FIELD_TEXTS,
        .offset = offsetof(struct retry_rule_section, when),
        .required = true,
        .example = "[timeout, ECONNREFUSED]",
        .doc = "The classes of errors that the rule is for.",
        .since = "0.2",
    },
    {
        .key = "action",
        .type = RETRY_FIELD_WORD,
        .offset = offsetof(struct retry_rule_section, action),
        .required = true,
        .words = retry__action_words,
        .example = "retry",
        .doc = "Whether such an error is retried or ends the call.",
        .since = "0.2",
    },
    {
        .key = "backoff",
        .type = RETRY_FIELD_NODE,
        .offset = offsetof(struct retry_rule_section, backoff),
        .example = "{fixed: {delay: 1s}}",
        .doc = "How long to wait after such an error, in place of the policy's backoff.",
        .since = "0.2",
    },
    {
        .key = "count",
        .type = RETRY_FIELD_WORD,
        .offset = offsetof(struct retry_rule_section, count),
        .words = counts,
        .preset = "rule",
        .example = "call",
        .doc = "Whose failures the rule's own backoff counts: those of the rule or those of the call.",
        .since = "0.2",
    },
    {
        .key = "max_retries",
        .type = RETRY_FIELD_WHOLE,
        .offset = offsetof(struct retry_rule_section, max_retries),
        .min = "1",
        .max = "65534",
        .example = "3",
        .doc = "Most retries of one call after errors of this rule.",
        .since = "0.2",
    },
};

const struct retry_shape retry__shape_rule = {
    .name = "rule",
    .doc = "What a policy makes of some errors.",
    .example = "{when: [throttled], action: retry, backoff: {fixed: {delay: 5s}}, max_retries: 3}",
    .fields = rule_fields,
    .field_count = RETRY_COUNT(rule_fields),
    .config_size = sizeof(struct retry_rule_section),
    .extensible = true,
    .since = "0.2",
    .stated_offset = offsetof(struct retry_rule_section, stated),
};

/* ---- hints -------------------------------------------------------------------------------------- */

static const char *const hint_uses[] = {"at_least", "replace", "ignore", NULL};
static const char *const hint_overs[] = {"fail", "clamp", "ignore", NULL};

static const struct retry_field hints_fields[] = {
    {
        .key = "use",
        .type = RETRY_FIELD_WORD,
        .offset = offsetof(struct retry_hints_section, use),
        .words = hint_uses,
        .preset = "at_least",
        .example = "replace",
        .doc = "Whether the delay that a server asks for is the least to wait, replaces the backoff's or is ignored.",
        .since = "0.2",
    },
    {
        .key = "max",
        .type = RETRY_FIELD_DURATION,
        .offset = offsetof(struct retry_hints_section, max_ns),
        .preset = "5m",
        .example = "1m",
        .doc = "The longest delay that a server may ask for.",
        .since = "0.2",
    },
    {
        .key = "over_max",
        .type = RETRY_FIELD_WORD,
        .offset = offsetof(struct retry_hints_section, over_max),
        .words = hint_overs,
        .preset = "fail",
        .example = "clamp",
        .doc = "What happens where a server asks for more: the call ends, the longest counts, or the wish is ignored.",
        .since = "0.2",
    },
    {
        .key = "spread",
        .type = RETRY_FIELD_DECIMAL,
        .offset = offsetof(struct retry_hints_section, spread),
        .digits = 9,
        .preset = "0.1",
        .min = "0",
        .max = "1",
        .example = "0.2",
        .doc = "The part of the delay asked for by which waits are spread beyond it.",
        .since = "0.2",
    },
    {
        .key = "max_extra",
        .type = RETRY_FIELD_DURATION,
        .offset = offsetof(struct retry_hints_section, max_extra_ns),
        .unlimited = true,
        .min = "1ns",
        .example = "5s",
        .doc = "How much longer than the backoff's longest delay a server may make the wait.",
        .since = "0.2",
    },
};

const struct retry_shape retry__shape_hints = {
    .name = "hints",
    .doc = "What a policy makes of a server's wish to wait.",
    .example = "hints: {use: at_least, max: 1m, over_max: clamp}",
    .fields = hints_fields,
    .field_count = RETRY_COUNT(hints_fields),
    .config_size = sizeof(struct retry_hints_section),
    .extensible = true,
    .since = "0.2",
    .stated_offset = offsetof(struct retry_hints_section, stated),
};
