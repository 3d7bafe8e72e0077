/* test_search_built_in.c - the built-in directories, put where a test can write. */
#undef RETRY_SYSCONFDIR
#undef RETRY_DATADIR
#define RETRY_SYSCONFDIR "etc"
#define RETRY_DATADIR "share"
#include "engine/store/path.c"

#include "engine/store/search.h"
#include "tests/engine/store/folder.h"

static struct retry_search search;

static void make_directories(void)
{
    static const char *const names[] = {"etc",   "etc/retry",   "etc/retry/billing.d",   "etc/retry/policies.d",
                                        "share", "share/retry", "share/retry/billing.d", "share/retry/policies.d"};

    ck_assert_int_eq(unsetenv("RETRY_POLICY_PATH"), 0);
    ck_assert_int_eq(chdir(folder.path), 0);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        folder_directory(names[i]);
}

/* The files of ours that would be read, without what /run/retry holds on this machine. */
static const char *read_files(const char *program)
{
    size_t length = 0;

    ck_assert(retry__search_path(&search, NULL, program, folder.report));
    folder.text[0] = '\0';
    for (size_t i = 0; i < search.count && length < sizeof folder.text; i++)
        if (search.found[i].path[0] != '/' && !search.found[i].skipped)
            length += (size_t)snprintf(folder.text + length, sizeof folder.text - length, "%u %s\n",
                                       search.found[i].layer, search.found[i].path);
    retry__search_done(&search);
    return folder.text;
}

START_TEST(absent_directories_are_empty)
{
    ck_assert_int_eq(chdir(folder.path), 0);
    ck_assert_str_eq(read_files("billing"), "");
    ck_assert_str_eq(folder_findings(), "");
}
END_TEST

START_TEST(directories_of_the_program_stand_above_those_of_all)
{
    make_directories();
    folder_write("etc/retry/billing.d/a.yaml", "");
    folder_write("etc/retry/policies.d/b.yaml", "");
    folder_write("share/retry/billing.d/c.yaml", "");
    folder_write("share/retry/policies.d/d.yaml", "");
    ck_assert_str_eq(read_files("billing"), "0 etc/retry/billing.d/a.yaml\n1 etc/retry/policies.d/b.yaml\n"
                                            "4 share/retry/billing.d/c.yaml\n5 share/retry/policies.d/d.yaml\n");
    ck_assert_str_eq(read_files(NULL), "0 etc/retry/policies.d/b.yaml\n2 share/retry/policies.d/d.yaml\n");
}
END_TEST

START_TEST(directories_of_other_programs_are_not_read)
{
    make_directories();
    folder_write("etc/retry/billing.d/a.yaml", "");
    ck_assert_str_eq(read_files("shipping"), "");
}
END_TEST

START_TEST(file_of_an_operator_masks_that_of_a_package)
{
    make_directories();
    folder_write("etc/retry/policies.d/std.yaml", "");
    folder_write("share/retry/policies.d/std.yaml", "");
    folder_link("/dev/null", "etc/retry/billing.d/other.yaml");
    folder_write("share/retry/policies.d/other.yaml", "");
    ck_assert_str_eq(read_files("billing"), "1 etc/retry/policies.d/std.yaml\n");
}
END_TEST

START_TEST(built_in_directory_that_is_a_file_is_an_error)
{
    make_directories();
    ck_assert_int_eq(rmdir("etc/retry/policies.d"), 0);
    folder_write("etc/retry/policies.d", "");
    ck_assert(!retry__search_path(&search, NULL, NULL, folder.report));
    retry__search_done(&search);
    ck_assert_str_eq(folder_findings(), "etc/retry/policies.d:0:0 cannot-read\n");
}
END_TEST

START_TEST(empty_variable_is_the_built_in_path)
{
    make_directories();
    folder_write("etc/retry/policies.d/b.yaml", "");
    ck_assert_int_eq(setenv("RETRY_POLICY_PATH", "", 1), 0);
    ck_assert_str_eq(read_files(NULL), "0 etc/retry/policies.d/b.yaml\n");
}
END_TEST

START_TEST(second_empty_element_adds_nothing)
{
    make_directories();
    folder_write("etc/retry/policies.d/b.yaml", "");
    ck_assert_int_eq(setenv("RETRY_POLICY_PATH", "::", 1), 0);
    ck_assert_str_eq(read_files(NULL), "0 etc/retry/policies.d/b.yaml\n");
}
END_TEST

/* What a search says of that path while everybody may write the directory of all programs. */
static const char *exposed_findings(const char *path)
{
    folder_forget();
    search.trust = RETRY_TRUST_WARN;
    retry__search_path(&search, path, NULL, folder.report);
    retry__search_done(&search);
    return folder_findings();
}

START_TEST(root_refuses_what_others_may_write_here_and_warns_elsewhere)
{
    bool root = geteuid() == 0;

    make_directories();
    folder_write("etc/retry/policies.d/b.yaml", "");
    ck_assert_int_eq(chmod(folder_file("etc/retry/policies.d"), 0777), 0);
    ck_assert_str_eq(exposed_findings(NULL),
                     root ? "etc/retry/policies.d:0:0 untrusted\n" : "etc/retry/policies.d:0:0 exposed\n");
    ck_assert_str_eq(exposed_findings("etc/retry/policies.d"), "etc/retry/policies.d:0:0 exposed\n");
    ck_assert_str_eq(exposed_findings(":etc/retry/policies.d/b.yaml"),
                     root ? "etc/retry/policies.d:0:0 untrusted\n" : "etc/retry/policies.d:0:0 exposed\n");
}
END_TEST

START_TEST(file_is_held_to_what_its_directory_is_held_to)
{
    make_directories();
    folder_write("etc/retry/policies.d/b.yaml", "");
    search.trust = RETRY_TRUST_WARN;
    ck_assert(retry__search_path(&search, "etc/retry/policies.d::etc/retry/policies.d", NULL, folder.report));
    ck_assert_int_eq(search.found[0].trust, RETRY_TRUST_WARN);
    ck_assert_int_eq(search.found[1].trust, retry__trust_built_in(RETRY_TRUST_WARN));
    ck_assert_int_eq(search.found[search.count - 1].trust, RETRY_TRUST_WARN);
    retry__search_done(&search);
}
END_TEST

FOLDER_MAIN("search_built_in", absent_directories_are_empty, directories_of_the_program_stand_above_those_of_all,
            directories_of_other_programs_are_not_read, file_of_an_operator_masks_that_of_a_package,
            built_in_directory_that_is_a_file_is_an_error, empty_variable_is_the_built_in_path,
            second_empty_element_adds_nothing, root_refuses_what_others_may_write_here_and_warns_elsewhere,
            file_is_held_to_what_its_directory_is_held_to)
