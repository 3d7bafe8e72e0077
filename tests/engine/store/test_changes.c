/* test_changes.c - what a new set changes in the meaning of policies is told in one line. */
#include "engine/store/changes.h"

#include "tests/engine/store/folder.h"

#define FIXED "backoff: {fixed: {delay: 1s}}"
#define THREE "limits: {max_attempts: 3}, "

static char text[2048];
static size_t changed; /* policies, by the last comparison */

/* A set of these lines below `policies:`; NULL: of none. */
static struct retry_set *load(const char *policies)
{
    static char document[1 << 16];

    if (!policies)
        return NULL;
    snprintf(document, sizeof(document), "version: 1\npolicies:\n%s", policies);
    struct retry_set *set = folder_load_text(document);
    ck_assert_msg(set != NULL, "refused: %s", folder_findings());
    return set;
}

/* What is told, in a text of that size. */
static const char *tell(const char *before, const char *after, size_t size)
{
    struct retry_set *old = load(before), *new = load(after);

    memset(text, '#', sizeof(text));
    changed = retry__changes(old, new, text, size);
    for (size_t i = size; i < sizeof(text); i++)
        ck_assert_int_eq(text[i], '#');
    ck_assert(size == 0 || memchr(text, '\0', size) != NULL);
    retry__set_free(old);
    retry__set_free(new);
    return text;
}

static const char *changes(const char *before, const char *after)
{
    return tell(before, after, sizeof(text));
}

/* What is told of one policy of these bodies. */
static const char *changes_of(const char *before, const char *after)
{
    char old[512], new[512];

    snprintf(old, sizeof(old), "  p: {%s}\n", before);
    snprintf(new, sizeof(new), "  p: {%s}\n", after);
    changes(old, new);
    ck_assert_uint_eq(changed, strcmp(text, "nothing") ? 1 : 0);
    return changed ? text + strlen("p: ") : text;
}

/* ---- one policy --------------------------------------------------------------------------------- */

START_TEST(attempts_are_told_with_the_worst_case)
{
    ck_assert_str_eq(changes_of("limits: {max_attempts: 6}, backoff: {exponential: {initial_delay: 500ms}}",
                                "limits: {max_attempts: 3}, backoff: {exponential: {initial_delay: 500ms}}"),
                     "attempts 6 to 3, worst case 15.5s to 1.5s");
    ck_assert_str_eq(changes_of("limits: {max_attempts: unlimited}, " FIXED, THREE FIXED),
                     "attempts unlimited to 3, worst case unlimited to 2s");
    ck_assert_str_eq(changes_of(THREE FIXED, "limits: {max_attempts: unlimited}, " FIXED),
                     "attempts 3 to unlimited, worst case 2s to unlimited");
    ck_assert_str_eq(changes_of("limits: {max_attempts: 3}, backoff: {immediate: {}}",
                                "limits: {max_attempts: 4}, backoff: {immediate: {}}"),
                     "attempts 3 to 4");
}
END_TEST

START_TEST(limits_are_told_as_the_format_spells_them)
{
    ck_assert_str_eq(changes_of(THREE FIXED, "limits: {max_attempts: 3, max_elapsed: 1500ms}, " FIXED),
                     "max_elapsed unlimited to 1.5s, worst case 2s to 1s");
    ck_assert_str_eq(changes_of("limits: {max_attempts: 3, attempt_timeout: 90s}, " FIXED, THREE FIXED),
                     "attempt_timeout 1m30s to unlimited");
    ck_assert_str_eq(changes_of("limits: {max_attempts: 3, reset_after: 1h}, " FIXED,
                                "limits: {max_attempts: 3, reset_after: 2h}, " FIXED),
                     "reset_after 1h to 2h");
}
END_TEST

START_TEST(words_are_told_both_ways)
{
    ck_assert_str_eq(changes_of(THREE FIXED, THREE "enabled: false, " FIXED), "enabled to disabled");
    ck_assert_str_eq(changes_of(THREE "enabled: false, " FIXED, THREE FIXED), "disabled to enabled");
    ck_assert_str_eq(changes_of(THREE FIXED, THREE "idempotent: false, " FIXED), "idempotent to not idempotent");
    ck_assert_str_eq(changes_of(THREE "idempotent: false, " FIXED, THREE FIXED), "not idempotent to idempotent");
    ck_assert_str_eq(changes_of(THREE FIXED, THREE "otherwise: fail, " FIXED), "otherwise retry to fail");
    ck_assert_str_eq(changes_of(THREE "otherwise: fail, " FIXED, THREE FIXED), "otherwise fail to retry");
    ck_assert_str_eq(changes_of(THREE FIXED, THREE "when_disabled: keep, " FIXED), "when_disabled stop to keep");
    ck_assert_str_eq(changes_of(THREE "when_disabled: keep, " FIXED, THREE FIXED), "when_disabled keep to stop");
}
END_TEST

