/* test_differ.c - plans differ in what they mean, not in where it stands. */
#include "engine/tree/differ.h"

#include "tests/engine/store/folder.h"

#define BASE "limits: {max_attempts: 3}, backoff: {fixed: {delay: 1s}}"
#define LIST(items) "limits: {max_attempts: 3}, backoff: {max: [" items "]}"
#define RULES(rules) BASE ", otherwise: fail, rules: [" rules "]"
#define RULE(when, rest) RULES("{when: [" when "], action: retry" rest "}")

/* In what policies of these bodies differ; the second one stands behind others, in whose shadow offsets change. */
static unsigned differ(const char *before, const char *after)
{
    char text[2][1024];
    struct retry_set *sets[2];
    struct retry_compared compared = {0};
    unsigned parts;

    snprintf(text[0], sizeof(text[0]), "version: 1\npolicies:\n  p: {%s}\n", before);
    snprintf(
        text[1], sizeof(text[1]),
        "version: 1\nbackoffs:\n  unused: {fixed: {delay: 9s}}\npolicies:\n"
        "  another: {limits: {max_attempts: 2}, backoff: {immediate: {}}, rules: [{when: [app:x], action: fail}]}\n"
        "  p: {%s}\n",
        after);
    for (size_t i = 0; i < 2; i++) {
        sets[i] = folder_load_text(text[i]);
        ck_assert_msg(sets[i] != NULL, "refused: %s", text[i]);
    }
    parts = retry__plan_differ(retry__set_find(sets[0], "p", 1), retry__set_find(sets[1], "p", 1), &compared);
    retry__set_free(sets[0]);
    retry__set_free(sets[1]);
    return parts;
}

START_TEST(equal_bodies_differ_in_nothing)
{
    static const char *const bodies[] = {
        BASE,
        "limits: {max_attempts: 1}",
        LIST("{schedule: {delays: [1s, 2s]}}, {jitter: {factor: [0.5, 2], over: {linear: {initial_delay: 1s, "
             "increment: 1s}}}}"),
        RULE("transient, app:a", ", backoff: {fixed: {delay: 1s}}, count: call, max_retries: 2"),
        BASE ", hints: {use: replace, spread: 0.2}",
    };

    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
        ck_assert_uint_eq(differ(bodies[i], bodies[i]), 0);
}
END_TEST

START_TEST(kinds_are_told_apart_from_parameters)
{
    const unsigned kinds = RETRY_DIFFER_BACKOFF | RETRY_DIFFER_KINDS;

    ck_assert_uint_eq(differ(BASE, "limits: {max_attempts: 3}, backoff: {fixed: {delay: 2s}}"), RETRY_DIFFER_BACKOFF);
    ck_assert_uint_eq(differ(BASE, "limits: {max_attempts: 3}, backoff: {immediate: {}}"), kinds);
    ck_assert_uint_eq(
        differ(LIST("{fixed: {delay: 1s}}, {fixed: {delay: 2s}}"), LIST("{fixed: {delay: 1s}}, {fixed: {delay: 3s}}")),
        RETRY_DIFFER_BACKOFF);
    ck_assert_uint_eq(differ(LIST("{fixed: {delay: 1s}}, {fixed: {delay: 2s}}"),
                             LIST("{fixed: {delay: 1s}}, {fixed: {delay: 2s}}, {fixed: {delay: 2s}}")),
                      kinds);
}
END_TEST

START_TEST(delays_of_a_schedule_are_parameters)
{
    const char *const three = "limits: {max_attempts: 3}, backoff: {schedule: {delays: [1s, 2s, 3s]}}";

    ck_assert_uint_eq(differ(three, "limits: {max_attempts: 3}, backoff: {schedule: {delays: [1s, 2s, 4s]}}"),
                      RETRY_DIFFER_BACKOFF);
    ck_assert_uint_eq(differ(three, "limits: {max_attempts: 3}, backoff: {schedule: {delays: [1s, 2s]}}"),
                      RETRY_DIFFER_BACKOFF);
}
END_TEST

START_TEST(rules_differ_in_what_they_do)
{
    ck_assert_uint_eq(differ(RULE("EPIPE", ""), RULES("{when: [EPIPE], action: fail}")), RETRY_DIFFER_RULES);
    ck_assert_uint_eq(differ(RULE("EPIPE", ""), RULE("EPIPE", ", max_retries: 2")), RETRY_DIFFER_RULES);
    ck_assert_uint_eq(
        differ(RULE("EPIPE", ", backoff: {fixed: {delay: 1s}}"), RULE("EPIPE", ", backoff: {fixed: {delay: 2s}}")),
        RETRY_DIFFER_RULES);
    ck_assert_uint_eq(differ(RULE("EPIPE", ""), RULE("EPIPE", ", backoff: {fixed: {delay: 2s}}")), RETRY_DIFFER_RULES);
    ck_assert_uint_eq(differ(RULE("EPIPE", ", backoff: {fixed: {delay: 1s}}"),
                             RULE("EPIPE", ", backoff: {fixed: {delay: 1s}}, count: call")),
                      RETRY_DIFFER_RULES);
    ck_assert_uint_eq(differ(RULE("EPIPE", ", max_retries: 2"), RULE("EPIPE", ", max_retries: 2, count: call")), 0);
    ck_assert_uint_eq(differ(RULE("EPIPE", ""), RULES("{when: [EPIPE], action: retry}, {when: [EIO], action: fail}")),
                      RETRY_DIFFER_RULES);
    ck_assert_uint_eq(differ(BASE ", otherwise: fail", RULE("EPIPE", "")), RETRY_DIFFER_RULES);
}
END_TEST

