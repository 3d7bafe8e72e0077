/* test_rule_shapes.c - the tables of rules and hints. */
#include "engine/store/rule_shapes.h"

#include "tests/engine/store/folder.h"

static void expect(const char *policy_part, const char *findings)
{
    char text[1024];

    snprintf(text, sizeof text,
             "version: 1\npolicies: {db: {limits: {max_attempts: 3}, backoff: {immediate: {}},\n%s}}\n", policy_part);
    folder_forget();
    retry__set_free(folder_load_text(text));
    ck_assert_msg(strcmp(folder_findings(), findings) == 0, "%s: %s", policy_part, folder_findings());
}

START_TEST(bits_of_rules_are_in_the_order_of_the_table)
{
    static const char *const keys[] = {"when", "action", "backoff", "count", "max_retries"};

    ck_assert_uint_eq(retry__shape_rule.field_count, RETRY_COUNT(keys));
    for (size_t i = 0; i < RETRY_COUNT(keys); i++)
        ck_assert_str_eq(retry__shape_rule.fields[i].key, keys[i]);
    ck_assert_int_eq(RETRY_RULE_MAX_RETRIES, RETRY_COUNT(keys) - 1);
}
END_TEST

START_TEST(examples_are_accepted)
{
    char text[512];

    snprintf(text, sizeof text, "rules: [%s]", retry__shape_rule.example);
    expect(text, "");
    expect(retry__shape_hints.example, "");
    for (uint16_t i = RETRY_RULE_BACKOFF; i < retry__shape_rule.field_count; i++) {
        snprintf(text, sizeof text, "rules: [{when: [EPIPE], action: retry, %s: %s}]", retry__shape_rule.fields[i].key,
                 retry__shape_rule.fields[i].example);
        expect(text, i == RETRY_RULE_COUNT ? "a.yaml:3:40 unused\n" : "");
    }
    for (uint16_t i = 0; i < retry__shape_hints.field_count; i++) {
        snprintf(text, sizeof text, "hints: {%s: %s}", retry__shape_hints.fields[i].key,
                 retry__shape_hints.fields[i].example);
        expect(text, "");
    }
}
END_TEST

START_TEST(values_of_hints_have_bounds)
{
    expect("hints: {use: never}", "a.yaml:3:14 bad-word\n");
    expect("hints: {max: 5}", "a.yaml:3:14 bad-duration\n");
    expect("hints: {over_max: stop}", "a.yaml:3:19 bad-word\n");
    expect("hints: {spread: 1.1}", "a.yaml:3:17 out-of-range\n");
    expect("hints: {max_extra: 0s}", "a.yaml:3:20 out-of-range\n");
    expect("hints: {max_extra: unlimited, spread: 1, max: 0s}", "");
    expect("hints: 5s", "a.yaml:3:8 wrong-type\n");
    expect("hints: {maxx: 1s}", "a.yaml:3:9 unknown-key\n");
}
END_TEST

START_TEST(values_of_rules_have_bounds)
{
    expect("rules: [{when: [EPIPE], action: retry, max_retries: 65534}]", "");
    expect("rules: [{when: [EPIPE], action: retry, max_retries: 65535}]", "a.yaml:3:53 out-of-range\n");
    expect("rules: [{when: [EPIPE], action: retry, max_retries: unlimited}]", "a.yaml:3:53 bad-word\n");
    expect("rules: [{when: EPIPE, action: retry}]", "a.yaml:3:16 wrong-type\n");
    expect("rules: [{when: [EPIPE], action: stop}]", "a.yaml:3:33 bad-word\n");
    expect("rules: [{when: [EPIPE], action: retry, then: stop}]", "a.yaml:3:40 unknown-key\n");
}
END_TEST

FOLDER_MAIN("rule_shapes", bits_of_rules_are_in_the_order_of_the_table, examples_are_accepted,
            values_of_hints_have_bounds, values_of_rules_have_bounds)