START_TEST(a_backoff_is_told_by_its_worst_case_where_that_says_it)
{
    ck_assert_str_eq(changes_of(THREE FIXED, THREE "backoff: {fixed: {delay: 2s}}"), "worst case 2s to 4s");
    ck_assert_str_eq(changes_of(THREE FIXED, THREE "backoff: {schedule: {delays: [500ms, 1500ms]}}"),
                     "backoff changed");
    ck_assert_str_eq(changes_of(THREE FIXED, THREE "backoff: {immediate: {}}"), "worst case 2s to 0s, backoff changed");
    ck_assert_str_eq(changes_of("limits: {max_attempts: 4}, " FIXED, THREE "backoff: {fixed: {delay: 2s}}"),
                     "attempts 4 to 3, worst case 3s to 4s, backoff changed");
    ck_assert_str_eq(changes_of(THREE "backoff: {jitter: {mode: full, over: {fixed: {delay: 1s}}}}",
                                THREE "backoff: {jitter: {mode: equal, over: {fixed: {delay: 1s}}}}"),
                     "backoff changed");
    ck_assert_str_eq(changes_of("limits: {max_attempts: 1}", THREE FIXED),
                     "attempts 1 to 3, worst case 0s to 2s, backoff changed");
}
END_TEST

START_TEST(a_worst_case_that_only_the_program_knows_is_unknown)
{
    ck_assert_str_eq(changes_of(THREE FIXED, THREE "backoff: {custom: {name: own}}"),
                     "worst case 2s to unknown, backoff changed");
    ck_assert_str_eq(changes_of(THREE "backoff: {custom: {name: own}}", THREE "backoff: {custom: {name: other}}"),
                     "backoff changed");
    ck_assert_str_eq(changes_of("limits: {max_attempts: 3, max_elapsed: 9s}, backoff: {custom: {name: own}}",
                                "limits: {max_attempts: 3, max_elapsed: 7s}, backoff: {custom: {name: own}}"),
                     "max_elapsed 9s to 7s, worst case 9s to 7s");
}
END_TEST

START_TEST(sums_that_stop_are_not_told_as_durations)
{
    ck_assert_str_eq(changes_of("limits: {max_attempts: 2000000000}, backoff: {fixed: {delay: 365d}}",
                                "limits: {max_attempts: 2}, backoff: {fixed: {delay: 365d}}"),
                     "attempts 2000000000 to 2, worst case over 292 years to 365d");
}
END_TEST

START_TEST(rules_and_hints_are_told_by_their_names)
{
    ck_assert_str_eq(changes_of(THREE FIXED ", rules: [{when: [EPIPE], action: retry}]",
                                THREE FIXED ", rules: [{when: [EPIPE], action: fail}]"),
                     "rules changed");
    ck_assert_str_eq(changes_of(THREE FIXED, THREE FIXED ", hints: {max: 7s}"), "hints changed");
    ck_assert_str_eq(changes_of(THREE FIXED, THREE FIXED ", rules: [{when: [EPIPE], action: retry}]"),
                     "rules changed, otherwise retry to fail");
}
END_TEST

START_TEST(all_of_a_policy_is_told_in_one_order)
{
    ck_assert_str_eq(
        changes_of("limits: {max_attempts: 6, max_elapsed: 10s, attempt_timeout: 2s, reset_after: 1h}, " FIXED,
                   "limits: {max_attempts: 3, max_elapsed: 9s, attempt_timeout: 1s, reset_after: 2h}, enabled: false, "
                   "backoff: {immediate: {}}, rules: [{when: [EPIPE], action: retry}], hints: {max: 7s}, "
                   "idempotent: false, when_disabled: keep"),
        "attempts 6 to 3, max_elapsed 10s to 9s, attempt_timeout 2s to 1s, reset_after 1h to 2h, enabled to disabled, "
        "worst case 5s to 0s, backoff changed, rules changed, hints changed, idempotent to not idempotent, "
        "otherwise retry to fail, when_disabled stop to keep");
}
END_TEST

/* ---- policies that come and go ------------------------------------------------------------------ */

#define DB "  db: {" THREE FIXED "}\n"
#define DNS "  dns: {" THREE FIXED "}\n"
#define CACHE "  cache: {" THREE FIXED "}\n"

