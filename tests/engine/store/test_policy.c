/* test_policy.c - what a policy must say, and the plan that comes of it. */
#include "engine/store/policy.h"

#include "tests/engine/store/folder.h"

#define FIXED "backoff: {fixed: {delay: 1s}}"

/* Loads one policy `db` with that body. */
static struct retry_set *load(const char *body)
{
    char text[1024];

    snprintf(text, sizeof text, "version: 1\npolicies:\n  db: %s\n", body);
    folder_forget();
    return folder_load_text(text);
}

/* Its plan; good until the next. */
static struct retry_plan plan_of(const char *body)
{
    struct retry_set *set = load(body);
    struct retry_plan plan;

    ck_assert_str_eq(folder_findings(), "");
    ck_assert_ptr_nonnull(set);
    plan = *retry__set_plan(set, 0);
    retry__set_free(set);
    return plan;
}

static const char *refused(const char *body)
{
    ck_assert_ptr_null(load(body));
    return folder_findings();
}

START_TEST(plan_holds_the_limits)
{
    struct retry_plan plan =
        plan_of("{limits: {max_attempts: 6, max_elapsed: 30s, attempt_timeout: 2s}, " FIXED ", enabled: false}");

    ck_assert_uint_eq(plan.max_attempts, 6);
    ck_assert_uint_eq(plan.max_elapsed_ns, UINT64_C(30000000000));
    ck_assert_uint_eq(plan.attempt_timeout_ns, UINT64_C(2000000000));
    ck_assert(!plan.enabled);
    ck_assert(!plan.orphaned);
}
END_TEST

START_TEST(limits_that_are_not_stated_are_unlimited)
{
    struct retry_plan plan = plan_of("{limits: {max_elapsed: 30s}, " FIXED "}");

    ck_assert_uint_eq(plan.max_attempts, UINT32_MAX);
    ck_assert_uint_eq(plan.attempt_timeout_ns, UINT64_MAX);
    ck_assert(plan.enabled);
    ck_assert_uint_eq(plan_of("{limits: {max_attempts: 2}, " FIXED "}").max_elapsed_ns, UINT64_MAX);
}
END_TEST

START_TEST(unlimited_is_a_word_that_states_a_limit)
{
    struct retry_plan plan =
        plan_of("{limits: {max_attempts: unlimited, max_elapsed: unlimited, attempt_timeout: unlimited}, " FIXED "}");

    ck_assert_uint_eq(plan.max_attempts, UINT32_MAX);
    ck_assert_uint_eq(plan.max_elapsed_ns, UINT64_MAX);
    ck_assert_uint_eq(plan.attempt_timeout_ns, UINT64_MAX);
}
END_TEST

START_TEST(one_attempt_needs_no_backoff)
{
    ck_assert_int_eq(plan_of("{limits: {max_attempts: 1}}").backoff, 0);
}
END_TEST

START_TEST(words_for_people_are_allowed_and_not_kept)
{
    plan_of(
        "{description: Postgres primary, owner: team-storage, x-page: 7, limits: {max_attempts: 2, x-why: {}}, " FIXED
        "}");
}
END_TEST

START_TEST(policy_without_limits_is_refused_at_its_name)
{
    ck_assert_str_eq(refused("{" FIXED "}"), "a.yaml:3:3 no-limit\n");
    ck_assert_str_eq(folder_message(0), "the policy 'db' states neither max_attempts nor max_elapsed");
}
END_TEST

START_TEST(limits_that_limit_nothing_are_refused_where_they_stand)
{
    ck_assert_str_eq(refused("{limits: {attempt_timeout: 2s}, " FIXED "}"), "a.yaml:3:16 no-limit\n");
}
END_TEST

START_TEST(policy_without_backoff_is_refused_at_its_name)
{
    ck_assert_str_eq(refused("{limits: {max_attempts: 2}}"), "a.yaml:3:3 no-backoff\n");
    ck_assert_str_eq(folder_message(0), "the policy 'db' has no backoff");
}
END_TEST

