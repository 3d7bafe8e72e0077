/* test_fingerprint.c - a fingerprint is another one after each change that a load would see, and after no other. */
#include "engine/live/fingerprint.h"

#include "tests/engine/store/folder.h"

#include <fcntl.h>
#include <sys/syscall.h>

static bool frozen; /* the clock of every file */

/* Stands in for the C library's. */
int fstat(int descriptor, struct stat *out)
{
    int result = (int)syscall(SYS_newfstatat, descriptor, "", out, AT_EMPTY_PATH);

    if (frozen)
        out->st_mtim = out->st_ctim = (struct timespec){0, 0};
    return result;
}

static uint64_t files(const char *names)
{
    char path[4096];
    uint64_t fingerprint = 0;

    snprintf(path, sizeof(path), "%s", folder_path(names));
    ck_assert(retry__fingerprint_files(path, NULL, &fingerprint));
    return fingerprint;
}

static uint64_t levers(void)
{
    uint64_t fingerprint = 0;

    ck_assert(retry__fingerprint_levers(folder.path, NULL, &fingerprint));
    return fingerprint;
}

static void put_time(const char *name, time_t seconds)
{
    const struct timespec times[2] = {{seconds, 0}, {seconds, 0}};

    ck_assert_int_eq(utimensat(AT_FDCWD, folder_file(name), times, 0), 0);
}

START_TEST(what_stays_the_same_has_one_fingerprint)
{
    folder_write("a.yaml", "x");
    uint64_t before = files(".");
    ck_assert_uint_eq(files("."), before);
    folder_write("a.yaml~", "backup");
    folder_write(".a.yaml.swp", "editor");
    ck_assert_uint_eq(files("."), before);
}
END_TEST

START_TEST(another_text_of_the_same_size_and_time_is_another)
{
    folder_write("a.yaml", "x");
    put_time("a.yaml", 0);
    uint64_t before = files(".");
    folder_write("a.yaml", "y");
    put_time("a.yaml", 0);
    ck_assert_uint_ne(files("."), before);
}
END_TEST

START_TEST(a_clock_that_stands_still_hides_no_text)
{
    frozen = true;
    folder_write("a.yaml", "x");
    folder_write("disabled", "db");
    uint64_t before = files("."), lever = levers();
    folder_write("a.yaml", "y");
    folder_write("disabled", "dc");
    ck_assert_uint_ne(files("."), before);
    ck_assert_uint_ne(levers(), lever);
}
END_TEST

START_TEST(a_time_that_runs_backwards_is_another)
{
    folder_write("a.yaml", "x");
    uint64_t before = files(".");
    put_time("a.yaml", 1);
    ck_assert_uint_ne(files("."), before);
}
END_TEST

START_TEST(files_that_come_go_and_change_names_are_others)
{
    char from[4096];

    uint64_t none = files(".");
    folder_write("a.yaml", "x");
    uint64_t one = files(".");
    ck_assert_uint_ne(one, none);
    snprintf(from, sizeof(from), "%s", folder_file("a.yaml"));
    ck_assert_int_eq(rename(from, folder_file("b.yaml")), 0);
    ck_assert_uint_ne(files("."), one);
    unlink(folder_file("b.yaml"));
    ck_assert_uint_eq(files("."), none);
}
END_TEST

START_TEST(a_file_that_another_directory_masks_is_not_looked_at)
{
    folder_directory("high");
    folder_directory("low");
    folder_write("high/a.yaml", "x");
    folder_write("low/a.yaml", "x");
    uint64_t before = files("high:low");
    folder_write("low/a.yaml", "changed");
    ck_assert_uint_eq(files("high:low"), before);
    unlink(folder_file("high/a.yaml"));
    folder_link("/dev/null", "high/a.yaml");
    ck_assert_uint_ne(files("high:low"), before);
}
END_TEST

START_TEST(what_a_link_leads_to_counts)
{
    folder_directory("one");
    folder_directory("other");
    folder_write("one/a.yaml", "x");
    folder_write("other/a.yaml", "y");
    folder_link("one", "now");
    uint64_t before = files("now");
    unlink(folder_file("now"));
    folder_link("other", "now");
    ck_assert_uint_ne(files("now"), before);
}
END_TEST