START_TEST(the_new_order_counts_and_removed_ones_come_last)
{
    ck_assert_str_eq(changes(CACHE DB, DNS "  db: {limits: {max_attempts: 2}, " FIXED "}\n"),
                     "dns: added; db: attempts 3 to 2, worst case 2s to 1s; cache: removed");
    ck_assert_uint_eq(changed, 3);
}
END_TEST

START_TEST(either_set_may_be_missing)
{
    ck_assert_str_eq(changes(NULL, DB DNS), "db: added; dns: added");
    ck_assert_str_eq(changes(DB DNS, NULL), "db: removed; dns: removed");
    ck_assert_uint_eq(changed, 2);
    ck_assert_str_eq(changes(NULL, NULL), "nothing");
    ck_assert_uint_eq(changed, 0);
}
END_TEST

START_TEST(orphans_are_told_once_and_when_they_return)
{
    struct retry_set *sets[4] = {load(DB CACHE)};
    const char *const texts[] = {DB, DB, DB "  cache: {limits: {max_attempts: 2}, " FIXED "}\n"};
    const char *const told[] = {"cache: orphaned", "nothing",
                                "cache: defined again, attempts 3 to 2, worst case 2s to 1s"};

    for (size_t i = 0; i < 3; i++) {
        const struct retry_plan *keep = retry__set_find(sets[i], "cache", 5);
        struct retry_search search = {0};
        struct retry_load keeping = {.search = &search, .keep = &keep, .keep_count = 1};
        char document[512];

        snprintf(document, sizeof(document), "version: 1\npolicies:\n%s", texts[i]);
        folder_write("a.yaml", document);
        ck_assert(retry__search_path(&search, folder_path("a.yaml"), NULL, folder.report));
        sets[i + 1] = retry__load(&keeping, folder.report);
        retry__search_done(&search);
        ck_assert_uint_eq(retry__changes(sets[i], sets[i + 1], text, sizeof(text)), i == 1 ? 0 : 1);
        ck_assert_str_eq(text, told[i]);
    }
    for (size_t i = 0; i < 4; i++)
        retry__set_free(sets[i]);
}
END_TEST

START_TEST(equal_sets_of_other_files_change_nothing)
{
    struct retry_set *old = load("  db: {limits: {max_attempts: 3}, backoff: {sequence: [{schedule: {delays: [1s, 2s], "
                                 "then: stop}}, {jitter: {ratio: 0.50, over: {fixed: {delay: 1000ms}}}}]}, rules: "
                                 "[{when: [http:5xx, app:a, app:b], action: retry, backoff: {fixed: {delay: 1s}}}]}\n"
                                 "  web: {extends: db, hints: {max: 5m}}\n");
    folder_write("b.yaml", "version: 1\nbackoffs:\n  spread: {jitter: {over: {use: second}, ratio: 0.5}}\n"
                           "  second: {fixed: {delay: 1s}}\nerrors:\n  words: [app:b, app:a]\n"
                           "overrides: {policies: {web: {limits: {max_attempts: 3}}}}\n");
    folder_write("c.json",
                 "{\"version\": 1, \"policies\": {\"web\": {\"extends\": \"db\", \"limits\": {\"max_attempts\": 9}},"
                 "\"db\": {\"rules\": [{\"action\": \"retry\", \"when\": [\"words\", \"http:500-599\"], "
                 "\"backoff\": {\"use\": \"second\"}}], \"backoff\": {\"sequence\": [{\"schedule\": "
                 "{\"then\": \"stop\", \"delays\": [\"1s\", \"2s\"]}}, {\"use\": \"spread\"}]}, "
                 "\"limits\": {\"max_attempts\": 3}}}}");
    struct retry_set *new = folder_load("b.yaml:c.json", NULL);

    ck_assert_msg(new != NULL, "refused: %s", folder_findings());
    ck_assert_uint_eq(retry__changes(old, new, text, sizeof(text)), 0);
    ck_assert_str_eq(text, "nothing");
    retry__set_free(old);
    retry__set_free(new);
}
END_TEST

/* ---- many, and little room ---------------------------------------------------------------------- */

/* Policies p0, p1 ... with that many attempts. */
static char *many(size_t count, unsigned attempts)
{
    char *policies = retry__mem_new(count + 1, 128);
    size_t length = 0;

    ck_assert_ptr_nonnull(policies);
    for (size_t i = 0; i < count; i++)
        length +=
            (size_t)snprintf(policies + length, 128, "  p%zu: {limits: {max_attempts: %u}, " FIXED "}\n", i, attempts);
    return policies;
}

