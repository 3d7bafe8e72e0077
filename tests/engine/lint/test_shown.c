/* test_shown.c - effective policies written as documents that mean the same. */
#include "engine/lint/shown.h"

#include "engine/lint/shown_json.h"
#include "engine/lint/shown_policy.h"
#include "engine/lint/shown_yaml.h"
#include "tests/engine/store/folder.h"

#include <dirent.h>

/* A set, and what its documents say. */
struct loaded {
    struct retry_search search;
    struct retry_load load;
    struct retry_loading loading;
    struct retry_set *set;
};

typedef bool writer(const struct retry_shown_document *shown, bool origin, FILE *out);

static void open_set(struct loaded *loaded, const char *path)
{
    char *names[] = {(char *)(uintptr_t)path};

    folder_forget();
    ck_assert(retry__search_names(&loaded->search, names, 1, folder.report));
    loaded->load = (struct retry_load){.search = &loaded->search, .symbol = folder_symbol};
    loaded->set = retry__load_open(&loaded->load, folder.report, &loaded->loading);
}

static void close_set(struct loaded *loaded)
{
    retry__set_free(loaded->set);
    retry__load_close(&loaded->loading);
    retry__search_done(&loaded->search);
}

/* All policies of the set, written. The text is the caller's. */
static char *show(struct loaded *loaded, writer *write, bool origin)
{
    struct retry_shown_document shown;
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    retry__shown_begin(&shown, &loaded->loading);
    for (uint32_t i = 0; i < loaded->set->plan_count; i++) {
        const char *name = retry__plan_name(retry__set_plan(loaded->set, i));
        ck_assert(retry__shown_add(&shown, retry__definitions_find(&loaded->loading.policies, name, strlen(name))));
    }
    ck_assert(write(&shown, origin, out));
    fclose(out);
    retry__shown_end(&shown);
    return text;
}

/* ---- that it means the same --------------------------------------------------------------------- */

static void expect_same_tree(const struct retry_node *left, const struct retry_node *right)
{
    size_t size;

    ck_assert_int_eq(!left, !right);
    if (!left)
        return;
    ck_assert_ptr_eq(left->kind, right->kind);
    ck_assert_uint_eq(left->length, right->length);
    ck_assert_uint_eq(retry__node_child_count(left), retry__node_child_count(right));
    size =
        left->kind->shape.arity == RETRY_LIST ? left->kind->shape.config_size : retry__node_bytes(left) - sizeof *left;
    ck_assert_int_eq(memcmp(retry__node_config(left), retry__node_config(right), size), 0);
    for (uint32_t i = 0; i < retry__node_child_count(left); i++)
        expect_same_tree(retry__node_child_at(left, i), retry__node_child_at(right, i));
}

static void expect_same_rules(const struct retry_rules *left, const struct retry_rules *right)
{
    ck_assert_int_eq(!left, !right);
    if (!left)
        return;
    ck_assert_uint_eq(left->count, right->count);
    ck_assert_uint_eq(left->signature, right->signature);
    ck_assert_uint_eq(left->match_size, right->match_size);
    ck_assert_int_eq(memcmp(retry__rules_match(left), retry__rules_match(right), left->match_size), 0);
    for (uint32_t i = 0; i < left->count; i++) {
        const struct retry_rule *one = retry__rules_at(left, i), *other = retry__rules_at(right, i);
        expect_same_tree(retry__rule_backoff(one), retry__rule_backoff(other));
        ck_assert(one->retry == other->retry && one->by_call == other->by_call && one->counter == other->counter);
        ck_assert_uint_eq(one->max_retries, other->max_retries);
    }
}

static void expect_same_plan(const struct retry_plan *left, const struct retry_plan *right)
{
    struct retry_plan one = *left, other = *right;

    ck_assert_str_eq(retry__plan_name(left), retry__plan_name(right));
    expect_same_tree(retry__plan_backoff(left), retry__plan_backoff(right));
    expect_same_rules(retry__plan_rules(left), retry__plan_rules(right));
    ck_assert_int_eq(memcmp(retry__plan_hints(left), retry__plan_hints(right), sizeof(struct retry_hint_terms)), 0);
    one.backoff = one.rules = one.hints = other.backoff = other.rules = other.hints = 0;
    one.name = other.name = 0;
    ck_assert_int_eq(memcmp(&one, &other, sizeof one), 0);
}

/* Writes all policies of a set to a file, loads that, and compares. */
static void expect_round_trip(struct loaded *loaded, writer *write, const char *name)
{
    char *text = show(loaded, write, false), *again;
    struct loaded other = {0};
    char path[sizeof folder.text];

    folder_write(name, text);
    snprintf(path, sizeof path, "%s", folder_file(name));
    open_set(&other, path);
    ck_assert_msg(other.set && folder.report->by_severity[RETRY_FINDING_ERROR] == 0, "%s", folder_findings());
    ck_assert_uint_eq(other.set->plan_count, loaded->set->plan_count);
    for (uint32_t i = 0; i < loaded->set->plan_count; i++)
        expect_same_plan(retry__set_plan(loaded->set, i), retry__set_plan(other.set, i));
    again = show(&other, write, false);
    ck_assert_str_eq(again, text);
    free(again);
    free(text);
    close_set(&other);
}

