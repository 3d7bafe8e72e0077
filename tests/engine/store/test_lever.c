/* test_lever.c - files named `disabled` are found in every directory, understood line by line, and kept when
 * unreadable. */
#include "engine/store/lever.h"

#include "tests/engine/store/folder.h"

static struct retry_lever lever;

/* Reads the lever of the directories "a:b", `before` being what was read last. */
static void read_again(const char *names)
{
    struct retry_path path;
    struct retry_lever next;

    ck_assert(retry__path_read(&path, folder_path(names), NULL));
    ck_assert(retry__lever_read(&next, &path, &lever, folder.report));
    retry__lever_done(&lever);
    lever = next;
    retry__path_done(&path);
}

static void read_first(const char *names)
{
    struct retry_path path;

    ck_assert(retry__path_read(&path, folder_path(names), NULL));
    ck_assert(retry__lever_read(&lever, &path, NULL, folder.report));
    retry__path_done(&path);
}

static bool off(const char *name)
{
    return retry__lever_find(&lever, name) != NULL;
}

START_TEST(no_file_switches_nothing_off)
{
    folder_directory("a");
    read_first("a:missing");
    ck_assert_uint_eq(lever.count, 0);
    ck_assert_uint_eq(lever.hash, 0);
    ck_assert(!off("db"));
}
END_TEST

START_TEST(an_empty_file_switches_everything_off)
{
    folder_directory("a");
    folder_directory("b");
    folder_write("b/disabled", "");
    read_first("a:b");
    ck_assert(off("db"));
    ck_assert_str_eq(folder_inside(retry__lever_find(&lever, "db")->by), "b/disabled");
    ck_assert_uint_gt(lever.lines[0].since_ns, UINT64_C(1577836800000000000));
    folder_write("b/disabled", " \r\n\n");
    read_again("a:b");
    ck_assert(off("db"));
    retry__lever_done(&lever);
}
END_TEST

START_TEST(lines_name_policies_and_beginnings_of_names)
{
    folder_directory("a");
    folder_write("a/disabled", "# INC-4711, alice\n db \r\nstd.*\ncache");
    read_first("a");
    ck_assert(off("db") && off("std.http") && off("cache"));
    ck_assert(!off("db2") && !off("std") && !off("cach"));
    ck_assert_str_eq(folder_findings(), "");
    retry__lever_done(&lever);
}
END_TEST

START_TEST(directories_add_up)
{
    folder_directory("a");
    folder_directory("b");
    folder_write("a/disabled", "db\n");
    folder_write("b/disabled", "dns\n");
    read_first("a:b");
    ck_assert(off("db") && off("dns") && !off("cache"));
    retry__lever_done(&lever);
}
END_TEST

START_TEST(a_line_that_names_nothing_is_told_and_the_others_count)
{
    folder_directory("a");
    folder_write("a/disabled", "db\nDB!\n*db\n");
    read_first("a");
    ck_assert(off("db") && !off("dns"));
    ck_assert_str_eq(folder_findings(), "a/disabled:2:1 lever\na/disabled:3:1 lever\n");
    retry__lever_done(&lever);
}
END_TEST

START_TEST(a_byte_order_mark_does_not_count)
{
    folder_directory("a");
    folder_write("a/disabled", "\xEF\xBB\xBF");
    read_first("a");
    ck_assert(off("db"));
    folder_write("a/disabled", "\xEF\xBB\xBF"
                               "db\r\n");
    read_again("a");
    ck_assert(off("db") && !off("dns"));
    ck_assert_str_eq(folder_findings(), "");
    retry__lever_done(&lever);
}
END_TEST

START_TEST(comments_alone_switch_nothing_off_and_are_told)
{
    folder_directory("a");
    folder_write("a/disabled", "# db\n");
    read_first("a");
    ck_assert_uint_eq(lever.count, 0);
    ck_assert_str_eq(folder_findings(), "a/disabled:1:1 lever\n");
    retry__lever_done(&lever);
}
END_TEST

START_TEST(what_cannot_be_read_stays_as_it_was)
{
    folder_directory("a");
    folder_directory("b");
    folder_write("a/disabled", "db\n");
    read_first("a:b");
    ck_assert_int_eq(unlink(folder_file("a/disabled")), 0);
    ck_assert_int_eq(mkfifo(folder_file("a/disabled"), 0600), 0);
    folder_write("b/disabled", "dns\n");
    read_again("a:b");
    ck_assert(off("db") && off("dns"));
    ck_assert_str_eq(folder_findings(), "a/disabled:0:0 lever\n");
    ck_assert_uint_eq(folder.report->by_severity[RETRY_FINDING_ERROR], 0);
    ck_assert_int_eq(unlink(folder_file("a/disabled")), 0);
    read_again("a:b");
    ck_assert(!off("db") && off("dns"));
    retry__lever_done(&lever);
}
END_TEST

START_TEST(a_named_directory_that_is_gone_keeps_its_lever)
{
    folder_directory("a");
    folder_write("a/disabled", "db\n");
    read_first("a");
    ck_assert_int_eq(unlink(folder_file("a/disabled")), 0);
    ck_assert_int_eq(rmdir(folder_file("a")), 0);
    read_again("a");
    ck_assert(off("db"));
    folder_directory("a");
    read_again("a");
    ck_assert(!off("db"));
    ck_assert_str_eq(folder_findings(), "");
}
END_TEST

START_TEST(equal_contents_have_equal_hashes)
{
    uint64_t hash;

    folder_directory("a");
    folder_write("a/disabled", "db\n");
    read_first("a");
    hash = lever.hash;
    folder_write("a/disabled", "# again\ndb");
    read_again("a");
    ck_assert_uint_eq(lever.hash, hash);
    folder_write("a/disabled", "dns");
    read_again("a");
    ck_assert_uint_ne(lever.hash, hash);
    retry__lever_done(&lever);
}
END_TEST

START_TEST(the_variable_is_read_once)
{
    setenv("RETRY_DISABLED", "1", 1);
    read_first("a");
    ck_assert_str_eq(retry__lever_find(&lever, "db")->by, "RETRY_DISABLED");
    unsetenv("RETRY_DISABLED");
    read_again("a");
    ck_assert(off("db"));
    retry__lever_done(&lever);
    read_first("a");
    ck_assert(!off("db"));
    setenv("RETRY_DISABLED", "0", 1);
    read_first("a");
    ck_assert(!off("db"));
    ck_assert_str_eq(folder_findings(), "");
    setenv("RETRY_DISABLED", "yes", 1);
    read_first("a");
    ck_assert(!off("db"));
    ck_assert_str_eq(folder_findings(), "RETRY_DISABLED:0:0 lever\n");
}
END_TEST

FOLDER_MAIN("lever", no_file_switches_nothing_off, an_empty_file_switches_everything_off,
            lines_name_policies_and_beginnings_of_names, directories_add_up,
            a_line_that_names_nothing_is_told_and_the_others_count, a_byte_order_mark_does_not_count,
            comments_alone_switch_nothing_off_and_are_told, what_cannot_be_read_stays_as_it_was,
            a_named_directory_that_is_gone_keeps_its_lever, equal_contents_have_equal_hashes, the_variable_is_read_once)
