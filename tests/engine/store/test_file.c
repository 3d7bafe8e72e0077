/* test_file.c - reading files that are whole, too large, no files at all, or unreadable. */
#include "engine/store/file.h"

#include "schema/limits.h"
#include "tests/engine/store/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

static struct retry_file file;

static bool read_named(const char *name)
{
    char path[160];

    snprintf(path, sizeof path, "%s/%s", folder.path, name);
    return retry__file_read(&(struct retry_found){.path = path}, &file, folder.report);
}

START_TEST(text_is_read_whole_and_ends_with_nul)
{
    struct stat status;

    folder_write("a.yaml", "version: 1\n");
    ck_assert(read_named("a.yaml"));
    ck_assert_uint_eq(file.source.size, 11);
    ck_assert_str_eq(file.source.text, "version: 1\n");
    ck_assert_str_eq(folder_inside(file.source.name), "a.yaml");
    ck_assert_int_eq(stat(file.source.name, &status), 0);
    ck_assert_uint_eq(file.inode, status.st_ino);
    ck_assert_uint_eq(file.device, status.st_dev);
}
END_TEST

START_TEST(empty_file_is_an_empty_text)
{
    folder_write("a.yaml", "");
    ck_assert(read_named("a.yaml"));
    ck_assert_uint_eq(file.source.size, 0);
    ck_assert_str_eq(file.source.text, "");
}
END_TEST

START_TEST(file_of_exactly_the_limit_is_read)
{
    folder_write("a.yaml", "x");
    ck_assert_int_eq(truncate(folder_file("a.yaml"), RETRY_LIMIT_FILE_BYTES), 0);
    ck_assert(read_named("a.yaml"));
    ck_assert_uint_eq(file.source.size, RETRY_LIMIT_FILE_BYTES);
}
END_TEST

START_TEST(larger_file_is_refused_with_both_figures)
{
    folder_write("a.yaml", "x");
    ck_assert_int_eq(truncate(folder_file("a.yaml"), RETRY_LIMIT_FILE_BYTES + 1), 0);
    ck_assert(!read_named("a.yaml"));
    ck_assert_str_eq(folder_findings(), "a.yaml:1:1 too-large\n");
    ck_assert_ptr_nonnull(strstr(folder_message(0), "has 4194305 bytes, the limit is 4194304"));
    ck_assert(!folder.report->io);
}
END_TEST

START_TEST(missing_file_is_named_with_errno)
{
    ck_assert(!read_named("a.yaml"));
    ck_assert_str_eq(folder_findings(), "a.yaml:0:0 cannot-read\n");
    ck_assert_ptr_nonnull(strstr(folder_message(0), "/a.yaml': No such file or directory (ENOENT)"));
    ck_assert(folder.report->io);
}
END_TEST

START_TEST(circle_of_links_is_named_with_errno)
{
    folder_link("a.yaml", "a.yaml");
    ck_assert(!read_named("a.yaml"));
    ck_assert_ptr_nonnull(strstr(folder_message(0), "(ELOOP)"));
}
END_TEST

START_TEST(link_is_followed)
{
    folder_write("target", "version: 1\n");
    folder_link("target", "a.yaml");
    ck_assert(read_named("a.yaml"));
    ck_assert_uint_eq(file.source.size, 11);
}
END_TEST

START_TEST(fifo_is_refused_without_waiting)
{
    ck_assert_int_eq(mkfifo(folder_file("a.yaml"), 0600), 0);
    ck_assert(!read_named("a.yaml"));
    ck_assert_str_eq(folder_findings(), "a.yaml:1:1 not-a-file\n");
    ck_assert_ptr_nonnull(strstr(folder_message(0), "is a fifo"));
    ck_assert(folder.report->io);
}
END_TEST

START_TEST(directory_is_refused)
{
    folder_directory("a.yaml");
    ck_assert(!read_named("a.yaml"));
    ck_assert_str_eq(folder_findings(), "a.yaml:1:1 not-a-file\n");
}
END_TEST

START_TEST(socket_is_refused)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);

    snprintf(address.sun_path, sizeof address.sun_path, "%s/a.yaml", folder.path);
    ck_assert_int_eq(bind(descriptor, (struct sockaddr *)&address, sizeof address), 0);
    ck_assert(!read_named("a.yaml"));
    ck_assert_str_eq(folder_findings(), "a.yaml:1:1 not-a-file\n");
    close(descriptor);
}
END_TEST

