/* shapes.c - what a test in a policy file may say, and what the checker makes of it. */
#include "engine/test/shapes.h"

#define SINCE "0.2"

/* ---- expect ------------------------------------------------------------------------------------- */

const char *const retry__expect_results[] = {"success", "stopped", NULL};

const char *const retry__expect_reasons[] = {
    "success",     "disabled", "not_idempotent", "max_attempts",     "exhausted", "custom_missing",
    "max_elapsed", "deadline", "not_retryable",  "rule_max_retries", "hint_stop", "hint_over_max",
    NULL,
};

static const struct retry_field expect_fields[] = {
    {
        .key = "result",
        .type = RETRY_FIELD_WORD,
        .offset = offsetof(struct retry_expect_section, result),
        .words = retry__expect_results,
        .example = "success",
        .doc = "Whether the call succeeds in the end.",
        .since = SINCE,
    },
    {
        .key = "reason",
        .type = RETRY_FIELD_WORD,
        .offset = offsetof(struct retry_expect_section, reason),
        .words = retry__expect_reasons,
        .example = "max_attempts",
        .doc = "Why the call ends.",
        .since = SINCE,
    },
    {
        .key = "attempts",
        .type = RETRY_FIELD_WHOLE,
        .offset = offsetof(struct retry_expect_section, attempts),
        .min = "1",
        .max = "100000",
        .example = "3",
        .doc = "How many attempts are made, the first try included.",
        .since = SINCE,
    },
    {
        .key = "elapsed",
        .type = RETRY_FIELD_ANY,
        .offset = offsetof(struct retry_expect_section, elapsed),
        .example = "2.3s",
        .doc = "The time from the beginning of the call to its end on the virtual clock, a duration or [lo, hi].",
        .since = SINCE,
    },
    {
        .key = "delays",
        .type = RETRY_FIELD_ANY,
        .offset = offsetof(struct retry_expect_section, delays),
        .example = "[100ms, [150ms, 200ms]]",
        .doc = "Every delay that is granted, each a duration or [lo, hi].",
        .since = SINCE,
    },
    {
        .key = "windows",
        .type = RETRY_FIELD_ANY,
        .offset = offsetof(struct retry_expect_section, windows),
        .example = "[[0s, 100ms], [0s, 200ms]]",
        .doc = "The window that each granted delay is drawn from, exactly, each [lo, hi].",
        .since = SINCE,
    },
    {
        .key = "rules",
        .type = RETRY_FIELD_ANY,
        .offset = offsetof(struct retry_expect_section, rules),
        .example = "[1, otherwise]",
        .doc = "The rule that each failure matches, counted from 1, or otherwise.",
        .since = SINCE,
    },
};

const struct retry_shape retry__shape_expect = {
    .name = "expect",
    .doc = "What must come about.",
    .example = "expect: {result: success, attempts: 3, delays: [100ms, 200ms]}",
    .fields = expect_fields,
    .field_count = RETRY_COUNT(expect_fields),
    .config_size = sizeof(struct retry_expect_section),
    .extensible = true,
    .within = &retry__shape_test,
    .some = true, /* what expects nothing proves nothing */
    .since = SINCE,
};

/* ---- outcomes and random ------------------------------------------------------------------------ */

static const struct retry_field outcome_fields[] = {
    {
        .key = "error",
        .type = RETRY_FIELD_ANY,
        .offset = offsetof(struct retry_outcome_section, error),
        .required = true,
        .example = "ETIMEDOUT",
        .doc = "What the attempt ends with: a class that names exactly one error, or ok.",
        .since = SINCE,
    },
    {
        .key = "took",
        .type = RETRY_FIELD_DURATION,
        .offset = offsetof(struct retry_outcome_section, took_ns),
        .preset = "0s",
        .example = "2s",
        .doc = "How long the attempt takes; one longer than attempt_timeout is cut there and ends with ETIMEDOUT.",
        .since = SINCE,
    },
    {
        .key = "hint",
        .type = RETRY_FIELD_ANY,
        .offset = offsetof(struct retry_outcome_section, hint),
        .example = "5s",
        .doc = "What the server asks for: a delay, or stop.",
        .since = SINCE,
    },
    {
        .key = "times",
        .type = RETRY_FIELD_WHOLE,
        .offset = offsetof(struct retry_outcome_section, times),
        .preset = "1",
        .min = "1",
        .max = "100000",
        .example = "3",
        .doc = "How many attempts in a row end this way.",
        .since = SINCE,
    },
};

