/* test_orphan.c - policies in use that a new set lacks. */
#include "engine/store/orphan.h"

#include "tests/engine/store/folder.h"

#include <errno.h>

#define SHARED                                                                                                  \
    "version: 1\nbackoffs:\n  a: {jitter: {mode: full, over: {exponential: {initial_delay: 1s}}}}\npolicies:\n" \
    "  one: {limits: {max_attempts: 5, max_elapsed: 1m}, backoff: {use: a}}\n"                                  \
    "  two: {limits: {max_attempts: 7}, backoff: {clamp: {max_delay: 5s, over: {use: a}}}}\n"                   \
    "  three: {limits: {max_attempts: 1}}\n"

/* Loads a text while these plans of an old set are in use. */
static struct retry_set *load_after(const char *text, const struct retry_plan *const *keep, size_t keep_count)
{
    struct retry_search search = {0};
    struct retry_load load = {.search = &search, .keep = keep, .keep_count = keep_count};
    struct retry_set *set;

    folder_write("a.yaml", text);
    ck_assert(retry__search_path(&search, folder_path("a.yaml"), NULL, folder.report));
    set = retry__load(&load, folder.report);
    retry__search_done(&search);
    return set;
}

static const struct retry_plan *find(const struct retry_set *set, const char *name)
{
    return retry__set_find(set, name, strlen(name));
}

static retry_window window_of(const struct retry_plan *plan, uint32_t failures)
{
    struct retry_ask ask = {.question = {.size = sizeof(retry_question), .failures = failures}};
    retry_window window;

    ck_assert_int_eq(retry__node_window(retry__plan_backoff(plan), &ask, &window), RETRY_ANSWER_WINDOW);
    return window;
}

START_TEST(policy_in_use_lives_on_without_the_old_set)
{
    struct retry_set *old = folder_load_text(SHARED), *set;
    const struct retry_plan *plan;

    set = load_after("version: 1\n", (const struct retry_plan *const[]){find(old, "one"), find(old, "two")}, 2);
    retry__set_free(old);
    ck_assert_uint_eq(set->plan_count, 2);
    plan = find(set, "two");
    ck_assert(plan->orphaned);
    ck_assert_uint_eq(plan->max_attempts, 7);
    ck_assert_uint_eq(window_of(plan, 9).hi_ns, UINT64_C(5000000000));
    plan = find(set, "one");
    ck_assert_uint_eq(plan->max_elapsed_ns, UINT64_C(60000000000));
    ck_assert_uint_eq(window_of(plan, 3).hi_ns, UINT64_C(4000000000));
    retry__set_free(set);
}
END_TEST

START_TEST(rules_and_hints_of_a_policy_in_use_live_on)
{
    struct retry_set *old = folder_load_text(
        "version: 1\npolicies:\n  one: {limits: {max_attempts: 5}, backoff: {immediate: {}}, hints: {max: 7s}, "
        "otherwise: "
        "retry, idempotent: false,\n    rules: [{when: [EPIPE], action: fail}, {when: [timeout], action: retry, "
        "max_retries: 3, backoff: {fixed: {delay: 2s}}}]}\n");
    struct retry_set *set, *next;
    retry_error error = retry_errno(ETIMEDOUT);
    const struct retry_rules *rules;

    set = load_after("version: 1\n", (const struct retry_plan *const[]){find(old, "one")}, 1);
    retry__set_free(old);
    next = load_after("version: 1\n", (const struct retry_plan *const[]){find(set, "one")}, 1);
    ck_assert_uint_eq(next->size, set->size);
    retry__set_free(set);
    rules = retry__plan_rules(find(next, "one"));
    ck_assert_uint_eq(rules->count, 2);
    ck_assert_uint_eq(retry__match_find(retry__rules_match(rules), &error), 2);
    ck_assert_uint_eq(retry__rules_at(rules, 1)->max_retries, 3);
    ck_assert_str_eq(retry__rule_backoff(retry__rules_at(rules, 1))->kind->shape.name, "fixed");
    ck_assert_ptr_null(retry__rule_backoff(retry__rules_at(rules, 0)));
    ck_assert_uint_eq(retry__plan_hints(find(next, "one"))->max_ns, UINT64_C(7000000000));
    ck_assert(find(next, "one")->otherwise_retry && find(next, "one")->not_idempotent);
    retry__set_free(next);
}
END_TEST

START_TEST(a_set_that_is_refused_makes_no_orphan)
{
    struct retry_set *old = folder_load_text(SHARED);
    const struct retry_plan *const in_use[] = {find(old, "one")};

    ck_assert_ptr_null(load_after("version: 1\npolicies: {two: {limits: {max_attempt: 3}}}\n", in_use, 1));
    ck_assert_ptr_null(strstr(folder_findings(), "orphaned"));
    retry__set_free(old);
}
END_TEST