START_TEST(device_is_refused)
{
    ck_assert(!retry__file_read(&(struct retry_found){.path = "/dev/zero"}, &file, folder.report));
    ck_assert_str_eq(folder_findings(), "/dev/zero:1:1 not-a-file\n");
}
END_TEST

/* A file of /proc says that it has no bytes, and then has some: it never stands as it did. */
START_TEST(file_that_never_holds_still_is_given_up)
{
    ck_assert(!retry__file_read(&(struct retry_found){.path = "/proc/self/status"}, &file, folder.report));
    ck_assert_str_eq(folder_findings(), "/proc/self/status:0:0 changed-while-read\n");
    ck_assert(folder.report->io);
}
END_TEST

START_TEST(no_descriptor_is_left_open)
{
    int before = open("/dev/null", O_RDONLY), after;

    close(before);
    folder_write("a.yaml", "version: 1\n");
    ck_assert(read_named("a.yaml"));
    ck_assert(!retry__file_read(&(struct retry_found){.path = "/dev/zero"}, &(struct retry_file){0}, folder.report));
    after = open("/dev/null", O_RDONLY);
    close(after);
    ck_assert_int_eq(before, after);
}
END_TEST

/* A pipe whose writing end holds that text and is closed. */
static int pipe_with(const char *text)
{
    int ends[2];

    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq((int)write(ends[1], text, strlen(text)), (int)strlen(text));
    close(ends[1]);
    return ends[0];
}

START_TEST(stream_is_read_to_its_end)
{
    int descriptor = pipe_with("version: 1\n");

    ck_assert(retry__file_read_stream(descriptor, "<stdin>", &file, folder.report));
    ck_assert_str_eq(file.source.text, "version: 1\n");
    ck_assert_str_eq(file.source.name, "<stdin>");
    close(descriptor);
}
END_TEST

START_TEST(stream_of_exactly_the_limit_is_read)
{
    int descriptor;

    folder_write("a.yaml", "x");
    ck_assert_int_eq(truncate(folder_file("a.yaml"), RETRY_LIMIT_FILE_BYTES), 0);
    descriptor = open(folder_file("a.yaml"), O_RDONLY);
    ck_assert(retry__file_read_stream(descriptor, "<stdin>", &file, folder.report));
    ck_assert_uint_eq(file.source.size, RETRY_LIMIT_FILE_BYTES);
    close(descriptor);
}
END_TEST

START_TEST(endless_stream_is_refused)
{
    int descriptor = open("/dev/zero", O_RDONLY);

    ck_assert(!retry__file_read_stream(descriptor, "<stdin>", &file, folder.report));
    ck_assert_str_eq(folder_findings(), "<stdin>:1:1 too-large\n");
    close(descriptor);
}
END_TEST

START_TEST(closed_stream_is_named_with_errno)
{
    ck_assert(!retry__file_read_stream(-1, "<stdin>", &file, folder.report));
    ck_assert_str_eq(folder_message(0), "cannot read '<stdin>': Bad file descriptor (EBADF)");
}
END_TEST

START_TEST(text_in_memory_is_copied)
{
    char text[] = "version: 1\n";

    ck_assert(retry__file_from_text(text, "<defaults>", &file, folder.report));
    memset(text, 'x', sizeof text - 1);
    ck_assert_str_eq(file.source.text, "version: 1\n");
}
END_TEST

START_TEST(failure_without_a_report_is_silent)
{
    ck_assert(!retry__file_read(&(struct retry_found){.path = "/nonexistent"}, &file, NULL));
    ck_assert(!retry__file_read(&(struct retry_found){.path = "/dev/zero"}, &file, NULL));
}
END_TEST

FOLDER_MAIN("file", text_is_read_whole_and_ends_with_nul, empty_file_is_an_empty_text,
            file_of_exactly_the_limit_is_read, larger_file_is_refused_with_both_figures,
            missing_file_is_named_with_errno, circle_of_links_is_named_with_errno, link_is_followed,
            fifo_is_refused_without_waiting, directory_is_refused, socket_is_refused, device_is_refused,
            file_that_never_holds_still_is_given_up, no_descriptor_is_left_open, stream_is_read_to_its_end,
            stream_of_exactly_the_limit_is_read, endless_stream_is_refused, closed_stream_is_named_with_errno,
            text_in_memory_is_copied, failure_without_a_report_is_silent)
