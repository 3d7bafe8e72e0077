/* test_directory.c - what is listed of one directory, and what is passed over. */
#include "engine/store/directory.h"

#include "engine/store/search.h"
#include "tests/engine/store/folder.h"

#include <errno.h>

static struct retry_search search;

/* Lists a directory as "name" or "name (why it is skipped)", a line each. */
static const char *listed(const char *name)
{
    size_t length = 0;
    char path[160];

    snprintf(path, sizeof path, "%s/%s", folder.path, name);
    ck_assert_int_eq(retry__directory_list(&search, path, 3, folder.report), 0);
    folder.text[0] = '\0';
    for (size_t i = 0; i < search.count && length < sizeof folder.text; i++) {
        const struct retry_found *found = &search.found[i];
        length += (size_t)snprintf(folder.text + length, sizeof folder.text - length, "%s%s%s%s\n",
                                   folder_inside(found->path), found->skipped ? " (" : "",
                                   found->skipped ? found->skipped : "", found->skipped ? ")" : "");
        ck_assert_uint_eq(found->layer, 3);
    }
    retry__search_done(&search);
    return folder.text;
}

START_TEST(policy_files_come_in_byte_order)
{
    folder_directory("d");
    for (const char *const *name =
             (const char *const[]){"d/b.yml", "d/Z.yaml", "d/a.json", "d/10.yaml", "d/9.yaml", NULL};
         *name; name++)
        folder_write(*name, "");
    ck_assert_str_eq(listed("d"), "d/10.yaml\nd/9.yaml\nd/Z.yaml\nd/a.json\nd/b.yml\n");
}
END_TEST

START_TEST(slash_at_the_end_is_not_doubled)
{
    folder_directory("d");
    folder_write("d/a.yaml", "");
    ck_assert_str_eq(listed("d/"), "d/a.yaml\n");
}
END_TEST

START_TEST(litter_is_skipped_with_its_reason)
{
    folder_directory("d");
    for (const char *const *name = (const char *const[]){"d/.a.yaml", "d/.b.yaml.swp", "d/c.yaml~", "d/d.yaml.bak",
                                                         "d/e.YAML", "d/yaml", "d/disabled", NULL};
         *name; name++)
        folder_write(*name, "");
    folder_directory("d/f");
    ck_assert_str_eq(listed("d"), "d/.a.yaml (starts with a dot)\n"
                                  "d/.b.yaml.swp (starts with a dot)\n"
                                  "d/c.yaml~ (does not end in .yaml, .yml or .json)\n"
                                  "d/d.yaml.bak (does not end in .yaml, .yml or .json)\n"
                                  "d/disabled (is a lever)\n"
                                  "d/e.YAML (does not end in .yaml, .yml or .json)\n"
                                  "d/f (is a directory)\n"
                                  "d/yaml (does not end in .yaml, .yml or .json)\n");
}
END_TEST

START_TEST(link_to_dev_null_is_skipped)
{
    folder_directory("d");
    folder_link("/dev/null", "d/a.yaml");
    folder_link("a.yaml", "d/b.yaml");
    ck_assert_str_eq(listed("d"), "d/a.yaml (is a link to /dev/null)\nd/b.yaml (is a link to /dev/null)\n");
}
END_TEST

/* Reading them is an error; skipping them would hide it. */
START_TEST(what_only_looks_like_a_file_is_listed)
{
    folder_directory("d");
    folder_directory("d/a.yaml");
    folder_link("nowhere", "d/b.yaml");
    folder_link("/dev/zero", "d/c.yaml");
    ck_assert_str_eq(listed("d"), "d/a.yaml\nd/b.yaml\nd/c.yaml\n");
}
END_TEST

START_TEST(empty_directory_has_no_files)
{
    folder_directory("d");
    ck_assert_str_eq(listed("d"), "");
}
END_TEST

START_TEST(names_tell_what_would_be_listed)
{
    ck_assert(retry__directory_reads("a.yaml") && retry__directory_reads("a.b.json"));
    ck_assert(!retry__directory_reads(".a.yaml") && !retry__directory_reads("a.yaml~") && !retry__directory_reads("a"));
}
END_TEST

START_TEST(what_cannot_be_opened_is_left_to_the_caller)
{
    folder_write("a.yaml", "");
    ck_assert_int_eq(retry__directory_list(&search, folder_file("nowhere"), 0, folder.report), ENOENT);
    ck_assert_int_eq(retry__directory_list(&search, folder_file("a.yaml"), 0, folder.report), ENOTDIR);
    ck_assert_str_eq(folder_findings(), "");
}
END_TEST

FOLDER_MAIN("directory", policy_files_come_in_byte_order, slash_at_the_end_is_not_doubled,
            litter_is_skipped_with_its_reason, link_to_dev_null_is_skipped, what_only_looks_like_a_file_is_listed,
            empty_directory_has_no_files, names_tell_what_would_be_listed, what_cannot_be_opened_is_left_to_the_caller)
