/* test_load.c - all or nothing over all files, and a report of everything. */
#include "engine/store/load.h"

#include "schema/limits.h"
#include "tests/engine/store/folder.h"

#define POLICY(name) "  " name ": {limits: {max_attempts: 5}, backoff: {fixed: {delay: 1s}}}\n"
#define DOCUMENT(name) "version: 1\npolicies:\n" POLICY(name)

START_TEST(both_spellings_give_the_same_set)
{
    struct retry_set *yaml, *json;

    folder_write("a.yaml", DOCUMENT("db"));
    folder_write("a.json", "{\"version\": 1, \"policies\": {\"db\": {\"limits\": {\"max_attempts\": 5},\n"
                           "\"backoff\": {\"fixed\": {\"delay\": \"1s\"}}}}}");
    yaml = folder_load("a.yaml", NULL);
    json = folder_load("a.json", NULL);
    ck_assert_str_eq(folder_findings(), "");
    ck_assert_uint_eq(yaml->size, json->size);
    ck_assert_uint_ne(yaml->hash, json->hash);
    yaml->hash = json->hash;
    ck_assert_mem_eq(yaml, json, yaml->size);
    retry__set_free(yaml);
    retry__set_free(json);
}
END_TEST

START_TEST(plans_come_in_load_order)
{
    struct retry_set *set;

    folder_directory("high");
    folder_directory("low");
    folder_write("high/b.yaml", DOCUMENT("e") POLICY("d"));
    folder_write("high/c.yaml", DOCUMENT("c"));
    folder_write("low/a.yaml", DOCUMENT("b"));
    set = folder_load("high:low", DOCUMENT("a"));
    ck_assert_uint_eq(set->plan_count, 5);
    for (uint32_t i = 0; i < 5; i++)
        ck_assert_int_eq(retry__plan_name(retry__set_plan(set, i))[0], "edcba"[i]);
    retry__set_free(set);
}
END_TEST

START_TEST(one_bad_file_refuses_the_whole_set_with_all_findings)
{
    folder_directory("d");
    folder_write("d/a.yaml", "version: 1\npolicies:\n  db: {limits: {max_attempts: 5}}\n");
    folder_write("d/b.yaml", DOCUMENT("good"));
    folder_write("d/c.yaml", "version: 1\npolicies: [\n");
    folder_write("d/d.yaml", "version: 1\nextra: 1\n");
    folder_link("nowhere", "d/e.yaml");
    ck_assert_ptr_null(folder_load("d", NULL));
    ck_assert_ptr_nonnull(strstr(folder_findings(), "d/a.yaml:3:3 no-backoff\n"));
    ck_assert_ptr_nonnull(strstr(folder.text, "d/c.yaml:"));
    ck_assert_ptr_nonnull(strstr(folder.text, "d/d.yaml:2:1 unknown-key\n"));
    ck_assert_ptr_nonnull(strstr(folder.text, "d/e.yaml:0:0 cannot-read\n"));
    ck_assert_uint_eq(retry__report_count(folder.report, RETRY_FINDING_INFO), 4);
    ck_assert(folder.report->io);
}
END_TEST

START_TEST(empty_file_is_an_error)
{
    ck_assert_ptr_null(folder_load_text(""));
    ck_assert_str_eq(folder_findings(), "a.yaml:1:1 empty-document\n");
}
END_TEST

START_TEST(document_with_nothing_but_a_version_loads)
{
    struct retry_set *set = folder_load_text("version: 1\n");

    ck_assert_uint_eq(set->plan_count, 0);
    ck_assert_str_eq(folder_findings(), "");
    retry__set_free(set);
}
END_TEST

START_TEST(no_files_at_all_are_an_empty_set)
{
    struct retry_load load = {0};
    struct retry_set *set = retry__load(&load, folder.report);

    ck_assert_uint_eq(set->plan_count, 0);
    retry__set_free(set);
}
END_TEST

START_TEST(other_version_is_one_finding)
{
    ck_assert_ptr_null(folder_load_text("version: 2\npolicies:\n  db: {rules: 7}\n"));
    ck_assert_str_eq(folder_findings(), "a.yaml:1:10 version\n");
    ck_assert_str_eq(folder_message(0), "the document is written in version 2, this release reads version 1");
}
END_TEST

START_TEST(missing_version_is_found_and_the_rest_checked)
{
    ck_assert_ptr_null(folder_load_text("policies:\n  db: {limits: {max_attempts: 5}}\n"));
    ck_assert_str_eq(folder_findings(), "a.yaml:1:1 missing-key\na.yaml:2:3 no-backoff\n");
}
END_TEST

