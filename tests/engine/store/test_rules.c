/* test_rules.c - the rules of a policy in the block. */
#include "engine/store/rules.h"

#include "tests/engine/store/folder.h"

#include <errno.h>

#define HEAD "version: 1\nbackoffs: {slow: {fixed: {delay: 9s}}}\npolicies:\n  db:\n    limits: {max_attempts: 9}\n"

static struct retry_set *set; /* that was loaded last */

static const struct retry_rules *load(const char *rules)
{
    char text[16384];

    snprintf(text, sizeof text, HEAD "    backoff: {immediate: {}}\n    rules: %s\n", rules);
    folder_forget();
    retry__set_free(set);
    set = folder_load_text(text);
    return set ? retry__plan_rules(retry__set_plan(set, 0)) : NULL;
}

static const char *refused(const char *rules)
{
    ck_assert_ptr_null(load(rules));
    return folder_findings();
}

static unsigned first(const struct retry_rules *rules, retry_error error)
{
    return retry__match_find(retry__rules_match(rules), &error);
}

START_TEST(first_rule_that_holds_an_error_counts)
{
    const struct retry_rules *rules =
        load("[{when: [\"http:503\"], action: fail}, {when: [\"http:5xx\", EPIPE], action: retry}]");

    ck_assert_str_eq(folder_findings(), "");
    ck_assert_uint_eq(rules->count, 2);
    ck_assert_uint_eq(first(rules, retry_http(503)), 1);
    ck_assert_uint_eq(first(rules, retry_http(500)), 2);
    ck_assert_uint_eq(first(rules, retry_errno(EPIPE)), 2);
    ck_assert_uint_eq(first(rules, retry_http(404)), 0);
    ck_assert(!retry__rules_at(rules, 0)->retry);
    ck_assert(retry__rules_at(rules, 1)->retry);
}
END_TEST

START_TEST(rule_holds_what_it_says)
{
    const struct retry_rules *rules = load("[{when: [EPIPE], action: retry}, {when: [timeout], action: retry, backoff: "
                                           "{use: slow}, count: call}, {when: [any], action: retry, max_retries: 3}]");
    const struct retry_rule *plain = retry__rules_at(rules, 0), *slow = retry__rules_at(rules, 1);
    const struct retry_rule *limited = retry__rules_at(rules, 2);

    ck_assert_uint_eq(plain->counter, RETRY_RULE_UNCOUNTED);
    ck_assert_uint_eq(plain->max_retries, RETRY_RULE_UNLIMITED);
    ck_assert_ptr_null(retry__rule_backoff(plain));
    ck_assert_str_eq(retry__rule_backoff(slow)->kind->shape.name, "fixed");
    ck_assert_uint_eq(slow->counter, 0);
    ck_assert(slow->by_call);
    ck_assert_uint_eq(limited->counter, 1);
    ck_assert_uint_eq(limited->max_retries, 3);
    ck_assert(!limited->by_call);
}
END_TEST

START_TEST(otherwise_fails_beside_rules_and_retries_without)
{
    load("[{when: [EPIPE], action: retry}]");
    ck_assert(!retry__set_plan(set, 0)->otherwise_retry);
    load("[{when: [EPIPE], action: fail}]\n    otherwise: retry");
    ck_assert(retry__set_plan(set, 0)->otherwise_retry);
    retry__set_free(set);
    set = folder_load_text(HEAD "    backoff: {immediate: {}}\n");
    ck_assert(retry__set_plan(set, 0)->otherwise_retry);
    ck_assert_ptr_null(retry__plan_rules(retry__set_plan(set, 0)));
}
END_TEST

START_TEST(rule_that_fails_has_nothing_beside_it)
{
    ck_assert_str_eq(refused("[{when: [EPIPE], action: fail, backoff: {use: slow}, count: rule, max_retries: 2}]"),
                     "a.yaml:7:43 contradiction (a.yaml:7:29)\na.yaml:7:65 contradiction (a.yaml:7:29)\n"
                     "a.yaml:7:78 contradiction (a.yaml:7:29)\n");
}
END_TEST

START_TEST(count_without_a_backoff_is_warned_of)
{
    ck_assert_ptr_nonnull(load("[{when: [EPIPE], action: retry, count: call, max_retries: 3}]"));
    ck_assert_str_eq(folder_findings(), "a.yaml:7:44 unused\n");
}
END_TEST

START_TEST(rule_that_no_error_gets_to_is_warned_of)
{
    ck_assert_ptr_nonnull(load("[{when: [transient], action: retry}, {when: [ECONNRESET, EPIPE], action: fail}]"));
    ck_assert_str_eq(folder_findings(), "a.yaml:7:50 unused\n");
    load("[{when: [ECONNRESET], action: retry}, {when: [ECONNRESET, EPIPE], action: fail}]");
    ck_assert_str_eq(folder_findings(), "");
}
END_TEST

