/* test_trust.c - which modes are safe, of files, directories, what stands above them and what links lead to. */
#include "engine/store/trust.h"

#include "engine/retry.h"
#include "tests/engine/store/trusting.h"

#include <fcntl.h>

/* ---- modes --------------------------------------------------------------------------------------- */

START_TEST(what_nobody_else_may_write_is_right)
{
    make("d", "d/a.yaml", RIGHT);
    expect_safe("d");
    expect_safe("d/a.yaml");
}
END_TEST

START_TEST(file_that_everybody_may_write_is_unsafe)
{
    char expected[256];

    make("d", "d/a.yaml", RIGHT);
    set_mode("d/a.yaml", 0666);
    expect_unsafe("d", "d/a.yaml");
    snprintf(expected, sizeof expected, "'%s/d/a.yaml' may be written by everybody (mode 0666)", folder.path);
    ck_assert_str_eq(folder_message(0), expected);
    snprintf(expected, sizeof expected, "chmod o-w %s/d/a.yaml", folder.path);
    ck_assert_str_eq(help_of(0), expected);
    ck_assert(!folder.report->io);
}
END_TEST

START_TEST(directory_that_everybody_may_write_is_unsafe)
{
    char expected[256];

    make("d", "d/a.yaml", RIGHT);
    set_mode("d", 0777);
    expect_unsafe("d", "d");
    snprintf(expected, sizeof expected, "'%s/d' may be written by everybody (mode 0777)", folder.path);
    ck_assert_str_eq(folder_message(0), expected);
}
END_TEST

/* Nobody can take files away there, but everybody can add some. */
START_TEST(sticky_bit_does_not_save_a_directory_of_policies)
{
    make("d", "d/a.yaml", RIGHT);
    set_mode("d", 01777);
    expect_unsafe("d", "d");
}
END_TEST

START_TEST(directory_above_that_everybody_may_write_is_unsafe)
{
    folder_directory("p");
    make("p/q", "p/q/b.yaml", RIGHT);
    make("p/q/d", "p/q/d/a.yaml", RIGHT);
    set_mode("p", 0777);
    expect_unsafe("p/q/d", "p");
    expect_unsafe("p/q/d/a.yaml", "p");
}
END_TEST

START_TEST(sticky_bit_saves_a_directory_above)
{
    make("p", "p/a.yaml", RIGHT);
    make("p/d", "p/d/a.yaml", RIGHT);
    set_mode("p", 01777);
    expect_safe("p/d");
    expect_safe("p/a.yaml");
}
END_TEST

START_TEST(group_may_write)
{
    folder_directory("p");
    set_mode("p", 0770);
    make("p/d", "p/d/a.yaml", RIGHT);
    set_mode("p/d", 0775);
    set_mode("p/d/a.yaml", 0664);
    expect_safe("p/d");
}
END_TEST

START_TEST(what_is_refused_is_not_parsed)
{
    make("d", "d/a.yaml", WRONG);
    make("e", "e/b.yaml", WRONG);
    set_mode("d/a.yaml", 0666);
    set_mode("e", 0777);
    ck_assert_str_eq(loaded(RETRY_TRUST_REFUSE, "d:e"), "e:0:0 untrusted\nd/a.yaml:0:0 untrusted\nrefused");
    ck_assert_ptr_nonnull(strstr(loaded(RETRY_TRUST_WARN, "d:e"), "version\n"));
}
END_TEST

START_TEST(directory_above_many_is_told_once)
{
    folder_directory("p");
    make("p/d", "p/d/a.yaml", "version: 1\n");
    make("p/e", "p/e/b.yaml", RIGHT);
    folder_link("../d/a.yaml", "p/e/c.yaml");
    set_mode("p", 0777);
    ck_assert_str_eq(loaded(RETRY_TRUST_WARN, "p/e:p/d:p/d/a.yaml"), "p:0:0 exposed\naccepted");
    ck_assert_str_eq(loaded(RETRY_TRUST_REFUSE, "p/e:p/d:p/d/a.yaml"), "p:0:0 untrusted\nrefused");
}
END_TEST