START_TEST(rules_differ_in_the_errors_that_they_hold)
{
    ck_assert_uint_eq(differ(RULE("EPIPE", ""), RULE("EIO", "")), RETRY_DIFFER_RULES);
    ck_assert_uint_eq(differ(RULE("app:a", ""), RULE("app:b", "")), RETRY_DIFFER_RULES);
    ck_assert_uint_eq(differ(RULE("EPIPE, EIO, app:a", ""), RULE("app:a, EIO, EPIPE", "")), 0);
}
END_TEST

START_TEST(each_member_has_a_bit_of_its_own)
{
    struct retry_compared compared = {0};
    const struct retry_plan plan = {.max_elapsed_ns = 1, .attempt_timeout_ns = 1, .reset_after_ns = 1};
    struct retry_plan others[9] = {plan, plan, plan, plan, plan, plan, plan, plan, plan};
    static const enum retry_differ bits[] = {
        RETRY_DIFFER_ORPHANED,        RETRY_DIFFER_MAX_ATTEMPTS, RETRY_DIFFER_MAX_ELAPSED,
        RETRY_DIFFER_ATTEMPT_TIMEOUT, RETRY_DIFFER_RESET_AFTER,  RETRY_DIFFER_ENABLED,
        RETRY_DIFFER_IDEMPOTENT,      RETRY_DIFFER_OTHERWISE,    RETRY_DIFFER_WHEN_DISABLED,
    };

    others[0].orphaned = true;
    others[1].max_attempts = 2;
    others[2].max_elapsed_ns = 2;
    others[3].attempt_timeout_ns = 2;
    others[4].reset_after_ns = 2;
    others[5].enabled = true;
    others[6].not_idempotent = true;
    others[7].otherwise_retry = true;
    others[8].keeps = true;
    for (size_t i = 0; i < 9; i++) {
        ck_assert_uint_eq(retry__plan_differ(&plan, &others[i], &compared), bits[i]);
        ck_assert_uint_eq(retry__plan_differ(&others[i], &plan, &compared), bits[i]);
    }
    ck_assert_uint_eq(differ(BASE, BASE ", hints: {max: 1s}"), RETRY_DIFFER_HINTS);
    ck_assert_uint_eq(differ(BASE, BASE ", hints: {max: 5m}"), 0);
}
END_TEST

#define SHARED(one, other)                                                                                       \
    "version: 1\nbackoffs:\n  one: {fixed: {delay: " one "}}\n  other: {fixed: {delay: " other "}}\npolicies:\n" \
    "  a: {limits: {max_attempts: 3}, backoff: {use: one}}\n"                                                    \
    "  b: {limits: {max_attempts: 3}, backoff: {use: one}}\n"                                                    \
    "  c: {limits: {max_attempts: 3}, backoff: {use: other}}\n"                                                  \
    "  d: {limits: {max_attempts: 3}, backoff: {immediate: {}}}\n"

START_TEST(trees_that_were_compared_are_not_mistaken_for_others)
{
    struct retry_set *before = folder_load_text(SHARED("1s", "2s")), *after = folder_load_text(SHARED("3s", "2s"));
    struct retry_compared compared = {0};

    for (uint32_t i = 0; i < 16; i++) {
        const struct retry_plan *old = retry__set_plan(before, i / 4), *new = retry__set_plan(after, i % 4);
        bool immediate = i / 4 == 3, becomes = i % 4 == 3;
        unsigned parts = immediate && becomes       ? 0
                         : immediate || becomes     ? RETRY_DIFFER_BACKOFF | RETRY_DIFFER_KINDS
                         : i / 4 == 2 && i % 4 == 2 ? 0
                                                    : RETRY_DIFFER_BACKOFF;
        ck_assert_uint_eq(retry__plan_differ(old, new, &compared), parts);
        ck_assert_uint_eq(retry__plan_differ(old, new, &compared), parts);
    }
    retry__set_free(before);
    retry__set_free(after);
}
END_TEST

/* There are more of them than are remembered. */
START_TEST(a_tree_in_the_place_of_another_is_compared)
{
    char text[4096] = "version: 1\npolicies:\n";
    struct retry_compared compared = {0};
    struct retry_set *set;

    for (int i = 0; i < 40; i++)
        snprintf(text + strlen(text), sizeof(text) - strlen(text),
                 "  p%d: {limits: {max_attempts: 3}, backoff: {fixed: {delay: %ds}}}\n", i, i + 1);
    set = folder_load_text(text);
    ck_assert_ptr_nonnull(set);
    for (uint32_t i = 0; i < 40; i++)
        ck_assert_uint_eq(retry__plan_differ(retry__set_plan(set, i), retry__set_plan(set, 0), &compared),
                          i == 0 ? 0 : RETRY_DIFFER_BACKOFF);
    retry__set_free(set);
}
END_TEST

FOLDER_MAIN("differ", equal_bodies_differ_in_nothing, kinds_are_told_apart_from_parameters,
            delays_of_a_schedule_are_parameters, rules_differ_in_what_they_do,
            rules_differ_in_the_errors_that_they_hold, each_member_has_a_bit_of_its_own,
            trees_that_were_compared_are_not_mistaken_for_others, a_tree_in_the_place_of_another_is_compared)
