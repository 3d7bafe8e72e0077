/* test_definitions.c - names that are defined once, twice, and again in another layer. */
#include "engine/store/definitions.h"

#include "tests/engine/store/folder.h"

#define DB "  db: {limits: {max_attempts: 1}}\n"

/* Loads files of one line "NAME: ..." under policies; false where the set was refused. */
static bool load(const char *names)
{
    struct retry_set *set = folder_load(names, NULL);
    bool good = set;

    retry__set_free(set);
    return good;
}

static void write_policies(const char *name, const char *policies)
{
    char text[512];

    snprintf(text, sizeof text, "version: 1\npolicies:\n%s", policies);
    folder_write(name, text);
}

START_TEST(twice_in_one_directory_is_an_error_with_both_places)
{
    folder_directory("d");
    write_policies("d/a.yaml", DB);
    write_policies("d/b.yaml", "  cache: {limits: {max_attempts: 1}}\n" DB);
    ck_assert(!load("d"));
    ck_assert_str_eq(folder_findings(), "d/b.yaml:4:3 defined-twice (d/a.yaml:3:3)\n");
    ck_assert_str_eq(folder_message(0), "the policy 'db' is defined twice");
}
END_TEST

START_TEST(again_in_a_lower_layer_is_an_info_at_what_counts)
{
    folder_directory("high");
    folder_directory("low");
    write_policies("high/a.yaml", DB);
    write_policies("low/b.yaml", DB);
    ck_assert(load("high:low"));
    ck_assert_str_eq(folder_findings(), "high/a.yaml:3:3 replaced (low/b.yaml:3:3)\n");
    ck_assert_str_eq(folder_message(0), "the policy 'db' replaces that of a lower layer");
}
END_TEST

START_TEST(three_layers_replace_one_another_in_turn)
{
    for (const char *const *name = (const char *const[]){"1.yaml", "2.yaml", "3.yaml", NULL}; *name; name++)
        write_policies(*name, DB);
    ck_assert(load("1.yaml:2.yaml:3.yaml"));
    ck_assert_str_eq(folder_findings(), "1.yaml:3:3 replaced (2.yaml:3:3)\n2.yaml:3:3 replaced (3.yaml:3:3)\n");
}
END_TEST

START_TEST(twice_in_a_layer_that_is_replaced_is_an_error_still)
{
    folder_directory("low");
    write_policies("high.yaml", DB);
    write_policies("low/a.yaml", DB);
    write_policies("low/b.yaml", DB);
    ck_assert(!load("high.yaml:low"));
    ck_assert_str_eq(folder_findings(),
                     "high.yaml:3:3 replaced (low/a.yaml:3:3)\nlow/b.yaml:3:3 defined-twice (low/a.yaml:3:3)\n");
}
END_TEST

START_TEST(twice_in_one_mapping_is_said_once_and_the_first_counts)
{
    folder_directory("d");
    write_policies("d/a.yaml", DB "  db: {limits: {max_attempts: 0}}\n");
    write_policies("d/b.yaml", "  db: {limits: {max_attempts: 1}}\n  cache: {limit: {max_attempts: 1}}\n" DB);
    write_policies("low.yaml", DB);
    ck_assert(!load("d:low.yaml"));
    ck_assert_str_eq(folder_findings(),
                     "d/a.yaml:4:3 duplicate-key (d/a.yaml:3:3)\nd/a.yaml:4:31 out-of-range\n"
                     "d/b.yaml:3:3 defined-twice (d/a.yaml:3:3)\nd/b.yaml:3:3 replaced (low.yaml:3:3)\n"
                     "d/b.yaml:4:11 unknown-key\nd/b.yaml:5:3 duplicate-key (d/b.yaml:3:3)\n");
}
END_TEST

START_TEST(policies_and_backoffs_do_not_share_names)
{
    folder_write("a.yaml", "version: 1\nbackoffs:\n  db: {immediate: {}}\npolicies:\n" DB);
    ck_assert(load("a.yaml"));
    ck_assert_str_eq(folder_findings(), "");
}
END_TEST

START_TEST(backoffs_are_defined_once_as_well)
{
    folder_directory("d");
    folder_write("d/a.yaml", "version: 1\nbackoffs:\n  quick: {immediate: {}}\n");
    folder_write("d/b.yaml", "version: 1\nbackoffs:\n  quick: {immediate: {}}\n");
    ck_assert(!load("d"));
    ck_assert_str_eq(folder_findings(), "d/b.yaml:3:3 defined-twice (d/a.yaml:3:3)\n");
    ck_assert_str_eq(folder_message(0), "the backoff 'quick' is defined twice");
}
END_TEST

START_TEST(names_are_found_among_many)
{
    static struct retry_pair pairs[1000];
    static char names[1000][8];
    struct retry_definitions table = {.noun = "policy"};

    for (unsigned i = 0; i < 1000; i++) {
        pairs[i].key.text = names[i];
        pairs[i].key.count = (uint32_t)snprintf(names[i], sizeof names[i], "p%u", i);
        ck_assert(retry__definitions_add(&table, NULL, &pairs[i], 0, folder.report));
    }
    ck_assert_uint_eq(table.distinct, 1000);
    for (unsigned i = 0; i < 1000; i++)
        ck_assert_ptr_eq(retry__definitions_find(&table, names[i], pairs[i].key.count)->pair, &pairs[i]);
    ck_assert_ptr_null(retry__definitions_find(&table, "p1000", 5));
    retry__definitions_done(&table);
    ck_assert_ptr_null(retry__definitions_find(&table, "p1", 2));
}
END_TEST

FOLDER_MAIN("definitions", twice_in_one_directory_is_an_error_with_both_places,
            again_in_a_lower_layer_is_an_info_at_what_counts, three_layers_replace_one_another_in_turn,
            twice_in_a_layer_that_is_replaced_is_an_error_still, twice_in_one_mapping_is_said_once_and_the_first_counts,
            policies_and_backoffs_do_not_share_names, backoffs_are_defined_once_as_well, names_are_found_among_many)