START_TEST(orphans_are_reported_without_a_place)
{
    struct retry_set *old = folder_load_text(SHARED);
    struct retry_set *set = load_after("version: 1\n", (const struct retry_plan *const[]){find(old, "one")}, 1);

    ck_assert_str_eq(folder_findings(), ":0:0 orphaned\n");
    ck_assert_str_eq(folder_message(0),
                     "the policy 'one' is in use and no longer defined; its last definition lives on");
    retry__set_free(old);
    retry__set_free(set);
}
END_TEST

#define LISTS                                                                                                  \
    "version: 1\nbackoffs:\n  a: {schedule: {delays: [1s, 3s, 2s], then: stop}}\n"                             \
    "  b: {sum: [{use: a}, {fixed: {delay: 10s}}]}\npolicies:\n"                                               \
    "  one: {limits: {max_attempts: 9}, backoff: {sequence: [{use: b}, {scale: {factor: 2, over: {use: b}}}, " \
    "{use: a}]}}\n"

START_TEST(lists_live_on_with_their_lengths_and_what_they_share)
{
    struct retry_set *old = folder_load_text(LISTS), *set;
    const struct retry_node *root;

    set = load_after("version: 1\n", (const struct retry_plan *const[]){find(old, "one")}, 1);
    retry__set_free(old);
    root = retry__plan_backoff(find(set, "one"));
    ck_assert_uint_eq(root->length, 9);
    ck_assert_uint_eq(window_of(find(set, "one"), 2).hi_ns, UINT64_C(13000000000));
    ck_assert_uint_eq(window_of(find(set, "one"), 6).hi_ns, UINT64_C(24000000000));
    ck_assert_uint_eq(window_of(find(set, "one"), 9).hi_ns, UINT64_C(2000000000));
    ck_assert_ptr_eq(retry__node_at(root, 0), retry__node_child(retry__node_at(root, 1)));
    ck_assert_ptr_eq(retry__node_at(root, 2), retry__node_at(retry__node_at(root, 0), 0));
    ck_assert_uint_eq(retry__node_count(root), 9);
    retry__set_free(set);
}
END_TEST

START_TEST(policy_without_backoff_lives_on_too)
{
    struct retry_set *old = folder_load_text(SHARED);
    struct retry_set *set = load_after("version: 1\n", (const struct retry_plan *const[]){find(old, "three")}, 1);

    ck_assert_ptr_null(retry__plan_backoff(find(set, "three")));
    ck_assert(find(set, "three")->orphaned);
    retry__set_free(old);
    retry__set_free(set);
}
END_TEST

START_TEST(policy_that_is_defined_is_no_orphan)
{
    struct retry_set *old = folder_load_text(SHARED);
    struct retry_set *set = load_after("version: 1\npolicies:\n  one: {limits: {max_attempts: 1}}\n",
                                       (const struct retry_plan *const[]){find(old, "one")}, 1);

    ck_assert_uint_eq(set->plan_count, 1);
    ck_assert(!find(set, "one")->orphaned);
    ck_assert_uint_eq(find(set, "one")->max_attempts, 1);
    ck_assert_str_eq(folder_findings(), "");
    retry__set_free(old);
    retry__set_free(set);
}
END_TEST

START_TEST(orphan_of_an_orphan_lives_on_and_a_new_definition_ends_it)
{
    struct retry_set *first = folder_load_text(SHARED);
    struct retry_set *second = load_after("version: 1\n", (const struct retry_plan *const[]){find(first, "one")}, 1);
    struct retry_set *third = load_after("version: 1\n", (const struct retry_plan *const[]){find(second, "one")}, 1);
    struct retry_set *fourth = load_after(SHARED, (const struct retry_plan *const[]){find(third, "one")}, 1);

    ck_assert(find(third, "one")->orphaned);
    ck_assert_uint_eq(window_of(find(third, "one"), 1).hi_ns, UINT64_C(1000000000));
    ck_assert(!find(fourth, "one")->orphaned);
    retry__set_free(first);
    retry__set_free(second);
    retry__set_free(third);
    retry__set_free(fourth);
}
END_TEST

FOLDER_MAIN("orphan", policy_in_use_lives_on_without_the_old_set, rules_and_hints_of_a_policy_in_use_live_on,
            a_set_that_is_refused_makes_no_orphan, orphans_are_reported_without_a_place,
            lists_live_on_with_their_lengths_and_what_they_share, policy_without_backoff_lives_on_too,
            policy_that_is_defined_is_no_orphan, orphan_of_an_orphan_lives_on_and_a_new_definition_ends_it)
