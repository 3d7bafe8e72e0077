/* test_search.c - layers, masks, and what a search path or a command line may name. */
#include "engine/store/search.h"

#include "tests/engine/store/folder.h"

#include <fcntl.h>

static struct retry_search search;

/* The search as "layer path" or "layer path (why it is skipped)", a line each. */
static const char *told(void)
{
    size_t length = 0;

    folder.text[0] = '\0';
    for (size_t i = 0; i < search.count && length < sizeof folder.text; i++) {
        const struct retry_found *found = &search.found[i];
        length += (size_t)snprintf(folder.text + length, sizeof folder.text - length, "%u %s", found->layer,
                                   folder_inside(found->path));
        if (length < sizeof folder.text && found->skipped)
            length += (size_t)snprintf(folder.text + length, sizeof folder.text - length, " (%s)", found->skipped);
        if (length < sizeof folder.text)
            length += (size_t)snprintf(folder.text + length, sizeof folder.text - length, "\n");
    }
    retry__search_done(&search);
    return folder.text;
}

static const char *path_told(const char *names)
{
    ck_assert(retry__search_path(&search, folder_path(names), NULL, folder.report));
    return told();
}

static void two_directories(void)
{
    folder_directory("high");
    folder_directory("low");
    folder_write("high/b.yaml", "");
    folder_write("low/a.yaml", "");
    folder_write("low/c.yaml", "");
}

START_TEST(each_directory_is_a_layer_highest_first)
{
    two_directories();
    ck_assert_str_eq(path_told("high:low"), "0 high/b.yaml\n1 low/a.yaml\n1 low/c.yaml\n");
    ck_assert_str_eq(path_told("low:high"), "0 low/a.yaml\n0 low/c.yaml\n1 high/b.yaml\n");
}
END_TEST

START_TEST(file_named_directly_has_its_own_layer)
{
    two_directories();
    ck_assert_str_eq(path_told("low/c.yaml:high:low/a.yaml"), "0 low/c.yaml\n1 high/b.yaml\n2 low/a.yaml\n");
}
END_TEST

START_TEST(name_in_a_higher_directory_masks_the_lower_one)
{
    char expected[256];

    two_directories();
    folder_write("high/a.yaml", "");
    snprintf(expected, sizeof expected,
             "0 high/a.yaml\n0 high/b.yaml\n1 low/a.yaml (masked by %s/high/a.yaml)\n1 low/c.yaml\n", folder.path);
    ck_assert_str_eq(path_told("high:low"), expected);
}
END_TEST

START_TEST(link_to_dev_null_masks_the_lower_one)
{
    char expected[256];

    two_directories();
    folder_link("/dev/null", "high/c.yaml");
    snprintf(expected, sizeof expected,
             "0 high/b.yaml\n0 high/c.yaml (is a link to /dev/null)\n1 low/a.yaml\n1 low/c.yaml (masked by "
             "%s/high/c.yaml)\n",
             folder.path);
    ck_assert_str_eq(path_told("high:low"), expected);
}
END_TEST

START_TEST(litter_masks_nothing)
{
    two_directories();
    folder_write("high/a.yaml~", "");
    folder_write("low/a.yaml~", "");
    ck_assert_str_eq(path_told("high:low"), "0 high/a.yaml~ (does not end in .yaml, .yml or .json)\n0 high/b.yaml\n"
                                            "1 low/a.yaml\n1 low/a.yaml~ (does not end in .yaml, .yml or .json)\n"
                                            "1 low/c.yaml\n");
}
END_TEST

START_TEST(file_named_directly_masks_nothing)
{
    two_directories();
    folder_write("a.yaml", "");
    ck_assert_str_eq(path_told("a.yaml:low"), "0 a.yaml\n1 low/a.yaml\n1 low/c.yaml\n");
}
END_TEST

START_TEST(named_element_must_exist)
{
    two_directories();
    ck_assert(!retry__search_path(&search, folder_path("nowhere:high:neither"), NULL, folder.report));
    retry__search_done(&search);
    ck_assert_str_eq(folder_findings(), "nowhere:0:0 cannot-read\nneither:0:0 cannot-read\n");
    ck_assert(folder.report->io);
}
END_TEST

START_TEST(variable_gives_the_path_and_an_argument_beats_it)
{
    two_directories();
    ck_assert_int_eq(setenv("RETRY_POLICY_PATH", folder_path("high"), 1), 0);
    ck_assert(retry__search_path(&search, NULL, NULL, folder.report));
    ck_assert_str_eq(told(), "0 high/b.yaml\n");
    ck_assert_str_eq(path_told("low/a.yaml"), "0 low/a.yaml\n");
}
END_TEST

/* What the built-in directories hold on this machine is not known here: only that they stand where they belong. */
START_TEST(empty_element_is_the_built_in_path_at_its_place)
{
    struct retry_search alone = {0};
    char path[160];

    two_directories();
    ck_assert(retry__search_path(&alone, "", NULL, folder.report));
    snprintf(path, sizeof path, "%s/high::%s/low/a.yaml:", folder.path, folder.path);
    ck_assert(retry__search_path(&search, path, NULL, folder.report));
    ck_assert_uint_eq(search.count, alone.count + 2);
    ck_assert_str_eq(folder_inside(search.found[0].path), "high/b.yaml");
    ck_assert_str_eq(folder_inside(search.found[search.count - 1].path), "low/a.yaml");
    ck_assert_uint_eq(search.found[search.count - 1].layer, 4);
    retry__search_done(&alone);
    retry__search_done(&search);
}
END_TEST

