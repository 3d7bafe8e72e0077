/* test_doubts.c - what a policy as a whole lacks, and which of its parts have no effect. */
#include "engine/store/doubts.h"

#include "tests/engine/store/folder.h"

static const char *findings_of(const char *policies)
{
    char text[4096];

    snprintf(text, sizeof text, "version: 1\npolicies:\n%s", policies);
    folder_forget();
    retry__set_free(folder_load_text(text));
    return folder_findings();
}

START_TEST(backoff_that_ends_needs_no_limit)
{
    ck_assert_str_eq(findings_of("  a: {backoff: {take: {retries: 3, over: {fixed: {delay: 1s}}}}}\n"), "");
    ck_assert_str_eq(findings_of("  a: {backoff: {fixed: {delay: 1s}}}\n"), "a.yaml:3:3 no-limit\n");
}
END_TEST

START_TEST(rule_with_an_endless_backoff_needs_a_limit)
{
#define RULE "  a: {backoff: {take: {retries: 3, over: {immediate: {}}}}, rules: [{when: [EPIPE], action: retry"
    ck_assert_str_eq(findings_of(RULE ", backoff: {immediate: {}}}]}\n"), "a.yaml:3:3 no-limit\n");
    ck_assert_str_eq(findings_of(RULE ", backoff: {immediate: {}}, max_retries: 5}]}\n"), "");
    ck_assert_str_eq(findings_of(RULE "}]}\n"), "");
}
END_TEST

START_TEST(child_that_takes_away_what_ended_it_needs_a_limit)
{
    ck_assert_str_eq(findings_of("  a: {backoff: {take: {retries: 3, over: {fixed: {delay: 1s}}}}}\n"
                                 "  b: {extends: a, backoff: {fixed: {delay: 1s}}}\n"),
                     "a.yaml:4:3 no-limit\n");
}
END_TEST

START_TEST(child_of_a_single_attempt_that_raises_it_needs_a_backoff)
{
    ck_assert_str_eq(findings_of("  a: {limits: {max_attempts: 1}}\n  b: {extends: a, limits: {max_attempts: 2}}\n"),
                     "a.yaml:4:3 no-backoff\n");
}
END_TEST

START_TEST(inherited_backoff_of_a_single_attempt_is_nobodys_mistake)
{
    ck_assert_str_eq(findings_of("  a: {limits: {max_attempts: 3}, backoff: {immediate: {}}}\n"
                                 "  b: {extends: a, limits: {max_attempts: 1}}\n"),
                     "");
    ck_assert_str_eq(findings_of("  a: {limits: {max_attempts: 1}}\n  b: {extends: a, backoff: {immediate: {}}}\n"),
                     "a.yaml:4:19 unused\n");
}
END_TEST

START_TEST(limits_that_never_bind_together_are_told_where_they_come_together)
{
    ck_assert_str_eq(findings_of("  a: {limits: {max_elapsed: 5s}, backoff: {immediate: {}}}\n"
                                 "  b: {extends: a, limits: {attempt_timeout: 9s}}\n  c: {extends: b}\n"),
                     "a.yaml:4:45 never-binds (a.yaml:3:29)\n");
    ck_assert_str_eq(findings_of("  a: {limits: {max_attempts: 3, attempt_timeout: 9s}, backoff: {immediate: {}}}\n"
                                 "  b: {extends: a, limits: {max_elapsed: 5s}}\n"),
                     "a.yaml:4:41 never-binds (a.yaml:3:50)\n");
}
END_TEST

START_TEST(first_wait_of_an_inherited_backoff_is_compared_too)
{
    ck_assert_str_eq(findings_of("  a: {limits: {max_attempts: 3}, backoff: {fixed: {delay: 9s}}}\n"
                                 "  b: {extends: a, limits: {max_elapsed: 5s}}\n"),
                     "a.yaml:4:41 unused (a.yaml:3:43)\n");
}
END_TEST

START_TEST(rule_or_hint_may_wait_less_than_the_backoff)
{
#define LONG "  a: {limits: {max_elapsed: 5s}, backoff: {fixed: {delay: 9s}}, "
    ck_assert_str_eq(findings_of(LONG "otherwise: retry}\n"), "a.yaml:3:29 unused\n");
    ck_assert_str_eq(findings_of(LONG "hints: {use: replace}}\n"), "");
    ck_assert_str_eq(findings_of(LONG "rules: [{when: [any], action: retry, backoff: {immediate: {}}}]}\n"), "");
}
END_TEST

START_TEST(attempt_that_is_cut_before_reset_after_never_resets)
{
#define LIVES "  a: {backoff: {fixed: {delay: 1s}}, limits: {max_attempts: 9, reset_after: 5m, attempt_timeout: "
    ck_assert_str_eq(findings_of(LIVES "10s}}\n"), "a.yaml:3:77 never-binds\n");
    ck_assert_str_eq(findings_of(LIVES "5m}}\n"), "");
    ck_assert_str_eq(findings_of(LIVES "unlimited}}\n"), "");
}
END_TEST

FOLDER_MAIN("doubts", attempt_that_is_cut_before_reset_after_never_resets, backoff_that_ends_needs_no_limit,
            rule_with_an_endless_backoff_needs_a_limit, child_that_takes_away_what_ended_it_needs_a_limit,
            child_of_a_single_attempt_that_raises_it_needs_a_backoff,
            inherited_backoff_of_a_single_attempt_is_nobodys_mistake,
            limits_that_never_bind_together_are_told_where_they_come_together,
            first_wait_of_an_inherited_backoff_is_compared_too, rule_or_hint_may_wait_less_than_the_backoff)
