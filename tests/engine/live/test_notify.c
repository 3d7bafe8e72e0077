/* test_notify.c - the kernel tells of what counts on a search path, is asked for nothing else, and may refuse. */
#include "engine/live/notify.h"

#include "tests/engine/store/folder.h"

#include <errno.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <sys/vfs.h>

static int init_error, add_error, add_after; /* what the kernel says instead */
static bool overflow;
static long type; /* of every file system; 0: as it is */

/* These stand in for the C library's. */
int inotify_init1(int flags)
{
    if (init_error) {
        errno = init_error;
        return -1;
    }
    return (int)syscall(SYS_inotify_init1, flags);
}

int inotify_add_watch(int descriptor, const char *path, uint32_t mask)
{
    if (add_error && add_after-- <= 0) {
        errno = add_error;
        return -1;
    }
    return (int)syscall(SYS_inotify_add_watch, descriptor, path, mask);
}

int statfs(const char *path, struct statfs *out)
{
    int result = (int)syscall(SYS_statfs, path, out);

    if (type)
        out->f_type = type;
    return result;
}

ssize_t read(int descriptor, void *to, size_t size)
{
    const struct inotify_event event = {.wd = -1, .mask = IN_Q_OVERFLOW};

    if (!overflow)
        return syscall(SYS_read, descriptor, to, size);
    overflow = false;
    memcpy(to, &event, sizeof(event));
    return sizeof(event);
}

static struct retry_notify notify;

static void set_up(void)
{
    folder_set_up();
    notify = (struct retry_notify){0};
}

static void tear_down(void)
{
    retry__notify_done(&notify);
    folder_tear_down();
}

static void follow(const char *names)
{
    char path[4096];

    snprintf(path, sizeof(path), "%s", folder_path(names));
    retry__notify_follow(&notify, path, NULL);
    retry__notify_drain(&notify);
}

static bool told(void)
{
    return retry__notify_drain(&notify);
}

START_TEST(changes_of_files_are_told)
{
    follow(".");
    ck_assert_int_eq(notify.error, 0);
    ck_assert(!told());
    folder_write("a.yaml", "x");
    ck_assert(told());
    ck_assert(!told());
    chmod(folder_file("a.yaml"), 0600);
    ck_assert(told());
    unlink(folder_file("a.yaml"));
    ck_assert(told());
}
END_TEST

START_TEST(reading_is_not_told)
{
    folder_write("a.yaml", "x");
    follow(".");
    fclose(fopen(folder_file("a.yaml"), "r"));
    ck_assert(!told());
}
END_TEST

START_TEST(beside_a_directory_only_its_own_name_counts)
{
    folder_directory("d");
    follow("d");
    folder_write("neighbour", "x");
    folder_directory("other");
    ck_assert(!told());
    rmdir(folder_file("d"));
    ck_assert(told());
}
END_TEST

START_TEST(a_directory_that_appears_is_told_and_then_followed)
{
    folder_directory("d");
    follow("d/e/f");
    folder_directory("d/x");
    ck_assert(!told());
    folder_directory("d/e");
    ck_assert(told());
    follow("d/e/f");
    folder_directory("d/e/f");
    ck_assert(told());
    follow("d/e/f");
    folder_write("d/e/f/a.yaml", "x");
    ck_assert(told());
}
END_TEST

START_TEST(a_link_that_is_swapped_is_told)
{
    folder_directory("1");
    folder_directory("2");
    folder_directory("l");
    folder_link("../1", "l/now");
    follow("l/now");
    folder_link("../2", "l/new");
    char from[4096];
    snprintf(from, sizeof(from), "%s", folder_file("l/new"));
    ck_assert(!told());
    ck_assert_int_eq(rename(from, folder_file("l/now")), 0);
    ck_assert(told());
    follow("l/now");
    folder_write("1/a.yaml", "x");
    ck_assert(!told());
    folder_write("2/a.yaml", "x");
    ck_assert(told());
}
END_TEST

