/* test_trust_owners.c - whose files are safe, and that a read-only mount makes everything right; for root alone. */
#include "engine/store/trust.h"

#include "tests/engine/store/trusting.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>

#define CANNOT 77 /* how a child ends that may not mount */

START_TEST(file_of_a_stranger_is_unsafe)
{
    char expected[256];

    make("d", "d/a.yaml", RIGHT);
    set_owner("d/a.yaml", STRANGER);
    expect_unsafe("d", "d/a.yaml");
    snprintf(expected, sizeof expected, "'%s/d/a.yaml' belongs to uid 1001, neither root nor this process's user",
             folder.path);
    ck_assert_str_eq(folder_message(0), expected);
    snprintf(expected, sizeof expected, "chown root %s/d/a.yaml", folder.path);
    ck_assert_str_eq(help_of(0), expected);
}
END_TEST

START_TEST(directory_of_a_stranger_is_unsafe)
{
    folder_directory("p");
    make("p/d", "p/d/a.yaml", RIGHT);
    set_owner("p/d", STRANGER);
    expect_unsafe("p/d", "p/d");
    set_owner("p/d", 0);
    set_owner("p", STRANGER);
    set_mode("p", 01777);
    expect_unsafe("p/d", "p");
}
END_TEST

START_TEST(link_of_a_stranger_is_unsafe)
{
    char expected[256];

    make_link("../e/a.yaml");
    folder_link("e", "x");
    set_owner("x", STRANGER);
    expect_unsafe("x", "x");
    snprintf(expected, sizeof expected, "chown -h root %s/x", folder.path);
    ck_assert_str_eq(help_of(0), expected);
    set_owner("d/a.yaml", STRANGER);
    expect_unsafe("d", "d/a.yaml");
}
END_TEST

START_TEST(own_files_of_the_effective_user_are_right)
{
    make("d", "d/a.yaml", RIGHT);
    set_mode(".", 0755);
    set_owner("d", STRANGER);
    set_owner("d/a.yaml", STRANGER);
    ck_assert_int_eq(seteuid(STRANGER), 0);
    expect_safe("d");
    ck_assert_int_eq(seteuid(0), 0);
    set_owner("d/a.yaml", STRANGER + 1);
    ck_assert_int_eq(seteuid(STRANGER), 0);
    expect_unsafe("d", "d/a.yaml");
    ck_assert_int_eq(seteuid(0), 0);
}
END_TEST

/* Makes d a read-only mount of itself, for this process alone. */
static bool mount_read_only(void)
{
    return unshare(CLONE_NEWNS) == 0 && mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
           mount(folder_file("d"), folder_file("d"), NULL, MS_BIND, NULL) == 0 &&
           mount("none", folder_file("d"), NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL) == 0;
}

/* How a child ends that loads d, mounts it and loads it again. */
static int child_end(void)
{
    if (!mount_read_only())
        return CANNOT;
    return strcmp(loaded(RETRY_TRUST_REFUSE, "d"), "accepted") == 0 &&
                   strcmp(loaded(RETRY_TRUST_WARN, "d/a.yaml"), "accepted") == 0
               ? EXIT_SUCCESS
               : EXIT_FAILURE;
}

/* As a ConfigMap is mounted, by whoever owns it on the node. */
START_TEST(read_only_mount_makes_everything_right)
{
    int status;
    pid_t child;

    make("d", "d/b.yaml", "version: 1\n");
    make("d/..1", "d/..1/a.yaml", RIGHT);
    folder_link("..1", "d/..data");
    folder_link("..data/a.yaml", "d/a.yaml");
    for (const char *const *name =
             (const char *const[]){"d/b.yaml", "d/..1/a.yaml", "d/..data", "d/a.yaml", "d/..1", NULL};
         *name; name++)
        set_owner(*name, STRANGER);
    set_mode("d/b.yaml", 0666);
    set_mode("d/..1", 0777);
    set_mode("d", 01777);
    ck_assert_ptr_nonnull(strstr(loaded(RETRY_TRUST_REFUSE, "d"), "refused"));
    child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0)
        _exit(child_end());
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status));
    if (WEXITSTATUS(status) == CANNOT)
        fprintf(stderr, "read-only mounts are not tested: the kernel lets nobody mount here\n");
    else
        ck_assert_int_eq(WEXITSTATUS(status), EXIT_SUCCESS);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {file_of_a_stranger_is_unsafe, directory_of_a_stranger_is_unsafe,
                                  link_of_a_stranger_is_unsafe, own_files_of_the_effective_user_are_right,
                                  read_only_mount_makes_everything_right};

    if (geteuid() != 0) {
        fputs("owners and mounts are not tested: only root can give files away\n", stderr);
        return EXIT_SUCCESS;
    }
    return folder_run("trust_owners", tests, sizeof tests / sizeof tests[0]);
}