START_TEST(empty_policy_lacks_both)
{
    ck_assert_str_eq(refused("{}"), "a.yaml:3:3 no-limit\na.yaml:3:3 no-backoff\n");
}
END_TEST

static const char *help_of(const char *body)
{
    refused(body);
    return retry__report_at(folder.report, 0)->help;
}

START_TEST(help_for_limits_says_what_to_write)
{
    ck_assert_str_eq(help_of("{" FIXED "}"), "write limits: {max_attempts: 5}, or limits: {max_attempts: unlimited}");
    ck_assert_str_eq(help_of("{limits: {attempt_timeout: 2s}, " FIXED "}"),
                     "add max_attempts: 5 to limits, or max_attempts: unlimited");
}
END_TEST

START_TEST(help_for_a_key_of_another_level_says_where_it_belongs)
{
    ck_assert_str_eq(help_of("{limits: {max_attempts: 3, " FIXED "}}"), "put it beside limits");
    ck_assert_str_eq(help_of("{max_attempts: 3, " FIXED "}"), "move it into limits");
    ck_assert_str_eq(help_of("{limits: {max_attempts: 3}, " FIXED ", policies: {}}"), "put it beside policies");
    ck_assert_str_eq(help_of("{limits: {max_attempts: 3}, backoffs: {fixed: {delay: 1s}}}"),
                     "did you mean backoff, or does it belong beside policies?");
    ck_assert_str_eq(help_of("{limits: {max_attempts: 3}}\nlimits: {}"), "put it into one of policies");
    ck_assert_str_eq(help_of("{limits: {max_attempts: 3}}\n" FIXED),
                     "did you mean backoffs, or does it belong into one of policies?");
    ck_assert_str_eq(help_of("{limits: {max_attempts: 3}}\n  " FIXED), "indent it under db:");
}
END_TEST

START_TEST(reference_beside_limits_belongs_into_the_backoff)
{
    ck_assert_str_eq(help_of("{use: quick, limits: {max_attempts: 2}}"), "move it into backoff");
    ck_assert_str_eq(help_of("{use: replace, limits: {max_attempts: 2}, " FIXED "}"), "move it into hints");
    ck_assert_str_eq(help_of("{reset_after: 5m, limits: {max_attempts: 2}, " FIXED "}"), "move it into limits");
}
END_TEST

/* One attempt may have been meant, which needs no backoff. */
START_TEST(broken_limits_without_a_backoff_are_one_finding)
{
    static const char *const limits[] = {"{max_attempt: 1}",
                                         "{max_attempts: 1x}",
                                         "{max_attempts: 0}",
                                         "{max_attempts: 01}",
                                         "7",
                                         "{max_attempts: 3, backoff: {fixed: {delay: 1s}}}"};
    char body[128];

    for (size_t i = 0; i < RETRY_COUNT(limits); i++) {
        snprintf(body, sizeof body, "{limits: %s}", limits[i]);
        ck_assert_ptr_null(strstr(refused(body), "no-backoff"));
        ck_assert_uint_eq(folder.report->count, 1);
    }
}
END_TEST

START_TEST(first_wait_beyond_max_elapsed_is_warned_of)
{
    retry__set_free(load("{limits: {max_attempts: 5, max_elapsed: 5s}, backoff: {fixed: {delay: 10s}}}"));
    ck_assert_str_eq(folder_findings(), "a.yaml:3:47 unused\n");
    ck_assert_str_eq(folder_message(0),
                     "no retry is ever made: the first wait, at least 10s, would end after max_elapsed 5s");
    plan_of("{limits: {max_attempts: 5, max_elapsed: 10s}, backoff: {fixed: {delay: 10s}}}");
    plan_of("{limits: {max_elapsed: 5s}, backoff: {jitter: {mode: full, over: {fixed: {delay: 10s}}}}}");
    plan_of("{limits: {max_elapsed: unlimited}, backoff: {fixed: {delay: 10s}}}");
}
END_TEST

