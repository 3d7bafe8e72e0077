/* test_overrides.c - what is laid over policies that stand elsewhere. */
#include "engine/store/overrides.h"

#include "tests/engine/store/folder.h"

#define BASE \
    "version: 1\npolicies:\n  db: {limits: {max_attempts: 5, max_elapsed: 30s}, backoff: {fixed: {delay: 1s}}}\n"

static struct retry_set *set; /* that was loaded last */

/* Writes an override of `db`. */
static void override(const char *file, const char *body)
{
    char text[1024];

    snprintf(text, sizeof text, "version: 1\noverrides:\n  policies:\n    db: %s\n", body);
    folder_write(file, text);
}

static struct retry_set *load(const char *names)
{
    folder_forget();
    retry__set_free(set);
    return set = folder_load(names, NULL);
}

static const struct retry_plan *plan(const char *name)
{
    ck_assert_str_eq(folder_findings(), "");
    return retry__set_find(set, name, strlen(name));
}

START_TEST(override_is_laid_over_the_policy)
{
    folder_write("a.yaml", BASE);
    override("b.yaml", "{limits: {max_attempts: 2}, enabled: false, when_disabled: keep}");
    load("a.yaml:b.yaml");
    ck_assert_uint_eq(plan("db")->max_attempts, 2);
    ck_assert_uint_eq(plan("db")->max_elapsed_ns, UINT64_C(30000000000));
    ck_assert(!plan("db")->enabled);
    ck_assert(plan("db")->keeps);
    ck_assert_str_eq(retry__plan_backoff(plan("db"))->kind->shape.name, "fixed");
}
END_TEST

START_TEST(higher_layer_is_laid_over_the_lower)
{
    folder_write("a.yaml", BASE);
    override("b.yaml", "{limits: {max_attempts: 2}}");
    override("c.yaml", "{limits: {max_attempts: 3, max_elapsed: 9s}}");
    load("a.yaml:b.yaml:c.yaml");
    ck_assert_uint_eq(plan("db")->max_attempts, 2);
    ck_assert_uint_eq(plan("db")->max_elapsed_ns, UINT64_C(9000000000));
    load("c.yaml:b.yaml:a.yaml");
    ck_assert_uint_eq(plan("db")->max_attempts, 3);
}
END_TEST

START_TEST(later_file_of_a_layer_is_laid_over_the_earlier_and_that_is_warned_of)
{
    folder_directory("d");
    folder_write("d/0.yaml", BASE);
    override("d/1.yaml", "{limits: {max_attempts: 2, max_elapsed: 9s}, enabled: true}");
    override("d/2.yaml", "{hints: {max: 1m}}");
    override("d/3.yaml", "{limits: {max_attempts: 3}, enabled: false}");
    override("d/4.yaml", "{limits: {max_attempts: 4}}");
    ck_assert_ptr_nonnull(load("d"));
    ck_assert_str_eq(folder_findings(), "d/1.yaml:4:19 overridden-twice (d/3.yaml:4:19)\n"
                                        "d/1.yaml:4:54 overridden-twice (d/3.yaml:4:37)\n"
                                        "d/3.yaml:4:19 overridden-twice (d/4.yaml:4:19)\n");
    ck_assert_str_eq(folder_message(0), "'max_attempts' of the policy 'db' is overridden again in the same directory");
    ck_assert_uint_eq(retry__set_plan(set, 0)->max_attempts, 4);
    ck_assert_uint_eq(retry__set_plan(set, 0)->max_elapsed_ns, UINT64_C(9000000000));
}
END_TEST

START_TEST(overrides_of_a_parent_are_inherited_and_own_sections_are_above_them)
{
    folder_write("a.yaml", BASE "  x: {extends: db}\n  z: {extends: db, limits: {max_attempts: 7}}\n");
    override("b.yaml", "{limits: {max_attempts: 2}}");
    load("a.yaml:b.yaml");
    ck_assert_uint_eq(plan("x")->max_attempts, 2);
    ck_assert_uint_eq(plan("z")->max_attempts, 7);
}
END_TEST

START_TEST(override_of_nothing_is_a_warning_and_still_checked)
{
    override("a.yaml", "{limits: {max_attempts: 0}, rules: [{when: [\"http:999\"], action: fail}]}");
    ck_assert_ptr_null(load("a.yaml"));
    ck_assert_str_eq(folder_findings(),
                     "a.yaml:4:5 overrides-nothing\na.yaml:4:33 out-of-range\na.yaml:4:56 bad-class\n");
    override("a.yaml", "{limits: {max_attempts: 2}}");
    ck_assert_ptr_nonnull(load("a.yaml"));
    ck_assert_str_eq(folder_findings(), "a.yaml:4:5 overrides-nothing\n");
}
END_TEST

START_TEST(near_name_is_told)
{
    folder_write("a.yaml", "version: 1\npolicies: {database: {limits: {max_attempts: 1}}}\noverrides: {policies: "
                           "{databse: {enabled: false}}}\n");
    load("a.yaml");
    ck_assert_str_eq(retry__report_at(folder.report, 0)->help, "did you mean database?");
}
END_TEST

START_TEST(override_says_neither_what_is_extended_nor_words)
{
    folder_write("a.yaml", BASE);
    override("b.yaml", "{extends: db, owner: me, x-why: incident 7}");
    ck_assert_ptr_null(load("a.yaml:b.yaml"));
    ck_assert_str_eq(folder_findings(), "b.yaml:4:10 unknown-key\nb.yaml:4:23 unknown-key\n");
}
END_TEST

START_TEST(mistakes_are_found_at_their_place)
{
    folder_write("a.yaml", BASE);
    override("b.yaml", "{limits: 5, backoff: {fixd: {}}, rules: [{when: [nobody], action: retry}]}");
    ck_assert_ptr_null(load("a.yaml:b.yaml"));
    ck_assert_str_eq(folder_findings(),
                     "b.yaml:4:18 wrong-type\nb.yaml:4:31 unknown-key\nb.yaml:4:58 unknown-reference\n");
    folder_write("b.yaml", "version: 1\noverrides: {backoffs: {}}\n");
    ck_assert_ptr_null(load("a.yaml:b.yaml"));
    ck_assert_str_eq(folder_findings(), "b.yaml:2:13 unknown-key\n");
    folder_write("b.yaml", "version: 1\noverrides: {policies: [db]}\n");
    ck_assert_ptr_null(load("a.yaml:b.yaml"));
    ck_assert_str_eq(folder_findings(), "b.yaml:2:23 wrong-type\n");
}
END_TEST

START_TEST(what_an_override_leaves_out_is_checked_on_the_whole)
{
    folder_write("a.yaml", BASE);
    override("b.yaml", "{limits: {attempt_timeout: 40s}}");
    ck_assert_ptr_nonnull(load("a.yaml:b.yaml"));
    ck_assert_str_eq(folder_findings(), "b.yaml:4:36 never-binds (a.yaml:3:47)\n");
}
END_TEST

FOLDER_MAIN("overrides", override_is_laid_over_the_policy, higher_layer_is_laid_over_the_lower,
            later_file_of_a_layer_is_laid_over_the_earlier_and_that_is_warned_of,
            overrides_of_a_parent_are_inherited_and_own_sections_are_above_them,
            override_of_nothing_is_a_warning_and_still_checked, near_name_is_told,
            override_says_neither_what_is_extended_nor_words, mistakes_are_found_at_their_place,
            what_an_override_leaves_out_is_checked_on_the_whole)
