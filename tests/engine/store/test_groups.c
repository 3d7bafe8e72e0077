/* test_groups.c - groups of error classes that documents define. */
#include "engine/store/groups.h"

#include "tests/engine/store/folder.h"

#include <errno.h>

#define POLICY \
    "policies: {db: {limits: {max_attempts: 3}, backoff: {immediate: {}}, rules: [{when: [%s], action: retry}]}}\n"

/* Loads groups and one policy with a rule for those classes. */
static struct retry_set *load(const char *groups, const char *classes)
{
    char text[8192];

    snprintf(text, sizeof text, "version: 1\nerrors: %s\n" POLICY, groups, classes);
    folder_forget();
    return folder_load_text(text);
}

static const char *findings_of(const char *groups, const char *classes)
{
    retry__set_free(load(groups, classes));
    return folder_findings();
}

static bool holds(const struct retry_set *set, retry_error error)
{
    const struct retry_rules *rules = retry__plan_rules(retry__set_plan(set, 0));

    return retry__match_find(retry__rules_match(rules), &error) == 1;
}

START_TEST(groups_hold_classes_and_groups)
{
    struct retry_set *set = load("{all: [down, EPIPE], down: [\"http:503\", throttled]}", "all");

    ck_assert_str_eq(folder_findings(), "");
    ck_assert(holds(set, retry_errno(EPIPE)));
    ck_assert(holds(set, retry_http(503)));
    ck_assert(holds(set, retry_http(429)));
    ck_assert(!holds(set, retry_http(500)));
    retry__set_free(set);
}
END_TEST

START_TEST(groups_of_other_files_and_layers_are_found_and_replaced)
{
    struct retry_set *set;

    folder_write("a.yaml", "version: 1\n"
                           "policies: {db: {limits: {max_attempts: 3}, backoff: {immediate: {}}, rules: "
                           "[{when: [down], action: retry}]}}\n");
    folder_write("b.yaml", "version: 1\nerrors: {down: [EPIPE]}\n");
    folder_write("c.yaml", "version: 1\nerrors: {down: [ECONNRESET, nowhere]}\n");
    set = folder_load("a.yaml:b.yaml:c.yaml", NULL);
    ck_assert_str_eq(folder_findings(), "b.yaml:2:10 replaced (c.yaml:2:10)\n");
    ck_assert(holds(set, retry_errno(EPIPE)));
    ck_assert(!holds(set, retry_errno(ECONNRESET)));
    retry__set_free(set);
}
END_TEST

START_TEST(circles_are_told_with_their_way)
{
    ck_assert_str_eq(findings_of("{a: [b], b: [c, EPIPE], c: [a]}", "a"), "a.yaml:2:37 reference-circle\n");
    ck_assert_str_eq(folder_message(0), "groups hold one another in a circle: 'a -> b -> c -> a'");
    ck_assert_str_eq(findings_of("{a: [a]}", "EPIPE"), "a.yaml:2:14 reference-circle\n");
}
END_TEST

START_TEST(unknown_names_are_told_with_the_nearest)
{
    ck_assert_str_eq(findings_of("{down: [EPIPE]}", "donw"), "a.yaml:3:86 unknown-reference\n");
    ck_assert_str_eq(folder_message(0), "no error class is named 'donw'");
    ck_assert_str_eq(retry__report_at(folder.report, 0)->help, "did you mean down?");
    findings_of("{down: [EPIPE]}", "transiet");
    ck_assert_str_eq(retry__report_at(folder.report, 0)->help, "did you mean transient?");
    findings_of("{down: [EPIPE]}", "ECONREFUSED");
    ck_assert_str_eq(retry__report_at(folder.report, 0)->help, "did you mean ECONNREFUSED?");
}
END_TEST

static const char *help_for(const char *classes)
{
    findings_of("{}", classes);
    ck_assert_uint_eq(folder.report->count, 1);
    return retry__report_at(folder.report, 0)->help;
}

