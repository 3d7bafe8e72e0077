/* test_input.c - what a command of retry-lint loads is one state of the files, as it is for a program. */
#include "engine/lint/input.h"

#include "tests/engine/store/folder.h"

#include <fcntl.h>
#include <sys/syscall.h>

#define POLICY(name) "version: 1\npolicies: {" name ": {limits: {max_attempts: 1}}}\n"

static unsigned opened;    /* files, by a load */
static unsigned disturbed; /* how many of these times another file changes at once */

/* Stands in for the C library's, whose callers here only read, or do not ask whether anything changes. */
int open(const char *path, int flags, ...)
{
    int descriptor = (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0);

    if (++opened <= disturbed)
        folder_write("d/b.yaml", opened % 2 ? POLICY("b") : POLICY("longer"));
    return descriptor;
}

static void begin(struct retry_input *input, unsigned changes)
{
    char path[sizeof folder.text];
    char *names[] = {path};

    folder_directory("d");
    folder_write("d/a.yaml", POLICY("a"));
    folder_write("d/b.yaml", POLICY("first"));
    snprintf(path, sizeof path, "%s", folder_file("d"));
    opened = 0;
    disturbed = changes;
    ck_assert(retry__input_begin(input, &(struct retry_arguments){0}, names, 1));
    disturbed = 0;
}

START_TEST(half_of_a_change_is_never_shown)
{
    struct retry_input input;

    begin(&input, 1);
    ck_assert_uint_eq(opened, 4);
    ck_assert_uint_eq(input.report->count, 0);
    ck_assert_uint_eq(input.set->plan_count, 2);
    ck_assert_ptr_nonnull(retry__set_find(input.set, "b", 1));
    ck_assert_int_eq(retry__input_exit(&input, true), RETRY_EXIT_CLEAN);
    retry__input_end(&input);
}
END_TEST

START_TEST(files_that_keep_changing_are_trouble)
{
    struct retry_input input;

    begin(&input, 100);
    ck_assert_uint_eq(opened, 6);
    ck_assert_ptr_null(input.set);
    ck_assert_int_eq(retry__report_at(input.report, 0)->code, RETRY_FINDING_CHANGED);
    ck_assert_int_eq(retry__input_exit(&input, false), RETRY_EXIT_TROUBLE);
    retry__input_end(&input);
}
END_TEST

FOLDER_MAIN("input", half_of_a_change_is_never_shown, files_that_keep_changing_are_trouble)