START_TEST(a_directory_that_is_gone_or_closed_is_another)
{
    folder_directory("d");
    uint64_t there = files("d");
    rmdir(folder_file("d"));
    uint64_t gone = files("d");
    ck_assert_uint_ne(gone, there);
    ck_assert_uint_eq(files("d"), gone);
    folder_write("d", "x");
    uint64_t file = files("d");
    ck_assert_uint_ne(file, gone);
    unlink(folder_file("d"));
    folder_directory("d");
    ck_assert_int_eq(chmod(folder_file("d"), 0), 0);
    ck_assert_uint_ne(files("d"), there);
}
END_TEST

START_TEST(a_link_that_leads_nowhere_is_looked_at)
{
    folder_link("nowhere", "a.yaml");
    uint64_t before = files(".");
    folder_write("nowhere", "x");
    ck_assert_uint_ne(files("."), before);
}
END_TEST

START_TEST(a_fifo_is_never_waited_for)
{
    ck_assert_int_eq(mkfifo(folder_file("a.yaml"), 0600), 0);
    uint64_t before = files(".");
    ck_assert_uint_eq(files("."), before);
    ck_assert_int_eq(mkfifo(folder_file("disabled"), 0600), 0);
    ck_assert_uint_eq(levers(), levers());
}
END_TEST

START_TEST(texts_beyond_the_budget_are_told_by_their_times)
{
    char *text = malloc(RETRY_FINGERPRINT_BYTES);

    ck_assert_ptr_nonnull(text);
    memset(text, '#', RETRY_FINGERPRINT_BYTES);
    folder_write_bytes("a.yaml", text, RETRY_FINGERPRINT_BYTES);
    folder_write("b.yaml", "x");
    put_time("b.yaml", 5);
    uint64_t before = files(".");
    put_time("b.yaml", 6);
    ck_assert_uint_ne(files("."), before);
    free(text);
}
END_TEST

START_TEST(levers_have_a_fingerprint_of_their_own)
{
    folder_write("a.yaml", "x");
    uint64_t none = levers(), before = files(".");
    folder_write("disabled", "");
    uint64_t all = levers();
    ck_assert_uint_ne(all, none);
    ck_assert_uint_eq(files("."), before);
    folder_write("disabled", "db\n");
    uint64_t db = levers();
    ck_assert_uint_ne(db, all);
    put_time("disabled", 7);
    ck_assert_uint_ne(levers(), db);
    unlink(folder_file("disabled"));
    ck_assert_uint_eq(levers(), none);
    folder_write("a.yaml", "y");
    ck_assert_uint_eq(levers(), none);
}
END_TEST

START_TEST(looking_opens_nothing_for_good)
{
    int before = dup(2);

    folder_write("a.yaml", "x");
    folder_write("disabled", "db\n");
    files(".");
    levers();
    int after = dup(2);
    ck_assert_int_eq(after, before + 1);
    close(before);
    close(after);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fingerprint");
    TCase *cases = tcase_create("fingerprint");

    tcase_add_checked_fixture(cases, folder_set_up, folder_tear_down);
    tcase_add_test(cases, what_stays_the_same_has_one_fingerprint);
    tcase_add_test(cases, another_text_of_the_same_size_and_time_is_another);
    tcase_add_test(cases, a_clock_that_stands_still_hides_no_text);
    tcase_add_test(cases, a_time_that_runs_backwards_is_another);
    tcase_add_test(cases, files_that_come_go_and_change_names_are_others);
    tcase_add_test(cases, a_file_that_another_directory_masks_is_not_looked_at);
    tcase_add_test(cases, what_a_link_leads_to_counts);
    tcase_add_test(cases, a_directory_that_is_gone_or_closed_is_another);
    tcase_add_test(cases, a_link_that_leads_nowhere_is_looked_at);
    tcase_add_test(cases, a_fifo_is_never_waited_for);
    tcase_add_test(cases, texts_beyond_the_budget_are_told_by_their_times);
    tcase_add_test(cases, levers_have_a_fingerprint_of_their_own);
    tcase_add_test(cases, looking_opens_nothing_for_good);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
