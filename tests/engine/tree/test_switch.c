/* test_switch.c - the program's own switch counts its changes, and is shared with forked children. */
#include "engine/tree/switch.h"

#include "tests/suite.h"

#include <check.h>
#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

START_TEST(each_change_is_counted_and_odd_means_off)
{
    ck_assert_uint_eq(retry__switch_now(), 0);
    ck_assert(!retry__switch_throw(false));
    ck_assert(retry__switch_throw(true));
    ck_assert_uint_eq(retry__switch_now(), 1);
    ck_assert(!retry__switch_throw(true));
    ck_assert(retry__switch_throw(false));
    ck_assert_uint_eq(retry__switch_now(), 2);
}
END_TEST

START_TEST(it_says_since_when)
{
    uint64_t year_2020_ns = UINT64_C(1577836800000000000);

    retry__switch_throw(true);
    ck_assert_uint_gt(atomic_load(&retry__switch->since_ns), year_2020_ns);
}
END_TEST

START_TEST(a_child_and_its_parent_share_it)
{
    int status;

    retry__switch_set_up();
    retry__switch_throw(true);
    pid_t child = fork();
    if (child == 0)
        _exit(retry__switch_now() == 1 && retry__switch_throw(false) ? 0 : 1);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    ck_assert_uint_eq(retry__switch_now(), 2);
}
END_TEST

START_TEST(errno_is_left_alone)
{
    errno = 4711;
    retry__switch_throw(true);
    ck_assert_int_eq(errno, 4711);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("switch");
    TCase *cases = tcase_create("switch");

    tcase_add_test(cases, each_change_is_counted_and_odd_means_off);
    tcase_add_test(cases, it_says_since_when);
    tcase_add_test(cases, a_child_and_its_parent_share_it);
    tcase_add_test(cases, errno_is_left_alone);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