START_TEST(attempt_timeout_beyond_max_elapsed_never_binds)
{
    retry__set_free(load("{limits: {max_elapsed: 5s, attempt_timeout: 6s}, " FIXED "}"));
    ck_assert_str_eq(folder_findings(), "a.yaml:3:51 never-binds\n");
    plan_of("{limits: {max_elapsed: 5s, attempt_timeout: 5s}, " FIXED "}");
    plan_of("{limits: {max_elapsed: 5s, attempt_timeout: unlimited}, " FIXED "}");
    plan_of("{limits: {max_attempts: 5, attempt_timeout: 6s}, " FIXED "}");
}
END_TEST

START_TEST(misspelt_limits_are_one_finding)
{
    ck_assert_str_eq(refused("{limit: {max_attempts: 2}, " FIXED "}"), "a.yaml:3:8 unknown-key\n");
}
END_TEST

START_TEST(misspelt_limit_is_one_finding)
{
    ck_assert_str_eq(refused("{limits: {max_atempts: 2}, " FIXED "}"), "a.yaml:3:17 unknown-key\n");
}
END_TEST

START_TEST(misspelt_backoff_is_one_finding)
{
    ck_assert_str_eq(refused("{limits: {max_attempts: 2}, backof: {fixed: {delay: 1s}}}"), "a.yaml:3:35 unknown-key\n");
}
END_TEST

START_TEST(wrong_limit_is_one_finding)
{
    ck_assert_str_eq(refused("{limits: {max_attempts: five}, " FIXED "}"), "a.yaml:3:31 bad-number\n");
}
END_TEST

START_TEST(limit_of_zero_is_out_of_range)
{
    ck_assert_str_eq(refused("{limits: {max_attempts: 0, max_elapsed: 0s}, " FIXED "}"),
                     "a.yaml:3:31 out-of-range\na.yaml:3:47 out-of-range\n");
}
END_TEST

START_TEST(policy_that_is_no_mapping_is_one_finding)
{
    ck_assert_str_eq(refused("5"), "a.yaml:3:7 wrong-type\n");
}
END_TEST

START_TEST(independent_mistakes_are_all_found)
{
    ck_assert_str_eq(refused("{enabled: perhaps, limits: {attempt_timeout: 2s}, backoff: {fixed: {delay: 5}}}"),
                     "a.yaml:3:17 bad-boolean\na.yaml:3:34 no-limit\na.yaml:3:82 bad-duration\n");
}
END_TEST

START_TEST(backoff_of_a_single_attempt_is_unused)
{
    struct retry_set *set = load("{limits: {max_attempts: 1}, " FIXED "}");

    ck_assert_ptr_nonnull(set);
    ck_assert_str_eq(folder_findings(), "a.yaml:3:35 unused\n");
    retry__set_free(set);
}
END_TEST

FOLDER_MAIN("policy", plan_holds_the_limits, limits_that_are_not_stated_are_unlimited,
            unlimited_is_a_word_that_states_a_limit, one_attempt_needs_no_backoff,
            words_for_people_are_allowed_and_not_kept, policy_without_limits_is_refused_at_its_name,
            limits_that_limit_nothing_are_refused_where_they_stand, policy_without_backoff_is_refused_at_its_name,
            empty_policy_lacks_both, misspelt_limits_are_one_finding, misspelt_limit_is_one_finding,
            misspelt_backoff_is_one_finding, wrong_limit_is_one_finding, limit_of_zero_is_out_of_range,
            policy_that_is_no_mapping_is_one_finding, independent_mistakes_are_all_found,
            backoff_of_a_single_attempt_is_unused, help_for_limits_says_what_to_write,
            help_for_a_key_of_another_level_says_where_it_belongs, reference_beside_limits_belongs_into_the_backoff,
            broken_limits_without_a_backoff_are_one_finding, first_wait_beyond_max_elapsed_is_warned_of,
            attempt_timeout_beyond_max_elapsed_never_binds)
