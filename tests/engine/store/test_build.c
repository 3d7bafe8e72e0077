/* test_build.c - nodes, references, and everything that references can do wrong. */
#include "engine/store/build.h"

#include "engine/kinds/kinds.h"
#include "schema/limits.h"
#include "tests/engine/store/folder.h"

#define ONE_POLICY "policies:\n  db: {limits: {max_attempts: 5}, backoff: {use: a}}\n"

static const struct retry_node *backoff_of(const struct retry_set *set, const char *name)
{
    const struct retry_plan *plan = set ? retry__set_find(set, name, strlen(name)) : NULL;
    return plan ? retry__plan_backoff(plan) : NULL;
}

/* Loads a document with these backoffs (lines) and one policy that uses `a`. */
static struct retry_set *load(const char *backoffs)
{
    char text[4096];

    snprintf(text, sizeof text, "version: 1\nbackoffs:\n%s" ONE_POLICY, backoffs);
    return folder_load_text(text);
}

START_TEST(tree_has_the_nodes_of_the_document)
{
    struct retry_set *set = load("  a: {clamp: {max_delay: 1s, over: {jitter: {mode: full, over: {exponential: "
                                 "{initial_delay: 100ms}}}}}}\n");
    char path[64];

    retry__node_path(backoff_of(set, "db"), 0, path, sizeof path);
    ck_assert_str_eq(path, "clamp > jitter > exponential");
    ck_assert_str_eq(folder_findings(), "");
    retry__set_free(set);
}
END_TEST

START_TEST(config_of_a_node_is_what_the_document_says)
{
    struct retry_set *set = load("  a: {exponential: {initial_delay: 100ms, multiplier: 3, max_delay: 1s}}\n");
    struct retry_ask ask = {.question = {.size = sizeof(retry_question), .failures = 2}};
    retry_window window;

    ck_assert_int_eq(retry__node_window(backoff_of(set, "db"), &ask, &window), RETRY_ANSWER_WINDOW);
    ck_assert_uint_eq(window.lo_ns, 300000000);
    ck_assert_uint_eq(window.hi_ns, 300000000);
    retry__set_free(set);
}
END_TEST

START_TEST(named_backoff_is_stored_once)
{
    struct retry_set *set = folder_load_text("version: 1\nbackoffs:\n  a: {fixed: {delay: 1s}}\npolicies:\n"
                                             "  one: {limits: {max_attempts: 5}, backoff: {use: a}}\n"
                                             "  two: {limits: {max_attempts: 5}, backoff: {use: a}}\n"
                                             "  three: {limits: {max_attempts: 5}, backoff: {jitter: {ratio: 0.1, "
                                             "over: {use: a}}}}\n");
    const struct retry_node *shared = backoff_of(set, "one");

    ck_assert_ptr_nonnull(shared);
    ck_assert_ptr_eq(backoff_of(set, "two"), shared);
    ck_assert_ptr_eq(retry__node_child(backoff_of(set, "three")), shared);
    retry__set_free(set);
}
END_TEST

START_TEST(references_lead_forward_backward_and_to_other_files)
{
    struct retry_set *set;

    folder_directory("d");
    folder_write("d/1.yaml", "version: 1\n" ONE_POLICY);
    folder_write("d/2.yaml", "version: 1\nbackoffs:\n  c: {use: b}\n  a: {use: c}\n");
    folder_write("d/3.json", "{\"version\": 1, \"backoffs\": {\"b\": {\"fixed\": {\"delay\": \"1s\"}}}}");
    set = folder_load("d", NULL);
    ck_assert_str_eq(folder_findings(), "");
    ck_assert_str_eq(backoff_of(set, "db")->kind->shape.name, "fixed");
    retry__set_free(set);
}
END_TEST

START_TEST(replaced_backoff_is_used_by_nobody)
{
    struct retry_set *set;

    folder_write("high.yaml", "version: 1\nbackoffs:\n  a: {fixed: {delay: 1s}}\n");
    folder_write("low.yaml", "version: 1\nbackoffs:\n  a: {jitter: {mode: full, over: {use: a}}}\n" ONE_POLICY);
    set = folder_load("high.yaml:low.yaml", NULL);
    ck_assert_str_eq(folder_findings(), "high.yaml:3:3 replaced (low.yaml:3:3)\n");
    ck_assert_str_eq(backoff_of(set, "db")->kind->shape.name, "fixed");
    retry__set_free(set);
}
END_TEST