START_TEST(relative_path_has_directories_above_it_too)
{
    folder_directory("p");
    make("p/d", "p/d/a.yaml", RIGHT);
    set_mode("p", 0777);
    ck_assert_int_eq(chdir(folder_file("p")), 0);
    ck_assert_str_eq(loaded_path(RETRY_TRUST_WARN, "d"), "p:0:0 exposed\naccepted");
    ck_assert_str_eq(loaded_path(RETRY_TRUST_WARN, "./d/../d//a.yaml"), "p:0:0 exposed\naccepted");
    ck_assert_int_eq(chdir(folder_file("p/d")), 0);
    ck_assert_str_eq(loaded_path(RETRY_TRUST_REFUSE, "."), "p:0:0 untrusted\nrefused");
    set_mode("p", 0755);
    ck_assert_str_eq(loaded_path(RETRY_TRUST_REFUSE, "."), "accepted");
}
END_TEST

/* ---- links --------------------------------------------------------------------------------------- */

START_TEST(target_of_a_link_is_judged)
{
    make_link("../e/a.yaml");
    expect_safe("d");
    set_mode("e/a.yaml", 0666);
    expect_unsafe("d", "d/a.yaml");
}
END_TEST

START_TEST(directory_of_a_target_is_judged)
{
    make_link("../e/a.yaml");
    set_mode("e", 0777);
    expect_unsafe("d", "e");
    expect_unsafe("d/a.yaml", "e");
}
END_TEST

START_TEST(link_from_the_root_is_followed)
{
    char target[128];

    snprintf(target, sizeof target, "%s/e/a.yaml", folder.path);
    make_link(target);
    expect_safe("d");
    set_mode("e", 0777);
    expect_unsafe("d", "e");
}
END_TEST

START_TEST(directory_of_a_link_in_between_is_judged)
{
    make_link("../f/x");
    folder_link("../e/a.yaml", "f/x");
    expect_safe("d");
    set_mode("f", 0777);
    expect_unsafe("d", "f");
    expect_unsafe("d/a.yaml", "f");
}
END_TEST

START_TEST(directory_of_a_link_to_a_directory_is_judged)
{
    make_link("../e/a.yaml");
    folder_link("../e", "f/x");
    set_mode("f", 0777);
    expect_unsafe("f/x", "f");
    expect_unsafe("f/x/a.yaml", "f");
    expect_unsafe("f/x/../e", "f");
}
END_TEST

START_TEST(config_map_is_followed)
{
    folder_directory("d");
    set_mode("d", 0755);
    make("d/..2024_1", "d/..2024_1/a.yaml", RIGHT);
    folder_link("..2024_1", "d/..data");
    folder_link("..data/a.yaml", "d/a.yaml");
    expect_safe("d");
    set_mode("d/..2024_1", 0777);
    expect_unsafe("d", "d/..2024_1");
}
END_TEST

/* ---- the judge alone ------------------------------------------------------------------------------ */

START_TEST(path_that_leads_elsewhere_is_refused)
{
    int descriptor;

    make("d", "d/a.yaml", RIGHT);
    make("e", "e/a.yaml", RIGHT);
    descriptor = open(folder_file("d/a.yaml"), O_RDONLY);
    ck_assert(retry__trust_file(RETRY_TRUST_REFUSE, descriptor, folder_file("d/a.yaml"), true, folder.report));
    ck_assert(retry__trust_file(RETRY_TRUST_REFUSE, descriptor, "nowhere", false, folder.report));
    for (const char *const *name = (const char *const[]){"e/a.yaml", "d", "nowhere", NULL}; *name; name++) {
        ck_assert(retry__trust_file(RETRY_TRUST_WARN, descriptor, folder_file(*name), true, folder.report));
        ck_assert(!retry__trust_file(RETRY_TRUST_REFUSE, descriptor, folder_file(*name), true, folder.report));
    }
    ck_assert_str_eq(folder_findings(), "e/a.yaml:0:0 untrusted\nd:0:0 untrusted\nnowhere:0:0 untrusted\n");
    close(descriptor);
}
END_TEST