START_TEST(no_class_is_without_help)
{
    ck_assert_str_eq(help_for("on-fire"), "write a class as http:503 or ECONNRESET, or a group as transient, or define "
                                          "it under errors");
    ck_assert_str_eq(help_for("java.io.IOException"), "write a class as http:503 or ECONNRESET, or a group as "
                                                      "transient");
    ck_assert_str_eq(help_for("503"), "write http:503");
    ck_assert_str_eq(help_for("true"), "write a class as http:503 or ECONNRESET, or a group as transient");
}
END_TEST

START_TEST(only_the_first_hundred_are_compared_with_all_names)
{
    char classes[4096] = "EFOO";
    size_t at = 4;

    for (unsigned i = 0; i < 99; i++)
        at += (size_t)snprintf(classes + at, sizeof classes - at, ", EFOO");
    snprintf(classes + at, sizeof classes - at, ", ECONREFUSED");
    findings_of("{}", classes);
    ck_assert_str_eq(retry__report_at(folder.report, 100)->help,
                     "write a class as http:503 or ECONNRESET, or a group as transient");
}
END_TEST

START_TEST(built_in_names_are_taken)
{
    ck_assert_str_eq(findings_of("{timeout: [EPIPE]}", "timeout"), "a.yaml:2:10 reserved-name\n");
    ck_assert_str_eq(folder_message(0), "'timeout' is a built-in group of errors");
}
END_TEST

START_TEST(mistake_in_a_group_is_told_once)
{
    ck_assert_str_eq(findings_of("{a: [\"http:999\"], b: [a], c: [b, a]}", "a, b, c"), "a.yaml:2:14 bad-class\n");
    ck_assert_str_eq(findings_of("{a: 5}", "a"), "a.yaml:2:13 wrong-type\n");
    ck_assert_str_eq(findings_of("{a: []}", "a"), "a.yaml:2:13 wrong-type\n");
    ck_assert_str_eq(findings_of("[a]", "EPIPE"), "a.yaml:2:9 wrong-type\n");
}
END_TEST

/* Groups g1 to gN, each with the one before it, that many times. */
static const char *chain(unsigned length, unsigned times)
{
    static char text[4096];
    size_t at = (size_t)snprintf(text, sizeof text, "{g1: [EPIPE]");

    for (unsigned i = 2; i <= length; i++) {
        at += (size_t)snprintf(text + at, sizeof text - at, ", g%u: [g%u", i, i - 1);
        for (unsigned again = 1; again < times; again++)
            at += (size_t)snprintf(text + at, sizeof text - at, ", g%u", i - 1);
        at += (size_t)snprintf(text + at, sizeof text - at, "]");
    }
    snprintf(text + at, sizeof text - at, "}");
    return text;
}

START_TEST(groups_nest_to_the_limit)
{
    ck_assert_str_eq(findings_of(chain(32, 1), "g32"), "");
    findings_of(chain(33, 1), "EPIPE");
    ck_assert_str_eq(folder_message(0), "more than 32 groups of errors hold one another");
    ck_assert_uint_eq(folder.report->count, 1);
}
END_TEST

START_TEST(lists_do_not_blow_up_by_nesting)
{
    ck_assert_str_eq(findings_of(chain(10, 2), "g10"), "");
    findings_of(chain(30, 2), "EPIPE");
    ck_assert_str_eq(folder_message(0),
                     "with this the list has more than 1000 error classes, those of groups included");
    ck_assert_uint_eq(folder.report->count, 1);
}
END_TEST

FOLDER_MAIN("groups", groups_hold_classes_and_groups, groups_of_other_files_and_layers_are_found_and_replaced,
            circles_are_told_with_their_way, unknown_names_are_told_with_the_nearest, no_class_is_without_help,
            only_the_first_hundred_are_compared_with_all_names, built_in_names_are_taken,
            mistake_in_a_group_is_told_once, groups_nest_to_the_limit, lists_do_not_blow_up_by_nesting)
