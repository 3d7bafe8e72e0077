/* test_route.c - the meaning of a path hangs on the directory of its name, on links and on what is missing. */
#include "engine/live/route.h"

#include "tests/engine/store/folder.h"

static char shown[8192];

/* "DIRECTORY NAME", a * where all names count, a ! where contents do; those above the folder left out. */
static void show(void *context, const char *directory, const char *name, bool contents)
{
    size_t length = strlen(shown);

    (void)context;
    if (strncmp(directory, folder.path, strlen(folder.path)) == 0)
        snprintf(shown + length, sizeof(shown) - length, "%s%s %s%s", length ? "\n" : "", folder_inside(directory),
                 name ? name : "*", contents ? "!" : "");
}

static const char *route(const char *name)
{
    char path[4096];

    snprintf(path, sizeof(path), "%s", folder_file(name));
    *shown = '\0';
    retry__route(path, show, NULL);
    for (char *at; (at = strstr(shown, folder.path)) != NULL;)
        memmove(at + 1, at + strlen(folder.path), strlen(at + strlen(folder.path)) + 1), *at = '.';
    return shown;
}

START_TEST(a_directory_is_shown_whole_and_its_name_in_what_holds_it)
{
    folder_directory("d");
    ck_assert_str_eq(route("d"), ". d\nd *!");
    ck_assert_str_eq(route("d/"), ". d\nd *!");
}
END_TEST

START_TEST(a_file_counts_by_its_name)
{
    folder_directory("d");
    folder_write("d/a.yaml", "x");
    ck_assert_str_eq(route("d/a.yaml"), "d a.yaml!");
}
END_TEST

START_TEST(what_is_missing_counts_in_the_nearest_directory)
{
    folder_directory("d");
    ck_assert_str_eq(route("d/e/f"), "d e");
    folder_write("file", "x");
    ck_assert_str_eq(route("file/f"), ". file");
}
END_TEST

START_TEST(each_link_on_the_way_counts_where_it_lies)
{
    folder_directory("releases");
    folder_directory("releases/1");
    folder_directory("releases/1/p");
    folder_link("releases/1", "current");
    folder_link("current/p", "in");
    ck_assert_str_eq(route("in"), ". in\n. current\nreleases/1 p\nreleases/1/p *!");
}
END_TEST

START_TEST(a_link_may_say_the_whole_path)
{
    folder_directory("d");
    folder_directory("d/e");
    char target[4096];
    snprintf(target, sizeof(target), "%s", folder_file("d"));
    folder_link(target, "l");
    ck_assert_str_eq(route("l/e"), ". l\nd e\nd/e *!");
}
END_TEST

START_TEST(a_circle_of_links_ends)
{
    folder_link("b", "a");
    folder_link("a", "b");
    const char *text = route("a");
    size_t lines = 1;
    for (; *text; text++)
        lines += *text == '\n';
    ck_assert_uint_eq(lines, 41);
}
END_TEST

START_TEST(names_and_paths_beyond_all_limits_are_left_alone)
{
    char path[6000];

    memset(path, 'x', sizeof(path) - 1);
    path[sizeof(path) - 1] = '\0';
    retry__route(path, show, NULL);
    path[300] = '\0';
    retry__route(path, show, NULL);
    retry__route("", show, NULL);
    ck_assert_str_eq(shown, "");
}
END_TEST

static unsigned wholes;

static void count(void *context, const char *directory, const char *name, bool contents)
{
    (void)context;
    (void)contents;
    wholes += !name && (strcmp(directory, "/") == 0 || strcmp(directory, ".") == 0);
}

START_TEST(the_root_and_the_current_directory_are_directories)
{
    retry__route("/", count, NULL);
    ck_assert_uint_eq(wholes, 1);
    retry__route(".", count, NULL);
    ck_assert_uint_eq(wholes, 2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("route");
    TCase *cases = tcase_create("route");

    tcase_add_checked_fixture(cases, folder_set_up, folder_tear_down);
    tcase_add_test(cases, a_directory_is_shown_whole_and_its_name_in_what_holds_it);
    tcase_add_test(cases, a_file_counts_by_its_name);
    tcase_add_test(cases, what_is_missing_counts_in_the_nearest_directory);
    tcase_add_test(cases, each_link_on_the_way_counts_where_it_lies);
    tcase_add_test(cases, a_link_may_say_the_whole_path);
    tcase_add_test(cases, a_circle_of_links_ends);
    tcase_add_test(cases, names_and_paths_beyond_all_limits_are_left_alone);
    tcase_add_test(cases, the_root_and_the_current_directory_are_directories);
    suite_add_tcase(suite, cases);
    return suite_run(suite);
}
