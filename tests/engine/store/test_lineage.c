/* test_lineage.c - policies that extend policies. */
#include "engine/store/lineage.h"

#include "tests/engine/store/folder.h"

#include <errno.h>

#define BASE                                                                                                       \
    "  base: {description: x, limits: {max_attempts: 5, max_elapsed: 30s}, backoff: {fixed: {delay: 1s}}, rules: " \
    "[{when: [EPIPE], action: retry}], hints: {max: 1m, spread: 0.5}}\n"

static struct retry_set *set; /* that was loaded last */

static struct retry_set *load(const char *policies)
{
    char text[8192];

    snprintf(text, sizeof text, "version: 1\npolicies:\n%s", policies);
    folder_forget();
    retry__set_free(set);
    return set = folder_load_text(text);
}

static const char *refused(const char *policies)
{
    ck_assert_ptr_null(load(policies));
    return folder_findings();
}

static const struct retry_plan *plan(const char *name)
{
    ck_assert_str_eq(folder_findings(), "");
    return retry__set_find(set, name, strlen(name));
}

START_TEST(everything_that_is_not_stated_is_inherited)
{
    load("  db: {extends: base}\n" BASE);
    ck_assert_uint_eq(plan("db")->max_attempts, 5);
    ck_assert_uint_eq(plan("db")->max_elapsed_ns, UINT64_C(30000000000));
    ck_assert_uint_eq(retry__plan_hints(plan("db"))->max_ns, UINT64_C(60000000000));
    ck_assert(!plan("db")->otherwise_retry);
}
END_TEST

START_TEST(what_is_inherited_is_shared)
{
    load(BASE "  db: {extends: base}\n");
    ck_assert_ptr_eq(retry__plan_backoff(plan("db")), retry__plan_backoff(plan("base")));
    ck_assert_ptr_eq(retry__plan_rules(plan("db")), retry__plan_rules(plan("base")));
    ck_assert_ptr_eq(retry__plan_hints(plan("db")), retry__plan_hints(plan("base")));
}
END_TEST

START_TEST(limits_and_hints_are_merged_key_by_key)
{
    load(BASE "  db: {extends: base, limits: {max_attempts: 3, reset_after: 1h}, hints: {use: replace}}\n");
    ck_assert_uint_eq(plan("db")->max_attempts, 3);
    ck_assert_uint_eq(plan("db")->reset_after_ns, UINT64_C(3600000000000));
    ck_assert_uint_eq(plan("db")->max_elapsed_ns, UINT64_C(30000000000));
    ck_assert_uint_eq(retry__plan_hints(plan("db"))->use, RETRY_HINT_REPLACE);
    ck_assert_uint_eq(retry__plan_hints(plan("db"))->max_ns, UINT64_C(60000000000));
    ck_assert_uint_eq(retry__plan_hints(plan("db"))->spread.billionths, RETRY_DECIMAL_ONE / 2);
    ck_assert_uint_eq(plan("base")->max_attempts, 5);
}
END_TEST

START_TEST(everything_else_is_replaced_whole)
{
    retry_error broken_pipe = retry_errno(EPIPE);

    load(BASE "  db: {extends: base, backoff: {immediate: {}}, rules: [{when: [timeout], action: fail}]}\n");
    ck_assert_str_eq(retry__plan_backoff(plan("db"))->kind->shape.name, "immediate");
    ck_assert_uint_eq(retry__match_find(retry__rules_match(retry__plan_rules(plan("db"))), &broken_pipe), 0);
}
END_TEST

START_TEST(words_and_booleans_are_inherited_and_replaced)
{
    load("  a: {limits: {max_attempts: 1}, enabled: false, idempotent: false, when_disabled: keep, otherwise: fail}\n"
         "  b: {extends: a}\n  c: {extends: b, enabled: true, idempotent: true, when_disabled: stop, otherwise: "
         "retry}\n");
    ck_assert(!plan("b")->enabled && plan("b")->not_idempotent && plan("b")->keeps && !plan("b")->otherwise_retry);
    ck_assert(plan("c")->enabled && !plan("c")->not_idempotent && !plan("c")->keeps && plan("c")->otherwise_retry);
}
END_TEST