START_TEST(unknown_name_gets_the_nearest_one)
{
    ck_assert_ptr_null(load("  quick: {immediate: {}}\n  a: {use: qiuck}\n"));
    ck_assert_str_eq(folder_findings(), "a.yaml:4:12 unknown-reference\n");
    ck_assert_str_eq(folder_message(0), "no backoff is named 'qiuck'");
    ck_assert_str_eq(retry__report_at(folder.report, 0)->help, "write use: quick");
}
END_TEST

START_TEST(unknown_name_far_from_all_gets_none)
{
    ck_assert_ptr_null(load("  quick: {immediate: {}}\n  a: {use: something-else}\n"));
    ck_assert_str_eq(retry__report_at(folder.report, 0)->help, "define it under backoffs");
}
END_TEST

/* The file that could not be read may hold the name: one mistake is one finding. */
START_TEST(unknown_name_beside_a_broken_file_is_not_reported)
{
    folder_directory("d");
    folder_write("d/1.yaml", "version: 1\n" ONE_POLICY);
    folder_write("d/2.yaml", "version: 1\nbackoffs: [\n");
    ck_assert_ptr_null(folder_load("d", NULL));
    ck_assert_uint_eq(retry__report_count(folder.report, RETRY_FINDING_INFO), 1);
}
END_TEST

START_TEST(broken_backoff_is_reported_once_however_often_it_is_used)
{
    ck_assert_ptr_null(load("  a: {fixed: {delay: 1}}\n  b: {use: a}\n  c: {use: b}\n"));
    ck_assert_str_eq(folder_findings(), "a.yaml:3:22 bad-duration\n");
}
END_TEST

START_TEST(circle_is_reported_once_with_all_its_members)
{
    ck_assert_ptr_null(load("  a: {use: b}\n  b: {jitter: {mode: full, over: {use: c}}}\n  c: {use: a}\n"));
    ck_assert_str_eq(folder_findings(), "a.yaml:5:12 reference-circle\n");
    ck_assert_str_eq(folder_message(0), "backoffs use one another in a circle: 'a -> b -> c -> a'");
}
END_TEST

START_TEST(backoff_that_uses_itself_is_a_circle)
{
    ck_assert_ptr_null(load("  a: {use: a}\n"));
    ck_assert_str_eq(folder_findings(), "a.yaml:3:12 reference-circle\n");
    ck_assert_str_eq(folder_message(0), "backoffs use one another in a circle: 'a -> a'");
}
END_TEST

START_TEST(way_to_a_circle_is_no_part_of_it)
{
    ck_assert_ptr_null(load("  a: {use: b}\n  b: {use: c}\n  c: {use: b}\n"));
    ck_assert_str_eq(folder_findings(), "a.yaml:5:12 reference-circle\n");
    ck_assert_str_eq(folder_message(0), "backoffs use one another in a circle: 'b -> c -> b'");
}
END_TEST

START_TEST(two_circles_are_two_findings)
{
    ck_assert_ptr_null(load("  a: {use: b}\n  b: {use: a}\n  c: {use: d}\n  d: {use: c}\n"));
    ck_assert_str_eq(folder_findings(), "a.yaml:4:12 reference-circle\na.yaml:6:12 reference-circle\n");
}
END_TEST

/* A chain a, b1, b2 ... of that many nodes, one a backoff, the last an immediate; the names in either order. */
static bool chain_loads(unsigned nodes, const char *link, bool forward)
{
    char backoffs[4000] = "", line[96];
    size_t length = 0;
    struct retry_set *set;

    for (unsigned i = 0; i < nodes; i++) {
        unsigned at = forward ? i : nodes - 1 - i;
        int size = at == nodes - 1 ? snprintf(line, sizeof line, "  b%u: {immediate: {}}\n", at)
                                   : snprintf(line, sizeof line, link, at, at + 1);
        if (at == 0)
            memcpy(line, "  a: ", 5);
        memcpy(backoffs + length, line, (size_t)size + 1);
        length += (size_t)size;
    }
    set = load(backoffs);
    retry__set_free(set);
    return set;
}

