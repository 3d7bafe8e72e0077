/* shapes.c - what a document and its own sections may say, and what the checker makes of them. */
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
    {
        .key = "reset_after",
        .type = RETRY_FIELD_DURATION,
        .offset = offsetof(struct retry_limits_section, reset_after_ns),
        .unlimited = true,
        .min = "1ns",
        .example = "10m",
        .doc = "An attempt that ran at least this long before it failed starts the call's counts and time anew.",
        .since = "0.2",
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
    .stated_offset = offsetof(struct retry_limits_section, stated),
};

/* ---- policy ------------------------------------------------------------------------------------- */

static const char *const when_disabled[] = {"stop", "keep", NULL};

/* In the order of enum retry_policy_field. Those of an override are the last ones. */
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
        .key = "extends",
        .type = RETRY_FIELD_NAME,
        .offset = offsetof(struct retry_policy_section, extends),
        .example = "std.http",
        .doc = "The policy from which everything is taken that this one does not state.",
        .since = "0.2",
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
    {
        .key = "rules",
        .type = RETRY_FIELD_SECTIONS,
        .offset = offsetof(struct retry_policy_section, rules),
        .section = &retry__shape_rule,
        .example = "[{when: [timeout], action: retry}]",
        .doc = "What happens to which errors; the first rule that holds an error counts.",
        .since = "0.2",
    },
    {
        .key = "otherwise",
        .type = RETRY_FIELD_WORD,
        .offset = offsetof(struct retry_policy_section, otherwise),
        .words = retry__action_words,
        .example = "fail",
        .doc = "What happens to an error that no rule holds: fail where there are rules, retry where there are none.",
        .since = "0.2",
    },
    {
        .key = "hints",
        .type = RETRY_FIELD_SECTION,
        .offset = offsetof(struct retry_policy_section, hints),
        .section = &retry__shape_hints,
        .example = "{max: 1m}",
        .doc = "What happens where a server asks for a delay.",
        .since = "0.2",
    },
    {
        .key = "idempotent",
        .type = RETRY_FIELD_BOOLEAN,
        .offset = offsetof(struct retry_policy_section, idempotent),
        .preset = "true",
        .example = "false",
        .doc = "Whether the operation may be repeated after an error that does not prove that nothing was done.",
        .since = "0.2",
    },
    {
        .key = "when_disabled",
        .type = RETRY_FIELD_WORD,
        .offset = offsetof(struct retry_policy_section, when_disabled),
        .words = when_disabled,
        .preset = "stop",
        .example = "keep",
        .doc =
            "What happens while retries are switched off for all: stop, or keep retrying, for loops that must not end.",
        .since = "0.2",
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
    .stated_offset = offsetof(struct retry_policy_section, stated),
};

/* ---- overrides ---------------------------------------------------------------------------------- */

/* It changes neither what a policy extends, which would change the ground below all its sections, nor what its own
 * document says in words. */
const struct retry_shape retry__shape_override = {
    .name = "override",
    .doc = "What is laid over a policy that stands elsewhere.",
    .example = "db: {limits: {max_attempts: 3}}",
    .fields = policy_fields + RETRY_POLICY_ENABLED,
    .field_count = RETRY_COUNT(policy_fields) - RETRY_POLICY_ENABLED,
    .config_size = sizeof(struct retry_policy_section),
    .extensible = true,
    .since = "0.2",
    .stated_offset = offsetof(struct retry_policy_section, stated),
};

static const struct retry_field overrides_fields[] = {
    {
        .key = "policies",
        .type = RETRY_FIELD_NAMES,
        .section = &retry__shape_override,
        .example = "{db: {limits: {max_attempts: 3}}}",
        .doc = "What is laid over policies, by their names.",
        .since = "0.2",
    },
};

static const struct retry_shape overrides_shape = {
    .name = "overrides",
    .doc = "What is laid over policies that stand elsewhere, lower layers first.",
    .example = "overrides: {policies: {db: {limits: {max_attempts: 3}}}}",
    .fields = overrides_fields,
    .field_count = RETRY_COUNT(overrides_fields),
    .config_size = sizeof(struct retry_value *),
    .extensible = true,
    .since = "0.2",
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
        .key = "needs",
        .type = RETRY_FIELD_TEXT,
        .example = "\"0.1\"",
        .doc = "The oldest release that can read the document, MAJOR.MINOR.",
        .since = "0.2",
    },
    {
        .key = "backoffs",
        .type = RETRY_FIELD_NAMES,
        .offset = offsetof(struct retry_document_section, backoffs),
        .each = RETRY_FIELD_NODE,
        .example = "{quick: {fixed: {delay: 1s}}}",
        .doc = "Backoffs that policies take by name.",
    },
    {
        .key = "errors",
        .type = RETRY_FIELD_NAMES,
        .offset = offsetof(struct retry_document_section, errors),
        .each = RETRY_FIELD_TEXTS,
        .example = "{db-down: [ECONNREFUSED, \"sqlstate:57P0*\"]}",
        .doc = "Groups of error classes that rules and other groups take by name.",
        .since = "0.2",
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
        .key = "overrides",
        .type = RETRY_FIELD_SECTION,
        .offset = offsetof(struct retry_document_section, override_policies),
        .section = &overrides_shape,
        .example = "{policies: {db: {limits: {max_attempts: 3}}}}",
        .doc = "What is laid over policies that stand elsewhere.",
        .since = "0.2",
    },
    {
        .key = "tests",
        .type = RETRY_FIELD_ANY,
        .offset = offsetof(struct retry_document_section, tests),
        .example = "[]",
        .doc = "Tests of policies, which retry-lint runs and programs pass over.",
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