START_TEST(of_many_the_first_are_spelled_and_the_rest_counted)
{
    char *old = many(200, 2), *new = many(200, 3), *nine = many(9, 2), *eight = many(8, 2);

    changes(old, new);
    ck_assert_uint_eq(changed, 200);
    ck_assert_ptr_nonnull(strstr(text, "; p7: attempts 2 to 3, worst case 1s to 2s; 192 more"));
    ck_assert_str_eq(changes(NULL, eight), "p0: added; p1: added; p2: added; p3: added; p4: added; p5: added; "
                                           "p6: added; p7: added");
    ck_assert_str_eq(changes(NULL, nine), "p0: added; p1: added; p2: added; p3: added; p4: added; p5: added; "
                                          "p6: added; p7: added; 1 more");
    retry__mem_free(old);
    retry__mem_free(new);
    retry__mem_free(nine);
    retry__mem_free(eight);
}
END_TEST

START_TEST(a_text_is_cut_between_policies)
{
    const char *const whole = "db: added; dns: added; cache: added";

    ck_assert_str_eq(tell(NULL, DB DNS CACHE, strlen(whole) + 1), whole);
    ck_assert_str_eq(tell(NULL, DB DNS CACHE, strlen(whole)), "db: added; dns: added; 1 more");
    ck_assert_str_eq(tell(NULL, DB DNS CACHE, 28), "db: added; 2 more");
    ck_assert_str_eq(tell(NULL, DB DNS CACHE, 18), "db: added; 2 more");
    ck_assert_str_eq(tell(NULL, DB DNS CACHE "  a-much-longer-name: {" THREE FIXED "}\n", 18), "db: added; 3 more");
    ck_assert_str_eq(tell(NULL, "  a-much-longer-name: {" THREE FIXED "}\n" DB DNS, 19), "3 policies changed");
    ck_assert_str_eq(tell(NULL, "  a-much-longer-name: {" THREE FIXED "}\n", 17), "1 policy changed");
    ck_assert_str_eq(tell(NULL, DB DNS CACHE, 17), "");
    ck_assert_str_eq(tell(NULL, DB, 9), "");
    ck_assert_str_eq(tell(DB, DB, 7), "");
    ck_assert_str_eq(tell(DB, DB, 8), "nothing");
}
END_TEST

START_TEST(no_size_is_written_beyond)
{
    for (size_t size = 0; size < 80; size++) {
        const char *told = tell(CACHE DB, DNS "  db: {limits: {max_attempts: 2}, " FIXED "}\n", size);
        size_t length = size ? strlen(told) : 0;

        ck_assert_uint_eq(changed, 3);
        ck_assert(length == 0 || !strcmp(told + length - 5, " more") || !strcmp(told + length - 8, " removed") ||
                  !strcmp(told, "3 policies changed"));
    }
    struct retry_set *set = load(DB);
    ck_assert_uint_eq(retry__changes(NULL, set, NULL, 0), 1);
    retry__set_free(set);
}
END_TEST

START_TEST(one_policy_is_told_without_its_name)
{
    struct retry_set *old = load("  db: {limits: {max_attempts: 2}, " FIXED "}\n"), *new = load(DB);
    const struct retry_plan *was = retry__set_plan(old, 0), *is = retry__set_plan(new, 0);
    const char *const whole = "attempts 2 to 3, worst case 1s to 2s";

    ck_assert_uint_eq(retry__changes_of(was, is, text, sizeof(text)), strlen(whole));
    ck_assert_str_eq(text, whole);
    ck_assert_uint_eq(retry__changes_of(was, is, text, 4), strlen(whole));
    ck_assert_str_eq(text, "att");
    ck_assert_uint_eq(retry__changes_of(was, is, NULL, 0), strlen(whole));
    ck_assert_uint_eq(retry__changes_of(is, is, text, sizeof(text)), 0);
    ck_assert_str_eq(text, "");
    retry__changes_of(is, NULL, text, sizeof(text));
    ck_assert_str_eq(text, "removed");
    retry__set_free(old);
    retry__set_free(new);
}
END_TEST

FOLDER_MAIN("changes", attempts_are_told_with_the_worst_case, limits_are_told_as_the_format_spells_them,
            words_are_told_both_ways, a_backoff_is_told_by_its_worst_case_where_that_says_it,
            a_worst_case_that_only_the_program_knows_is_unknown, sums_that_stop_are_not_told_as_durations,
            rules_and_hints_are_told_by_their_names, all_of_a_policy_is_told_in_one_order,
            the_new_order_counts_and_removed_ones_come_last, either_set_may_be_missing,
            orphans_are_told_once_and_when_they_return, equal_sets_of_other_files_change_nothing,
            of_many_the_first_are_spelled_and_the_rest_counted, a_text_is_cut_between_policies,
            no_size_is_written_beyond, one_policy_is_told_without_its_name)