START_TEST(the_target_of_a_files_link_is_followed)
{
    folder_directory("d");
    folder_directory("elsewhere");
    folder_write("elsewhere/x", "x");
    folder_write("elsewhere/lever", "");
    folder_link("../elsewhere/x", "d/a.yaml");
    folder_link("../elsewhere/lever", "d/disabled");
    follow("d");
    folder_write("elsewhere/y", "y");
    folder_write("elsewhere/x", "y");
    ck_assert(told());
    folder_write("elsewhere/lever", "y");
    ck_assert(told());
}
END_TEST

START_TEST(two_names_in_one_directory_both_count)
{
    folder_write("a.yaml", "x");
    folder_write("b.yaml", "x");
    follow("a.yaml:b.yaml");
    folder_write("a.yaml", "y");
    ck_assert(told());
    folder_write("b.yaml", "y");
    ck_assert(told());
}
END_TEST

START_TEST(thousands_of_swaps_leave_no_watch_behind)
{
    char name[32];

    folder_directory("0");
    folder_link("0", "now");
    follow("now");
    size_t count = notify.count;
    for (int i = 1; i < 1000; i++) {
        snprintf(name, sizeof(name), "%d", i);
        folder_directory(name);
        unlink(folder_file("now"));
        folder_link(name, "now");
        follow("now");
        ck_assert_uint_eq(notify.count, count);
    }
}
END_TEST

START_TEST(a_watch_that_was_dropped_is_not_told_of)
{
    folder_directory("1");
    folder_directory("2");
    follow("1");
    follow("2");
    folder_write("1/a.yaml", "x");
    ck_assert(!told());
}
END_TEST

START_TEST(a_queue_that_overflowed_counts)
{
    follow(".");
    overflow = true;
    ck_assert(told());
}
END_TEST

START_TEST(what_the_kernel_refuses_is_said_and_tried_again)
{
    init_error = EMFILE;
    follow(".");
    ck_assert_int_eq(notify.error, EMFILE);
    ck_assert(!notify.descriptor.open);
    init_error = 0;
    add_error = ENOSPC;
    follow(".");
    ck_assert_int_eq(notify.error, ENOSPC);
    add_after = 1;
    follow(".");
    ck_assert_int_eq(notify.error, ENOSPC);
    add_error = 0;
    follow(".");
    ck_assert_int_eq(notify.error, 0);
    folder_write("a.yaml", "x");
    ck_assert(told());
}
END_TEST

START_TEST(file_systems_that_others_write_to_are_known)
{
    follow(".");
    type = 0x6969; /* NFS */
    follow(".");
    ck_assert(notify.remote);
    type = 0xFF534D42; /* CIFS */
    follow(".");
    ck_assert(notify.remote);
    type = 0xEF53; /* ext4 */
    follow(".");
    ck_assert(!notify.remote);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("notify");
    TCase *cases = tcase_create("notify");

    tcase_set_timeout(cases, 60);
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, changes_of_files_are_told);
    tcase_add_test(cases, reading_is_not_told);
    tcase_add_test(cases, beside_a_directory_only_its_own_name_counts);
    tcase_add_test(cases, a_directory_that_appears_is_told_and_then_followed);
    tcase_add_test(cases, a_link_that_is_swapped_is_told);
    tcase_add_test(cases, the_target_of_a_files_link_is_followed);
    tcase_add_test(cases, two_names_in_one_directory_both_count);
    tcase_add_test(cases, thousands_of_swaps_leave_no_watch_behind);
    tcase_add_test(cases, a_watch_that_was_dropped_is_not_told_of);
    tcase_add_test(cases, a_queue_that_overflowed_counts);
    tcase_add_test(cases, what_the_kernel_refuses_is_said_and_tried_again);
    tcase_add_test(cases, file_systems_that_others_write_to_are_known);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