START_TEST(programs_have_directories_of_their_own)
{
    char path[160];

    snprintf(path, sizeof path, ":%s/a.yaml", folder.path);
    folder_write("a.yaml", "");
    ck_assert(retry__search_path(&search, path, "no-such-program", folder.report));
    ck_assert_uint_eq(search.found[search.count - 1].layer, 6);
    retry__search_done(&search);
}
END_TEST

START_TEST(path_is_kept_as_it_was_written)
{
    ck_assert_int_eq(chdir(folder.path), 0);
    folder_directory("d");
    folder_write("d/a.yaml", "");
    ck_assert(retry__search_path(&search, "./d:d/:./d/a.yaml", NULL, folder.report));
    ck_assert_str_eq(told(), "0 ./d/a.yaml\n1 d/a.yaml (masked by ./d/a.yaml)\n2 ./d/a.yaml\n");
}
END_TEST

static const char *names_told(const char *first, const char *second, const char *third)
{
    char texts[3][32];
    char *names[3] = {texts[0], texts[1], texts[2]};

    ck_assert_int_eq(chdir(folder.path), 0);
    snprintf(texts[0], sizeof texts[0], "%s", first);
    snprintf(texts[1], sizeof texts[1], "%s", second);
    snprintf(texts[2], sizeof texts[2], "%s", third);
    ck_assert(retry__search_names(&search, names, 3, folder.report));
    return told();
}

START_TEST(names_of_a_command_line_are_one_layer)
{
    two_directories();
    folder_write("high/a.yaml", "");
    folder_write("x.txt", "");
    ck_assert_str_eq(names_told("x.txt", "low", "high"),
                     "0 x.txt\n0 low/a.yaml\n0 low/c.yaml\n0 high/a.yaml\n0 high/b.yaml\n");
}
END_TEST

START_TEST(what_an_earlier_name_led_to_is_skipped)
{
    two_directories();
    ck_assert_str_eq(names_told("low/c.yaml", "./low", "low/../low/a.yaml"),
                     "0 low/c.yaml\n0 ./low/a.yaml\n0 ./low/c.yaml (named twice)\n0 low/../low/a.yaml (named twice)\n");
}
END_TEST

/* A program would read both and refuse what they define twice; so must a check. */
START_TEST(two_links_in_one_directory_are_two_files)
{
    folder_directory("d");
    folder_write("a.yaml", "");
    folder_link("../a.yaml", "d/x.yaml");
    folder_link("../a.yaml", "d/y.yaml");
    folder_directory("e");
    folder_directory("f");
    ck_assert_str_eq(names_told("d", "e", "f"), "0 d/x.yaml\n0 d/y.yaml\n");
}
END_TEST

START_TEST(standard_input_is_read_once)
{
    folder_write("-", "");
    ck_assert_str_eq(names_told("-", "./-", "-"), "0 -\n0 ./-\n0 - (named twice)\n");
    ck_assert_int_eq(chdir(folder.path), 0);
    ck_assert(retry__search_path(&search, "-", NULL, folder.report));
    ck_assert(!search.found[0].stream);
    retry__search_done(&search);
}
END_TEST

START_TEST(name_of_a_command_line_must_exist)
{
    char nowhere[] = "/nonexistent/a.yaml", nothing[] = "";

    ck_assert(!retry__search_names(&search, (char *const[]){nowhere, nothing}, 2, folder.report));
    retry__search_done(&search);
    ck_assert_str_eq(folder_findings(), "/nonexistent/a.yaml:0:0 cannot-read\n'':0:0 cannot-read\n");
}
END_TEST

/* Searches, lets the folder be changed, and searches again. */
static bool same_after(void (*change)(void))
{
    struct retry_search again = {0};

    ck_assert(retry__search_path(&search, folder_path("high:low"), NULL, folder.report));
    change();
    ck_assert(retry__search_path(&again, folder_path("high:low"), NULL, folder.report));
    bool same = retry__search_same(&search, &again);
    ck_assert(retry__search_same(&again, &search) == same);
    retry__search_done(&search);
    retry__search_done(&again);
    return same;
}

static void change_litter(void)
{
    folder_write("low/a.yaml.new", "");
    folder_write("low/b.yaml", "masked");
}

static void change_text(void)
{
    folder_write("low/c.yaml", "version: 1");
}

static void add_file(void)
{
    folder_write("low/d.yaml", "");
}

static void remove_file(void)
{
    ck_assert_int_eq(unlink(folder_file("low/c.yaml")), 0);
}

static void change_time(void)
{
    const struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = 1}};

    ck_assert_int_eq(utimensat(AT_FDCWD, folder_file("low/a.yaml"), times, 0), 0);
}

START_TEST(searches_are_the_same_while_files_that_are_read_stand_still)
{
    two_directories();
    ck_assert(same_after(change_litter));
    ck_assert(!same_after(change_text));
    ck_assert(!same_after(change_time));
    ck_assert(!same_after(add_file));
    ck_assert(!same_after(remove_file));
    ck_assert(same_after(change_litter));
}
END_TEST

FOLDER_MAIN("search", each_directory_is_a_layer_highest_first, file_named_directly_has_its_own_layer,
            name_in_a_higher_directory_masks_the_lower_one, link_to_dev_null_masks_the_lower_one, litter_masks_nothing,
            file_named_directly_masks_nothing, named_element_must_exist,
            variable_gives_the_path_and_an_argument_beats_it, empty_element_is_the_built_in_path_at_its_place,
            programs_have_directories_of_their_own, path_is_kept_as_it_was_written,
            names_of_a_command_line_are_one_layer, what_an_earlier_name_led_to_is_skipped,
            two_links_in_one_directory_are_two_files, standard_input_is_read_once, name_of_a_command_line_must_exist,
            searches_are_the_same_while_files_that_are_read_stand_still)