START_TEST(version_in_quotes_is_no_number)
{
    ck_assert_ptr_null(folder_load_text("version: \"1\"\n"));
    ck_assert_uint_eq(retry__report_count(folder.report, RETRY_FINDING_INFO), 1);
    ck_assert_int_ne(retry__report_at(folder.report, 0)->code, RETRY_FINDING_VERSION);
}
END_TEST

START_TEST(schema_and_own_keys_are_allowed)
{
    struct retry_set *set = folder_load_text("$schema: ../policy.schema.json\nversion: 1\nx-owner: {any: [thing]}\n");

    ck_assert_str_eq(folder_findings(), "");
    retry__set_free(set);
}
END_TEST

START_TEST(defaults_are_the_lowest_layer)
{
    struct retry_set *set;

    folder_write("a.yaml", "version: 1\npolicies:\n  db: {limits: {max_attempts: 1}}\n");
    set = folder_load("a.yaml", DOCUMENT("db") POLICY("cache"));
    ck_assert_str_eq(folder_findings(), "a.yaml:3:3 replaced (<defaults>:3:3)\n");
    ck_assert_uint_eq(set->plan_count, 2);
    ck_assert_uint_eq(retry__set_find(set, "db", 2)->max_attempts, 1);
    retry__set_free(set);
}
END_TEST

START_TEST(findings_in_defaults_bear_their_name)
{
    folder_write("a.yaml", DOCUMENT("db"));
    ck_assert_ptr_null(folder_load("a.yaml", "{\"version\": 1, \"polices\": {}}"));
    ck_assert_str_eq(folder_findings(), "<defaults>:1:16 unknown-key\n");
}
END_TEST

/* Its form must be right, as half of a file may be read otherwise; what it would do is of no concern. */
START_TEST(replaced_definitions_are_held_against_shapes_alone)
{
    struct retry_set *set;

    folder_write("a.yaml", DOCUMENT("db") POLICY("web") POLICY("dns") "backoffs:\n  q: {immediate: {}}\n");
    folder_write("b.yaml", "version: 1\npolicies:\n  db: {limits: {max_attempts: 1}, backoff: {use: gone}}\n"
                           "  web: {}\n  dns: {limits: {max_attempts: 2}, backoff: {clamp: {max_delay: 1s, over: {use: "
                           "gone}}}}\nbackoffs:\n  q: {jitter: {ratio: 0, over: {use: q}}}\n");
    set = folder_load("a.yaml:b.yaml", NULL);
    ck_assert_ptr_nonnull(set);
    ck_assert_uint_eq(retry__report_count(folder.report, RETRY_FINDING_INFO), 4);
    ck_assert_uint_eq(retry__report_count(folder.report, RETRY_FINDING_WARNING), 0);
    retry__set_free(set);
    folder_write("b.yaml", "version: 1\npolicies:\n  db: {backoff: {fixed: {delay: 1}}}\n");
    ck_assert_ptr_null(folder_load("a.yaml:b.yaml", NULL));
    ck_assert_ptr_nonnull(strstr(folder_findings(), "b.yaml:3:33 bad-duration\n"));
}
END_TEST

START_TEST(version_of_another_release_is_named)
{
    ck_assert_ptr_null(folder_load_text("version: 18446744073709551616\nwords: 1\n"));
    ck_assert_str_eq(folder_findings(), "a.yaml:1:10 version\n");
    ck_assert_str_eq(folder_message(0),
                     "the document is written in version 18446744073709551616, this release reads version 1");
    folder_forget();
    ck_assert_ptr_null(folder_load_text("version: 0\n"));
    ck_assert_str_eq(folder_findings(), "a.yaml:1:10 version\n");
    ck_assert_str_eq(retry__report_at(folder.report, 0)->help, "write version: 1");
    folder_forget();
    ck_assert_ptr_null(folder_load_text("version: 01\n"));
    ck_assert_ptr_null(strstr(folder_findings(), " version\n"));
}
END_TEST

START_TEST(what_a_search_has_missed_may_define_a_name)
{
    char name[] = "a.yaml", missing[] = "missing.yaml";
    struct retry_search search = {0};
    struct retry_load load = {.search = &search};

    folder_write("a.yaml", "version: 1\npolicies:\n  db: {limits: {max_attempts: 2}, backoff: {use: q}}\n");
    ck_assert_int_eq(chdir(folder.path), 0);
    load.partial = !retry__search_names(&search, (char *const[]){missing, name}, 2, folder.report);
    ck_assert(load.partial);
    retry__set_free(retry__load(&load, folder.report));
    ck_assert_str_eq(folder_findings(), "missing.yaml:0:0 cannot-read\n");
    retry__search_done(&search);
}
END_TEST