#define NODES "  b%u: {jitter: {add: 1ns, over: {use: b%u}}}\n"
#define NAMES "  b%u: {use: b%u}\n"

START_TEST(chain_of_exactly_the_limit_loads)
{
    ck_assert(chain_loads(RETRY_LIMIT_NODES, NODES, true));
    ck_assert(chain_loads(RETRY_LIMIT_NODES, NODES, false));
    ck_assert(chain_loads(RETRY_LIMIT_NODES, NAMES, true));
    ck_assert(chain_loads(RETRY_LIMIT_NODES, NAMES, false));
}
END_TEST

START_TEST(longer_chain_of_nodes_is_too_deep)
{
    ck_assert(!chain_loads(RETRY_LIMIT_NODES + 1, NODES, true));
    ck_assert_str_eq(folder_findings(), "a.yaml:34:34 too-deep\n");
}
END_TEST

START_TEST(longer_chain_of_nodes_is_too_deep_in_the_other_order)
{
    ck_assert(!chain_loads(RETRY_LIMIT_NODES + 1, NODES, false));
    ck_assert_str_eq(folder_findings(), "a.yaml:35:39 too-deep\n");
}
END_TEST

START_TEST(chain_of_names_alone_is_limited_too)
{
    ck_assert(!chain_loads(RETRY_LIMIT_NODES + 2, NAMES, true));
    ck_assert_uint_eq(retry__report_count(folder.report, RETRY_FINDING_INFO), 1);
    ck_assert_int_eq(retry__report_at(folder.report, 0)->code, RETRY_FINDING_TOO_DEEP);
}
END_TEST

START_TEST(chain_of_names_alone_is_limited_in_the_other_order_too)
{
    ck_assert(!chain_loads(RETRY_LIMIT_NODES + 2, NAMES, false));
    ck_assert_uint_eq(retry__report_count(folder.report, RETRY_FINDING_INFO), 1);
    ck_assert_int_eq(retry__report_at(folder.report, 0)->code, RETRY_FINDING_TOO_DEEP);
}
END_TEST

START_TEST(replaced_backoffs_are_checked_too)
{
    folder_write("high.yaml", "version: 1\nbackoffs:\n  a: {fixed: {delay: 1s}}\n");
    folder_write("low.yaml", "version: 1\nbackoffs:\n  a: {fixed: {delay: 1}}\n" ONE_POLICY);
    ck_assert_ptr_null(folder_load("high.yaml:low.yaml", NULL));
    ck_assert_str_eq(folder_findings(), "high.yaml:3:3 replaced (low.yaml:3:3)\nlow.yaml:3:22 bad-duration\n");
}
END_TEST

START_TEST(unused_backoffs_are_checked_too)
{
    ck_assert_ptr_null(load("  a: {immediate: {}}\n  b: {expo: {}}\n"));
    ck_assert_uint_eq(retry__report_count(folder.report, RETRY_FINDING_INFO), 1);
}
END_TEST

FOLDER_MAIN("build", tree_has_the_nodes_of_the_document, config_of_a_node_is_what_the_document_says,
            named_backoff_is_stored_once, references_lead_forward_backward_and_to_other_files,
            replaced_backoff_is_used_by_nobody, unknown_name_gets_the_nearest_one, unknown_name_far_from_all_gets_none,
            unknown_name_beside_a_broken_file_is_not_reported, broken_backoff_is_reported_once_however_often_it_is_used,
            circle_is_reported_once_with_all_its_members, backoff_that_uses_itself_is_a_circle,
            way_to_a_circle_is_no_part_of_it, two_circles_are_two_findings, chain_of_exactly_the_limit_loads,
            longer_chain_of_nodes_is_too_deep, longer_chain_of_nodes_is_too_deep_in_the_other_order,
            chain_of_names_alone_is_limited_too, chain_of_names_alone_is_limited_in_the_other_order_too,
            replaced_backoffs_are_checked_too, unused_backoffs_are_checked_too)