START_TEST(rule_needs_when_and_action)
{
    ck_assert_str_eq(refused("[{when: [EPIPE]}, {action: fail}, {}]"),
                     "a.yaml:7:13 missing-key\na.yaml:7:30 missing-key\na.yaml:7:46 missing-key\na.yaml:7:46 "
                     "missing-key\n");
}
END_TEST

START_TEST(lists_are_not_empty)
{
    ck_assert_str_eq(refused("[]"), "a.yaml:7:12 wrong-type\n");
    ck_assert_str_eq(refused("[{when: [], action: fail}]"), "a.yaml:7:20 wrong-type\n");
    ck_assert_str_eq(refused("{when: [EPIPE], action: fail}"), "a.yaml:7:12 wrong-type\n");
    ck_assert_str_eq(refused("[7]"), "a.yaml:7:13 wrong-type\n");
}
END_TEST

START_TEST(every_mistake_is_found_at_its_place)
{
    ck_assert_str_eq(
        refused("[{when: [EPIP, 7], action: explode, max_retries: 0, backoff: {use: slo}}]"),
        "a.yaml:7:21 bad-class\na.yaml:7:27 needs-quotes\na.yaml:7:39 bad-word\na.yaml:7:61 out-of-range\na.yaml:7:79 "
        "unknown-reference\n");
    ck_assert_str_eq(refused("[{when: [\"http:999\"], action: fail}]"), "a.yaml:7:21 bad-class\n");
}
END_TEST

/* That many rules, each for a status of its own. */
static const char *many(unsigned count, const char *rest)
{
    static char text[12000];
    size_t at = 0;

    for (unsigned i = 0; i < count; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, "%s{when: [\"http:%u\"], action: retry%s}",
                               i == 0 ? "[" : ", ", 400 + i, rest);
    snprintf(text + at, sizeof text - at, "]");
    return text;
}

START_TEST(hundred_rules_are_allowed)
{
    ck_assert_uint_eq(first(load(many(100, "")), retry_http(499)), 100);
    refused(many(101, ""));
    ck_assert_str_eq(folder_message(0), "with this the policy has more than 100 rules");
    ck_assert_uint_eq(folder.report->count, 1);
}
END_TEST

START_TEST(twelve_of_them_are_counted)
{
    ck_assert_uint_eq(retry__rules_at(load(many(12, ", max_retries: 3")), 11)->counter, 11);
    refused(many(13, ", max_retries: 3"));
    ck_assert_str_eq(folder_message(0), "a policy has at most 12 rules with a backoff or max_retries of their own");
}
END_TEST

static uint32_t signature(const char *rules)
{
    return load(rules)->signature;
}

START_TEST(signature_is_that_of_what_counted_rules_mean)
{
    uint32_t one = signature("[{when: [EPIPE], action: retry, max_retries: 3}]");

    ck_assert_uint_eq(signature("[{when: [\"EPIPE\"], max_retries: 3, x-why: no, action: retry}]"), one);
    ck_assert_uint_ne(signature("[{when: [EPIPE], action: retry, max_retries: 4}]"), one);
    ck_assert_uint_ne(signature("[{when: [ECONNRESET], action: retry, max_retries: 3}]"), one);
    ck_assert_uint_ne(signature("[{when: [EPIPE], action: retry, max_retries: 3, backoff: {use: slow}}]"), one);
    ck_assert_uint_eq(signature("[{when: [EPIPE], action: retry}]"), 0);
}
END_TEST

START_TEST(equal_lists_are_matched_by_one_piece_of_memory)
{
    static char one[13000], two[30000];
    struct retry_set *small;
    size_t size;

    snprintf(one, sizeof one, "{limits: {max_attempts: 2}, backoff: {immediate: {}}, rules: %s}", many(30, ""));
    snprintf(two, sizeof two, "version: 1\npolicies:\n  a: %s\n", one);
    small = folder_load_text(two);
    snprintf(two, sizeof two, "version: 1\npolicies:\n  a: %s\n  b: %s\n", one, one);
    set = folder_load_text(two);
    size = retry__plan_rules(retry__set_plan(set, 0))->match_size;
    ck_assert_uint_gt(size, 100);
    ck_assert_uint_lt(set->size - small->size, size + 30 * sizeof(struct retry_rule));
    ck_assert_ptr_eq(retry__rules_match(retry__plan_rules(retry__set_plan(set, 0))),
                     retry__rules_match(retry__plan_rules(retry__set_plan(set, 1))));
    retry__set_free(small);
}
END_TEST

FOLDER_MAIN("rules", first_rule_that_holds_an_error_counts, rule_holds_what_it_says,
            otherwise_fails_beside_rules_and_retries_without, rule_that_fails_has_nothing_beside_it,
            count_without_a_backoff_is_warned_of, rule_that_no_error_gets_to_is_warned_of, rule_needs_when_and_action,
            lists_are_not_empty, every_mistake_is_found_at_its_place, hundred_rules_are_allowed,
            twelve_of_them_are_counted, signature_is_that_of_what_counted_rules_mean,
            equal_lists_are_matched_by_one_piece_of_memory)
