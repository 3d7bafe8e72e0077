/* test_replace.c - a file is all old or all new, and a failure leaves nothing behind. */
#include "engine/store/replace.h"

#include "tests/engine/store/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static const char *content(const char *name)
{
    static char text[256];
    FILE *stream = fopen(folder_file(name), "r");

    ck_assert_ptr_nonnull(stream);
    text[fread(text, 1, sizeof(text) - 1, stream)] = '\0';
    fclose(stream);
    return text;
}

static bool write_text(const void *text, FILE *stream)
{
    return fputs(text, stream) >= 0;
}

static int replace(const char *name, const char *text)
{
    char path[sizeof(folder.text)];

    memcpy(path, folder_file(name), sizeof(path));
    return retry__replace(path, &(struct retry_replacement){write_text, text, true});
}

static int entries(void)
{
    DIR *directory = opendir(folder.path);
    int count = -2; /* itself and its parent */

    while (readdir(directory))
        count++;
    closedir(directory);
    return count;
}

START_TEST(a_file_is_made_and_replaced)
{
    ck_assert_int_eq(replace("a", "one"), 0);
    ck_assert_str_eq(content("a"), "one");
    ck_assert_int_eq(replace("a", "two"), 0);
    ck_assert_str_eq(content("a"), "two");
    ck_assert_int_eq(entries(), 1);
}
END_TEST

START_TEST(a_directory_that_is_not_there_is_told)
{
    ck_assert_int_eq(replace("no/a", "one"), ENOENT);
    ck_assert_int_eq(entries(), 0);
}
END_TEST

START_TEST(a_link_is_neither_followed_nor_replaced)
{
    folder_write("a", "one");
    folder_link("a", "b");
    ck_assert_int_eq(replace("b", "two"), EEXIST);
    ck_assert_str_eq(content("a"), "one");
    ck_assert_int_eq(entries(), 2);
}
END_TEST

static bool give_up(const void *context, FILE *stream)
{
    (void)context;
    fputs("half", stream);
    errno = 0;
    return false;
}

START_TEST(what_is_not_all_there_is_not_written)
{
    folder_write("a", "one");
    char path[sizeof(folder.text)];
    memcpy(path, folder_file("a"), sizeof(path));
    ck_assert_int_eq(retry__replace(path, &(struct retry_replacement){give_up, NULL, false}), ENOMEM);
    ck_assert_str_eq(content("a"), "one");
    ck_assert_int_eq(entries(), 1);
}
END_TEST

START_TEST(what_cannot_be_replaced_stays)
{
    folder_directory("a");
    folder_write("a/inside", "");
    ck_assert_int_eq(replace("a", "one"), EEXIST);
    ck_assert_int_eq(entries(), 1);
}
END_TEST

/* A file size limit stands in for a disk that is full. */
static int replace_on_full_disk(void)
{
    struct rlimit none = {.rlim_cur = 0, .rlim_max = 0};

    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &none) != 0)
        return 99;
    return replace("a", "two");
}

START_TEST(a_full_disk_leaves_the_old_file)
{
    int status;

    ck_assert_int_eq(replace("a", "one"), 0);
    pid_t child = fork();
    if (child == 0)
        _exit(replace_on_full_disk());
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), EFBIG);
    ck_assert_str_eq(content("a"), "one");
    ck_assert_int_eq(entries(), 1);
}
END_TEST

START_TEST(a_draft_that_a_dead_process_left_is_no_hindrance)
{
    char draft[64];

    snprintf(draft, sizeof(draft), ".a.%ld.0.new", (long)getpid());
    folder_write(draft, "left");
    ck_assert_int_eq(replace("a", "one"), 0);
    ck_assert_str_eq(content("a"), "one");
    ck_assert_int_eq(entries(), 1);
}
END_TEST

START_TEST(a_name_that_is_too_long_is_told)
{
    char path[5000];

    memset(path, 'x', sizeof(path) - 1);
    path[sizeof(path) - 1] = '\0';
    ck_assert_int_eq(retry__replace(path, &(struct retry_replacement){write_text, "", false}), ENAMETOOLONG);
}
END_TEST

/* In a child that another thread forks: opens files of its own, by the numbers that are free, and writes out all
 * streams as an exit does. */
static void *fork_in_between(void *unused)
{
    char path[sizeof(folder.text)];
    int status;

    memcpy(path, folder_file("child"), sizeof(path));
    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < 8; i++)
            open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
        fflush(NULL);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return unused;
}

static bool write_and_fork(const void *text, FILE *stream)
{
    pthread_t thread;

    return fputs(text, stream) >= 0 && pthread_create(&thread, NULL, fork_in_between, NULL) == 0 &&
           pthread_join(thread, NULL) == 0;
}

START_TEST(a_child_that_is_forked_meanwhile_writes_nothing_to_its_own_files)
{
    char path[sizeof(folder.text)];

    memcpy(path, folder_file("a"), sizeof(path));
    ck_assert_int_eq(retry__replace(path, &(struct retry_replacement){write_and_fork, "one", false}), 0);
    ck_assert_str_eq(content("a"), "one");
    ck_assert_str_eq(content("child"), "");
}
END_TEST

FOLDER_MAIN("replace", a_file_is_made_and_replaced, a_link_is_neither_followed_nor_replaced,
            what_is_not_all_there_is_not_written, a_directory_that_is_not_there_is_told, what_cannot_be_replaced_stays,
            a_full_disk_leaves_the_old_file, a_draft_that_a_dead_process_left_is_no_hindrance,
            a_name_that_is_too_long_is_told, a_child_that_is_forked_meanwhile_writes_nothing_to_its_own_files)