START_TEST(unlimited_takes_a_limit_away)
{
    load(BASE "  db: {extends: base, limits: {max_elapsed: unlimited}}\n");
    ck_assert_uint_eq(plan("db")->max_elapsed_ns, UINT64_MAX);
    ck_assert_uint_eq(plan("db")->max_attempts, 5);
}
END_TEST

START_TEST(parent_may_stand_in_another_file_and_layer)
{
    folder_write("a.yaml", "version: 1\npolicies:\n  db: {extends: base, limits: {max_attempts: 2}}\n");
    folder_write("b.yaml", "version: 1\npolicies:\n" BASE);
    retry__set_free(set);
    set = folder_load("a.yaml:b.yaml", NULL);
    ck_assert_uint_eq(plan("db")->max_attempts, 2);
    ck_assert_ptr_nonnull(retry__plan_backoff(plan("db")));
}
END_TEST

START_TEST(unknown_parent_is_told_with_the_nearest)
{
    ck_assert_str_eq(refused(BASE "  db: {extends: bsae}\n"), "a.yaml:4:17 unknown-reference\n");
    ck_assert_str_eq(folder_message(0), "no policy is named 'bsae'");
    ck_assert_str_eq(retry__report_at(folder.report, 0)->help, "write extends: base");
}
END_TEST

START_TEST(circles_are_told_with_their_way)
{
    ck_assert_str_eq(refused("  a: {extends: b}\n  b: {extends: c}\n  c: {extends: a}\n"),
                     "a.yaml:5:16 reference-circle\n");
    ck_assert_str_eq(folder_message(0), "policies extend one another in a circle: 'a -> b -> c -> a'");
    ck_assert_str_eq(refused("  a: {extends: a}\n"), "a.yaml:3:16 reference-circle\n");
}
END_TEST

/* Policies p1 to pN, each of which extends the one before it; in this order or the other. */
static const char *chain(unsigned length, bool rising)
{
    static char text[4096];
    size_t at = (size_t)snprintf(text, sizeof text, "  p1: {limits: {max_attempts: 1}}\n");

    for (unsigned i = 2; i <= length; i++) {
        unsigned number = rising ? i : length + 2 - i;
        at += (size_t)snprintf(text + at, sizeof text - at, "  p%u: {extends: p%u}\n", number, number - 1);
    }
    return text;
}

START_TEST(lines_are_as_long_as_the_limit)
{
    for (unsigned rising = 0; rising < 2; rising++) {
        load(chain(32, rising));
        ck_assert_uint_eq(plan("p32")->max_attempts, 1);
        ck_assert_ptr_null(load(chain(33, rising)));
        ck_assert_str_eq(folder_message(0), "more than 32 policies extend one another");
        ck_assert_uint_eq(folder.report->count, 1);
    }
}
END_TEST

START_TEST(broken_parent_is_told_once)
{
    ck_assert_str_eq(refused("  a: {limits: {max_attempts: 0}, backoff: {immediate: {}}}\n  b: {extends: a}\n"
                             "  c: {extends: b, backoff: {fixd: {}}}\n"),
                     "a.yaml:3:30 out-of-range\na.yaml:5:29 unknown-key\n");
}
END_TEST

START_TEST(policy_that_was_replaced_needs_no_parent)
{
    folder_write("a.yaml", "version: 1\npolicies:\n  db: {limits: {max_attempts: 1}}\n");
    folder_write("b.yaml", "version: 1\npolicies:\n  db: {extends: nobody, limits: {max_attempts: 7}}\n");
    retry__set_free(set);
    set = folder_load("a.yaml:b.yaml", NULL);
    ck_assert_ptr_nonnull(set);
    ck_assert_str_eq(folder_findings(), "a.yaml:3:3 replaced (b.yaml:3:3)\n");
}
END_TEST

FOLDER_MAIN("lineage", everything_that_is_not_stated_is_inherited, what_is_inherited_is_shared,
            limits_and_hints_are_merged_key_by_key, everything_else_is_replaced_whole,
            words_and_booleans_are_inherited_and_replaced, unlimited_takes_a_limit_away,
            parent_may_stand_in_another_file_and_layer, unknown_parent_is_told_with_the_nearest,
            circles_are_told_with_their_way, lines_are_as_long_as_the_limit, broken_parent_is_told_once,
            policy_that_was_replaced_needs_no_parent)