START_TEST(every_valid_case_and_shipped_policy_means_the_same_when_shown)
{
    static const char *const places[] = {"tests/cases/valid", "policies.d"};
    const char *root = getenv("srcdir");
    unsigned shown = 0;

    for (size_t i = 0; i < RETRY_COUNT(places); i++) {
        struct dirent **entries;
        char path[1024], inner[1400];
        snprintf(path, sizeof path, "%s/%s", root ? root : ".", places[i]);
        int count = scandir(path, &entries, NULL, alphasort);
        for (int at = 0; at < count; at++) {
            struct loaded loaded = {0};
            struct stat status;
            snprintf(inner, sizeof inner, "%s/%s%s", path, entries[at]->d_name, i == 0 ? "/policy.yaml" : "");
            if (entries[at]->d_name[0] != '.' && stat(inner, &status) == 0 && S_ISREG(status.st_mode)) {
                open_set(&loaded, inner);
                ck_assert_ptr_nonnull(loaded.set);
                if (loaded.set->plan_count > 0) {
                    expect_round_trip(&loaded, retry__shown_yaml, "a.yaml");
                    expect_round_trip(&loaded, retry__shown_json, "a.json");
                    shown++;
                }
                close_set(&loaded);
            }
            free(entries[at]);
        }
        free(entries);
    }
    ck_assert_uint_gt(shown, 40);
}
END_TEST

/* ---- what it looks like ------------------------------------------------------------------------- */

#define LOWER                                                                                              \
    "version: 1\nbackoffs:\n  quick: {jitter: {factor: [0.50, 1.0], over: {fixed: {delay: 1s}}}}\n"        \
    "errors:\n  down: [EPIPE, \"http:503\"]\n  all: [down,\n    timeout, down]\n"                          \
    "policies:\n  base:\n    description: \"a: b\"\n    limits: {max_attempts: 5, max_elapsed: 90000ms}\n" \
    "    backoff: {use: quick}\n    rules: [{when: [all], action: retry, backoff: {immediate: {}}}]\n"     \
    "  db: {extends: base, owner: \"no\"}\n"
#define UPPER "version: 1\noverrides:\n  policies:\n    base: {limits: {max_attempts: 2}}\n"

static char *shown_pair(writer *write, bool origin)
{
    struct loaded loaded = {0};
    char path[sizeof folder.text];
    char *text;

    folder_directory("d");
    folder_write("d/a.yaml", LOWER);
    folder_write("d/b.yaml", UPPER);
    snprintf(path, sizeof path, "%s", folder_file("d"));
    open_set(&loaded, path);
    ck_assert_str_eq(folder_findings(), "");
    text = show(&loaded, write, origin);
    close_set(&loaded);
    return text;
}

#define BODY                     \
    "limits:\n"                  \
    "      max_attempts: 2\n"    \
    "      max_elapsed: 1m30s\n" \
    "    backoff:\n"             \
    "      jitter:\n"            \
    "        factor: [0.5, 1]\n" \
    "        over:\n"            \
    "          fixed:\n"         \
    "            delay: 1s\n"    \
    "    rules:\n"               \
    "      - when:\n"            \
    "          - EPIPE\n"        \
    "          - \"http:503\"\n" \
    "          - timeout\n"      \
    "        action: retry\n"    \
    "        backoff:\n"         \
    "          immediate: {}\n"

START_TEST(everything_is_resolved_and_in_the_shortest_spelling)
{
    char *text = shown_pair(retry__shown_yaml, false);

    ck_assert_str_eq(text, "version: 1\n"
                           "policies:\n"
                           "  base:\n"
                           "    description: \"a: b\"\n"
                           "    " BODY "  db:\n"
                           "    owner: \"no\"\n"
                           "    " BODY);
    free(text);
}
END_TEST

/* Is there a line with that value and that comment? */
static void expect_line(const char *text, const char *value, const char *file, const char *rest)
{
    char comment[200];
    const char *at = strstr(text, value), *end;

    ck_assert_msg(at != NULL, "%s in\n%s", value, text);
    snprintf(comment, sizeof comment, "# %s/d/%s%s", folder.path, file, rest);
    end = strchr(at, '\n');
    ck_assert_msg(memmem(at, (size_t)(end - at), comment, strlen(comment)) != NULL, "%s in\n%s", comment, text);
}

START_TEST(origin_is_the_file_and_line_of_every_value)
{
    char *text = shown_pair(retry__shown_yaml, true), over[100];

    expect_line(text, "description: \"a: b\"", "a.yaml:10", "");
    snprintf(over, sizeof over, " over %s/d/a.yaml:11\n", folder.path);
    over[strlen(over) - 1] = '\0';
    expect_line(text, "max_attempts: 2", "b.yaml:4", over);
    expect_line(text, "max_elapsed: 1m30s", "a.yaml:11", "");
    expect_line(text, "factor: [0.5, 1]", "a.yaml:3", "");
    expect_line(text, "immediate: {}", "a.yaml:13", "");
    expect_line(text, "- EPIPE", "a.yaml:5", "");
    expect_line(text, "- timeout", "a.yaml:7", "");
    expect_line(text, "owner: \"no\"", "a.yaml:14", "");
    free(text);
}
END_TEST

START_TEST(origin_in_json_goes_by_path_and_the_document_loads)
{
    char *text = shown_pair(retry__shown_json, true);
    struct loaded loaded = {0};
    char path[sizeof folder.text];

    ck_assert_ptr_nonnull(strstr(text, "\"rules[0].when[2]\": {\"file\": "));
    ck_assert_ptr_nonnull(strstr(text, "\"over\": [{\"file\": "));
    folder_write("a.json", text);
    snprintf(path, sizeof path, "%s", folder_file("a.json"));
    open_set(&loaded, path);
    ck_assert_str_eq(folder_findings(), "");
    close_set(&loaded);
    free(text);
}
END_TEST

FOLDER_MAIN("shown", every_valid_case_and_shipped_policy_means_the_same_when_shown,
            everything_is_resolved_and_in_the_shortest_spelling, origin_is_the_file_and_line_of_every_value,
            origin_in_json_goes_by_path_and_the_document_loads)