START_TEST(judgement_needs_no_report)
{
    int descriptor;

    make("d", "d/a.yaml", RIGHT);
    set_mode("d", 0777);
    descriptor = open(folder_file("d"), O_RDONLY | O_DIRECTORY);
    ck_assert(retry__trust_directory(RETRY_TRUST_IGNORE, descriptor, folder_file("d"), NULL));
    ck_assert(retry__trust_directory(RETRY_TRUST_WARN, descriptor, folder_file("d"), NULL));
    ck_assert(!retry__trust_directory(RETRY_TRUST_REFUSE, descriptor, folder_file("d"), NULL));
    close(descriptor);
}
END_TEST

START_TEST(root_refuses_in_built_in_directories_where_others_warn)
{
    ck_assert_int_eq(retry__trust_built_in(RETRY_TRUST_IGNORE), RETRY_TRUST_IGNORE);
    ck_assert_int_eq(retry__trust_built_in(RETRY_TRUST_REFUSE), RETRY_TRUST_REFUSE);
    ck_assert_int_eq(retry__trust_built_in(RETRY_TRUST_WARN), geteuid() ? RETRY_TRUST_WARN : RETRY_TRUST_REFUSE);
    if (geteuid() == 0) {
        ck_assert_int_eq(seteuid(STRANGER), 0);
        ck_assert_int_eq(retry__trust_built_in(RETRY_TRUST_WARN), RETRY_TRUST_WARN);
        ck_assert_int_eq(seteuid(0), 0);
    }
}
END_TEST

static int count_open(void)
{
    int count = 0;

    for (int descriptor = 0; descriptor < 256; descriptor++)
        count += fcntl(descriptor, F_GETFD) >= 0;
    return count;
}

START_TEST(judge_leaves_no_descriptor_open)
{
    int before = count_open();

    make_link("../e/a.yaml");
    expect_safe("d");
    set_mode("e", 0777);
    expect_unsafe("d", "e");
    ck_assert_int_eq(count_open(), before);
}
END_TEST

/* ---- a program ------------------------------------------------------------------------------------ */

/* What opening a catalogue over d ends with; the report keeps what it found. */
static retry_status open_status(bool strict)
{
    char path[sizeof folder.text];
    retry_options options = {.size = sizeof options, .path = path, .strict = strict};
    retry_catalogue *catalogue;
    retry_status status;

    snprintf(path, sizeof path, "%s", folder_file("d"));
    retry__report_free(folder.report);
    status = retry_catalogue_open(&options, &catalogue, &folder.report);
    retry_catalogue_free(catalogue);
    return status;
}

START_TEST(program_warns_and_a_strict_one_refuses)
{
    make("d", "d/a.yaml", RIGHT);
    ck_assert_int_eq(open_status(true), RETRY_OK);
    ck_assert_str_eq(folder_findings(), "");
    set_mode("d", 0777);
    ck_assert_int_eq(open_status(false), RETRY_OK);
    ck_assert_str_eq(folder_findings(), "d:0:0 exposed\n");
    ck_assert_int_eq(open_status(true), RETRY_EPOLICY);
    ck_assert_str_eq(folder_findings(), "d:0:0 untrusted\n");
}
END_TEST

FOLDER_MAIN("trust", what_nobody_else_may_write_is_right, file_that_everybody_may_write_is_unsafe,
            directory_that_everybody_may_write_is_unsafe, sticky_bit_does_not_save_a_directory_of_policies,
            directory_above_that_everybody_may_write_is_unsafe, sticky_bit_saves_a_directory_above, group_may_write,
            what_is_refused_is_not_parsed, directory_above_many_is_told_once,
            relative_path_has_directories_above_it_too, target_of_a_link_is_judged, directory_of_a_target_is_judged,
            link_from_the_root_is_followed, directory_of_a_link_in_between_is_judged,
            directory_of_a_link_to_a_directory_is_judged, config_map_is_followed, path_that_leads_elsewhere_is_refused,
            judgement_needs_no_report, root_refuses_in_built_in_directories_where_others_warn,
            judge_leaves_no_descriptor_open, program_warns_and_a_strict_one_refuses)
