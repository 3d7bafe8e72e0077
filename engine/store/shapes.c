/* shapes.c - what a document, a policy and its limits may say, and what the checker makes of them. */
#include "engine/store/shapes.h"

/* ---- limits ------------------------------------------------------------------------------------- */

static const struct retry_field limits_fields[] = {
    {
        .key = "max_attempts",
        .type = RETRY_FIELD_WHOLE,
        .offset = offsetof(struct retry_limits_section, max_attempts),
        .unlimited = true,
        .min = "1",
        .max = "2147483647",
        .example = "5",
        .doc = "Most attempts of one call, the first try included.",
    },
    {
        .key = "max_elapsed",
        .type = RETRY_FIELD_DURATION,
        .offset = offsetof(struct retry_limits_section, max_elapsed_ns),
        .unlimited = true,
        .min = "1ns",
        .example = "30s",
        .doc = "No wait is started that would end later than this after the call began.",
    },
    {
        .key = "attempt_timeout",
        .type = RETRY_FIELD_DURATION,
        .offset = offsetof(struct retry_limits_section, attempt_timeout_ns),
        .unlimited = true,
        .min = "1ns",
        .example = "2s",
        .doc = "The time that the program is told to give one attempt.",
    },
};

const struct retry_shape retry__shape_limits = {
    .name = "limits",
    .doc = "When a call gives up.",
    .example = "limits: {max_attempts: 5, max_elapsed: 30s, attempt_timeout: 2s}",
    .fields = limits_fields,
    .field_count = RETRY_COUNT(limits_fields),
    .config_size = sizeof(struct retry_limits_section),
    .extensible = true,
};

/* ---- policy ------------------------------------------------------------------------------------- */

static const struct retry_field policy_fields[] = {
    {
        .key = "description",
        .type = RETRY_FIELD_TEXT,
        .example = "Postgres primary",
        .doc = "What the policy is for, in words.",
    },
    {
        .key = "owner",
        .type = RETRY_FIELD_TEXT,
        .example = "team-storage",
        .doc = "Who answers for the policy.",
    },
    {
        .key = "enabled",
        .type = RETRY_FIELD_BOOLEAN,
        .offset = offsetof(struct retry_policy_section, enabled),
        .preset = "true",
        .example = "false",
        .doc = "Whether the policy retries at all.",
    },
    {
        .key = "limits",
        .type = RETRY_FIELD_SECTION,
        .offset = offsetof(struct retry_policy_section, limits),
        .section = &retry__shape_limits,
        .example = "{max_attempts: 5}",
        .doc = "When a call gives up.",
    },
    {
        .key = "backoff",
        .type = RETRY_FIELD_NODE,
        .offset = offsetof(struct retry_policy_section, backoff),
        .example = "{fixed: {delay: 1s}}",
        .doc = "How long to wait before each retry.",
    },
};

const struct retry_shape retry__shape_policy = {
    .name = "policy",
    .doc = "How a program retries one kind of operation.",
    .example = "db: {limits: {max_attempts: 5}, backoff: {fixed: {delay: 1s}}}",
    .fields = policy_fields,
    .field_count = RETRY_COUNT(policy_fields),
    .config_size = sizeof(struct retry_policy_section),
    .extensible = true,
};

/* ---- document ----------------------------------------------------------------------------------- */

static const struct retry_field document_fields[] = {
    {
        .key = "version",
        .type = RETRY_FIELD_WHOLE,
        .offset = offsetof(struct retry_document_section, version),
        .required = true,
        .min = "1",
        .max = "1",
        .example = "1",
        .doc = "The version of the format that the document is written in.",
    },
    {
        .key = "$schema",
        .type = RETRY_FIELD_TEXT,
        .example = "policy.schema.json",
        .doc = "Where editors find the JSON Schema of the format.",
    },
    {
        .key = "backoffs",
        .type = RETRY_FIELD_NAMES,
        .offset = offsetof(struct retry_document_section, backoffs),
        .example = "{quick: {fixed: {delay: 1s}}}",
        .doc = "Backoffs that policies take by name.",
    },
    {
        .key = "policies",
        .type = RETRY_FIELD_NAMES,
        .offset = offsetof(struct retry_document_section, policies),
        .section = &retry__shape_policy,
        .example = "{db: {limits: {max_attempts: 5}, backoff: {fixed: {delay: 1s}}}}",
        .doc = "Policies that programs ask for by name.",
    },
    {
        .key = "tests",
        .type = RETRY_FIELD_ANY,
        .offset = offsetof(struct retry_document_section, tests),
        .example = "[{name: gives up, policy: db, outcomes: [{error: ECONNREFUSED, times: 5}], expect: {attempts: 5}}]",
        .doc = "Tests of policies, which retry-lint runs; programs read them for their syntax alone.",
        .since = "0.2",
    },
};

const struct retry_shape retry__shape_document = {
    .name = "document",
    .doc = "A policy document, version 1.",
    .example = "{version: 1, policies: {db: {limits: {max_attempts: 5}, backoff: {fixed: {delay: 1s}}}}}",
    .fields = document_fields,
    .field_count = RETRY_COUNT(document_fields),
    .config_size = sizeof(struct retry_document_section),
    .extensible = true,
};