const struct retry_shape retry__shape_outcome = {
    .name = "outcome",
    .doc = "How one attempt, or several in a row, end.",
    .example = "{error: \"http:503\", took: 2s, hint: 5s, times: 3}",
    .fields = outcome_fields,
    .field_count = RETRY_COUNT(outcome_fields),
    .config_size = sizeof(struct retry_outcome_section),
    .extensible = true,
    .since = SINCE,
};

static const struct retry_field seed_fields[] = {
    {
        .key = "seed",
        .type = RETRY_FIELD_WHOLE,
        .offset = offsetof(struct retry_seed_section, seed),
        .required = true,
        .example = "42",
        .doc = "Where splitmix64 starts; the same seed draws the same delays for ever.",
        .since = SINCE,
    },
};

const struct retry_shape retry__shape_seed = {
    .name = "random",
    .doc = "Delays drawn as a program draws them, by a generator that starts at a given place.",
    .example = "random: {seed: 42}",
    .fields = seed_fields,
    .field_count = RETRY_COUNT(seed_fields),
    .config_size = sizeof(struct retry_seed_section),
    .extensible = true,
    .since = SINCE,
};

/* ---- test --------------------------------------------------------------------------------------- */

static const struct retry_field test_fields[] = {
    {
        .key = "name",
        .type = RETRY_FIELD_TEXT,
        .required = true,
        .example = "recovers on the third attempt",
        .doc = "What the test proves, in words.",
        .since = SINCE,
    },
    {
        .key = "policy",
        .type = RETRY_FIELD_NAME,
        .offset = offsetof(struct retry_test_section, policy),
        .required = true,
        .example = "db",
        .doc = "The policy of the set that the call is made under.",
        .since = SINCE,
    },
    {
        .key = "random",
        .type = RETRY_FIELD_ANY,
        .offset = offsetof(struct retry_test_section, random),
        .example = "max",
        .doc =
            "What is drawn from each window: min, mid (the usual), max, {seed: N}, or a list of numbers from 0 to 1, "
            "used in turn, the last one kept.",
        .since = SINCE,
    },
    {
        .key = "deadline",
        .type = RETRY_FIELD_DURATION,
        .offset = offsetof(struct retry_test_section, deadline_ns),
        .min = "1ns",
        .example = "10s",
        .doc = "The deadline that the program sets, counted from the beginning of the call.",
        .since = SINCE,
    },
    {
        .key = "not_idempotent",
        .type = RETRY_FIELD_BOOLEAN,
        .offset = offsetof(struct retry_test_section, not_idempotent),
        .preset = "false",
        .example = "true",
        .doc = "Whether the program marks the call as one that may not be repeated.",
        .since = SINCE,
    },
    {
        .key = "outcomes",
        .type = RETRY_FIELD_ANY,
        .offset = offsetof(struct retry_test_section, outcomes),
        .required = true,
        .example = "[ETIMEDOUT, {error: ETIMEDOUT, took: 2s}, ok]",
        .doc = "How each attempt ends, in turn: ok, a class that names exactly one error, or a mapping.",
        .since = SINCE,
    },
    {
        .key = "expect",
        .type = RETRY_FIELD_SECTION,
        .offset = offsetof(struct retry_test_section, expect),
        .section = &retry__shape_expect,
        .required = true,
        .example = "{result: success, attempts: 3}",
        .doc = "What must come about.",
        .since = SINCE,
    },
};

const struct retry_shape retry__shape_test = {
    .name = "test",
    .doc = "A call under a policy on a virtual clock, and what must come about.",
    .example = "{name: gives up, policy: db, outcomes: [{error: ECONNREFUSED, times: 5}], expect: {attempts: 5}}",
    .fields = test_fields,
    .field_count = RETRY_COUNT(test_fields),
    .config_size = sizeof(struct retry_test_section),
    .extensible = true,
    .since = SINCE,
};