START_TEST(masked_file_is_not_read)
{
    struct retry_set *set;

    folder_directory("high");
    folder_directory("low");
    folder_write("high/a.yaml", "version: 1\n");
    folder_write("low/a.yaml", "not a policy");
    set = folder_load("high:low", NULL);
    ck_assert_str_eq(folder_findings(), "");
    ck_assert_uint_eq(set->plan_count, 0);
    retry__set_free(set);
}
END_TEST

START_TEST(hash_changes_with_contents_and_names)
{
    uint64_t hashes[4];
    const char *const names[] = {"a.yaml", "a.yaml", "b.yaml", "a.yaml"};
    const char *const texts[] = {DOCUMENT("db"), DOCUMENT("dc"), DOCUMENT("db"), DOCUMENT("db")};

    for (int i = 0; i < 4; i++) {
        folder_write(names[i], texts[i]);
        struct retry_set *set = folder_load(names[i], NULL);
        hashes[i] = set->hash;
        retry__set_free(set);
    }
    ck_assert_uint_ne(hashes[0], hashes[1]);
    ck_assert_uint_ne(hashes[0], hashes[2]);
    ck_assert_uint_eq(hashes[0], hashes[3]);
}
END_TEST

START_TEST(all_files_together_have_a_limit)
{
    char name[32];

    folder_directory("d");
    for (int i = 0; i < 17; i++) {
        snprintf(name, sizeof name, "d/%02d.yaml", i);
        folder_write(name, "version: 1\n");
        FILE *stream = fopen(folder_file(name), "r+");
        for (unsigned line = 0; line < RETRY_LIMIT_FILE_BYTES / 4096; line++)
            fprintf(stream, "#%4094s\n", "");
        fclose(stream);
    }
    ck_assert_ptr_null(folder_load("d", NULL));
    ck_assert_ptr_nonnull(strstr(folder_findings(), "d/16.yaml:1:1 too-large\n"));
}
END_TEST

START_TEST(policies_of_a_set_have_a_limit)
{
    FILE *stream;
    char name[32];

    folder_directory("d");
    for (unsigned i = 0, file = 0; i <= RETRY_LIMIT_POLICIES; file++) {
        snprintf(name, sizeof name, "d/%02u.yaml", file);
        stream = fopen(folder_file(name), "w");
        fputs("version: 1\npolicies:\n", stream);
        for (unsigned line = 0; line < 25000 && i <= RETRY_LIMIT_POLICIES; line++, i++)
            fprintf(stream, "  p%u: {limits: {max_attempts: 1}}\n", i);
        fclose(stream);
    }
    ck_assert_ptr_null(folder_load("d", NULL));
    ck_assert_str_eq(folder_findings(), "d/04.yaml:3:3 too-many-values\n");
    ck_assert_str_eq(folder_message(0), "the set has at least 100001 policies, the limit is 100000");
}
END_TEST

START_TEST(findings_are_sorted)
{
    folder_directory("d");
    folder_write("d/a.yaml", "version: 1\npolicies:\n  db: {}\nbackoffs:\n  a: {use: b}\n");
    ck_assert_ptr_null(folder_load("d", NULL));
    ck_assert_str_eq(folder_findings(),
                     "d/a.yaml:3:3 no-limit\nd/a.yaml:3:3 no-backoff\nd/a.yaml:5:12 unknown-reference\n");
}
END_TEST

START_TEST(errors_that_were_there_before_refuse_nothing)
{
    struct retry_draft draft = {.code = RETRY_FINDING_EMPTY, .file = "elsewhere"};
    struct retry_set *set;

    retry__report_add(folder.report, &draft, "something was wrong before");
    set = folder_load_text(DOCUMENT("db"));
    ck_assert_ptr_nonnull(set);
    retry__set_free(set);
}
END_TEST

FOLDER_MAIN("load", both_spellings_give_the_same_set, plans_come_in_load_order,
            one_bad_file_refuses_the_whole_set_with_all_findings, empty_file_is_an_error,
            document_with_nothing_but_a_version_loads, no_files_at_all_are_an_empty_set, other_version_is_one_finding,
            missing_version_is_found_and_the_rest_checked, version_in_quotes_is_no_number,
            schema_and_own_keys_are_allowed, defaults_are_the_lowest_layer, findings_in_defaults_bear_their_name,
            replaced_definitions_are_held_against_shapes_alone, version_of_another_release_is_named,
            what_a_search_has_missed_may_define_a_name, masked_file_is_not_read, hash_changes_with_contents_and_names,
            all_files_together_have_a_limit, policies_of_a_set_have_a_limit, findings_are_sorted,
            errors_that_were_there_before_refuse_nothing)
