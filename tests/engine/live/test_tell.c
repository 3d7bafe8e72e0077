/* test_tell.c - each load leaves one line that says what came of it. */
#include "engine/live/tell.h"

#include "engine/live/load.h"
#include "tests/engine/world.h"

#include <errno.h>

#define TWO "version: 1\npolicies:\n  db: {limits: {max_attempts: 2}, backoff: {immediate: {}}}\n"
#define WRONG "version: 1\npolicies:\n  db: {limits: {max_attempt: 3}, backoff: {immediate: {}}}\n"
#define PAIR TWO "  dns: {limits: {max_attempts: 2}, backoff: {immediate: {}}}\n"

static struct world world;

static void open_world(void)
{
    world_open(&world, TWO);
}

static void close_world(void)
{
    world_close(&world);
}

/* Is the last line this one, `#` standing for a hash? */
static bool tells(const char *expected)
{
    const char *at = world.line;

    for (; *expected; expected++)
        if (*expected == '#') {
            if (strspn(at, "0123456789abcdef") != 16)
                return false;
            at += 16;
        } else if (*at++ != *expected) {
            return false;
        }
    return *at == '\0';
}

#define TELLS(expected) ck_assert_msg(tells(expected), "%s", world.line)
#define BEGINS(expected) ck_assert_msg(strncmp(world.line, expected, strlen(expected)) == 0, "%s", world.line)
#define HOLDS(part) ck_assert_msg(strstr(world.line, part), "%s", world.line)

START_TEST(an_accepted_load_counts_what_it_holds)
{
    TELLS("reload result=accepted trigger=first generation=1 new=# policies=1 files=1 warnings=0");
    ck_assert_int_eq(world.severity, RETRY_INFO);
    ck_assert_int_eq(world_reload(&world, PAIR), RETRY_OK);
    BEGINS("reload result=accepted trigger=reload generation=2 old=");
    HOLDS(" policies=2 files=1 warnings=0");
    ck_assert_uint_eq(world.lines, 2);
}
END_TEST

START_TEST(warnings_are_counted_and_orphans_are_not)
{
    ck_assert_int_eq(world_reload(&world, PAIR), RETRY_OK);
    world_get(&world, "dns");
    ck_assert_int_eq(world_reload(&world, TWO), RETRY_OK);
    HOLDS(" policies=1 files=1 warnings=1");
    HOLDS(" first_warning=\"the policy 'dns' is in use and no longer defined; its last definition lives on "
          "[orphaned]\"");
    ck_assert_int_eq(world.severity, RETRY_WARNING);
}
END_TEST

START_TEST(a_refused_load_tells_its_first_error)
{
    char first[256];

    ck_assert_int_eq(world_reload(&world, WRONG), RETRY_EPOLICY);
    BEGINS("reload result=refused trigger=reload generation=1 old=");
    snprintf(first, sizeof(first), " errors=1 first=\"%s:3:17: ", world.file);
    HOLDS(first);
    HOLDS(" [unknown-key]\"");
    ck_assert_int_eq(world.severity, RETRY_ERROR);
}
END_TEST

START_TEST(a_refused_first_load_tells_what_serves)
{
    retry_catalogue *other;
    retry_options options = world_options(&world);

    world_write(&world, WRONG);
    ck_assert_int_eq(retry_catalogue_open(&options, &other, NULL), RETRY_EPOLICY);
    BEGINS("reload result=refused trigger=first generation=0 new=");
    HOLDS(" errors=1 first=");
    options.defaults = TWO;
    ck_assert_int_eq(retry_catalogue_open(&options, &other, NULL), RETRY_EPOLICY);
    BEGINS("reload result=refused trigger=first generation=1 new=");
    HOLDS(" defaults_alone=true errors=1 first=");
    ck_assert_uint_eq(world.lines, 3);
    retry_catalogue_free(other);
}
END_TEST

START_TEST(a_watch_that_finds_nothing_new_says_nothing)
{
    ck_assert_int_eq(retry__live_reload(world.catalogue, RETRY_TRIGGER_WATCH, NULL), RETRY_OK);
    ck_assert_uint_eq(world.lines, 1);
}
END_TEST

START_TEST(a_revert_says_that_the_error_is_gone)
{
    world_write(&world, WRONG);
    ck_assert_int_eq(retry__live_reload(world.catalogue, RETRY_TRIGGER_WATCH, NULL), RETRY_EPOLICY);
    world_write(&world, TWO);
    ck_assert_int_eq(retry__live_reload(world.catalogue, RETRY_TRIGGER_WATCH, NULL), RETRY_OK);
    TELLS("reload result=unchanged trigger=watch generation=1 old=# new=# policies=1 files=1 warnings=0");
    ck_assert_int_eq(world.severity, RETRY_INFO);
    ck_assert_int_eq(retry__live_reload(world.catalogue, RETRY_TRIGGER_WATCH, NULL), RETRY_OK);
    ck_assert_uint_eq(world.lines, 3);
}
END_TEST

START_TEST(what_a_new_set_changes_is_told_where_it_is_known)
{
    struct retry_report report = {.count = 0};
    struct retry_outcome outcome = {.report = &report, .before = 1, .after = 2};

    snprintf(outcome.changes, sizeof(outcome.changes), "db: attempts \"6\" to 3");
    retry__tell(world.catalogue, &outcome);
    HOLDS(" warnings=0 changed=\"db: attempts \\\"6\\\" to 3\"");
}
END_TEST

START_TEST(warnings_are_told_whatever_comes_of_the_load)
{
    ck_assert_int_eq(chmod(world.file, 0666), 0);
    ck_assert_int_eq(retry__live_reload(world.catalogue, RETRY_TRIGGER_WATCH, NULL), RETRY_OK);
    BEGINS("reload result=unchanged trigger=watch generation=1 ");
    HOLDS(" warnings=1 first_warning=");
    ck_assert_int_eq(world.severity, RETRY_WARNING);
    world_write(&world, WRONG);
    ck_assert_int_eq(retry__live_reload(world.catalogue, RETRY_TRIGGER_WATCH, NULL), RETRY_EPOLICY);
    HOLDS(" errors=1 first=");
    HOLDS(" first_warning=");
    world_write(&world, TWO);
    ck_assert_int_eq(retry__live_reload(world.catalogue, RETRY_TRIGGER_WATCH, NULL), RETRY_OK);
    unsigned lines = world.lines;
    ck_assert_int_eq(retry__live_reload(world.catalogue, RETRY_TRIGGER_WATCH, NULL), RETRY_OK);
    ck_assert_uint_eq(world.lines, lines);
    ck_assert_int_eq(chmod(world.file, 0644), 0);
    ck_assert_int_eq(retry__live_reload(world.catalogue, RETRY_TRIGGER_WATCH, NULL), RETRY_OK);
    HOLDS("result=unchanged");
    HOLDS(" warnings=0");
}
END_TEST

START_TEST(control_bytes_of_a_file_name_are_escaped)
{
    char old[sizeof(world.file)];
    retry_catalogue *other;

    memcpy(old, world.file, sizeof(old));
    unlink(old);
    snprintf(world.file, sizeof(world.file), "%s/a\nb\x1b\".yaml", world.directory);
    world_write(&world, WRONG);
    retry_options options = world_options(&world);
    ck_assert_int_eq(retry_catalogue_open(&options, &other, NULL), RETRY_EPOLICY);
    HOLDS("/a\\\\x0Ab\\\\x1B\\\".yaml:3:17: ");
    ck_assert_ptr_null(strchr(world.line, '\n'));
}
END_TEST

START_TEST(a_value_that_is_too_long_is_cut_inside_of_its_quotes)
{
    struct retry_report report = {.count = 0};
    struct retry_outcome outcome = {.report = &report, .before = 1, .after = 2};

    for (size_t i = 0; i + 2 < sizeof(outcome.changes); i++)
        outcome.changes[i] = '"';
    retry__tell(world.catalogue, &outcome);
    size_t length = strlen(world.line);
    ck_assert_uint_lt(length, 2048);
    ck_assert_uint_gt(length, 1900);
    ck_assert_int_eq(world.line[length - 1], '"');
    ck_assert_int_eq(world.line[length - 2], '"');
    ck_assert_int_eq(world.line[length - 3], '\\');
}
END_TEST

START_TEST(an_error_without_a_place_is_told_without_numbers)
{
    unlink(world.file);
    ck_assert_int_eq(retry_catalogue_reload(world.catalogue, NULL), RETRY_EPOLICY);
    HOLDS(" first=\"<search path>: no file defines a policy any more, where files defined 1 [empty-document]\"");
}
END_TEST

START_TEST(a_want_of_memory_needs_no_report)
{
    const struct retry_outcome outcome = {.status = RETRY_ENOMEM};

    retry__tell(world.catalogue, &outcome);
    HOLDS("result=refused");
    HOLDS(" errors=1 first=\"out of memory [out-of-memory]\"");
}
END_TEST

START_TEST(levers_are_told_of_with_their_age)
{
    char lever[128];

    snprintf(lever, sizeof(lever), "%s/disabled", world.directory);
    FILE *stream = fopen(lever, "w");
    ck_assert_int_ge(fputs("db\ndns.*\n", stream), 0);
    ck_assert_int_eq(fclose(stream), 0);
    ck_assert_int_eq(retry__live_pull(world.catalogue, NULL), RETRY_OK);
    BEGINS("lever off=db by=/tmp/");
    HOLDS("/disabled since=2");
    HOLDS("Z more=1");
    ck_assert_int_eq(world.severity, RETRY_WARNING);
    stream = fopen(lever, "w");
    ck_assert_int_eq(fclose(stream), 0);
    ck_assert_int_eq(retry__live_pull(world.catalogue, NULL), RETRY_OK);
    BEGINS("lever off=\"*\" by=/tmp/");
    ck_assert_ptr_null(strstr(world.line, "more="));
    unlink(lever);
    ck_assert_int_eq(retry__live_pull(world.catalogue, NULL), RETRY_OK);
    ck_assert_str_eq(world.line, "lever on");
}
END_TEST

START_TEST(a_status_file_that_cannot_be_written_is_told_of)
{
    retry__tell_state_file(world.catalogue, "/run/a b.json", ENOSPC);
    ck_assert_str_eq(world.line, "status_file result=failed path=\"/run/a b.json\" error=\"No space left on device\"");
    retry__tell_state_file(world.catalogue, "/run/link", EEXIST);
    ck_assert_str_eq(world.line, "status_file result=failed path=/run/link error=\"it is there and no regular file\"");
}
END_TEST

START_TEST(the_programs_own_switch_is_not_told_to_the_program)
{
    retry__tell_switch(world.catalogue, true);
    ck_assert_uint_eq(world.lines, 1);
}
END_TEST

WORLD_MAIN_AROUND("tell", open_world, close_world, an_accepted_load_counts_what_it_holds,
                  warnings_are_counted_and_orphans_are_not, a_refused_load_tells_its_first_error,
                  a_refused_first_load_tells_what_serves, a_watch_that_finds_nothing_new_says_nothing,
                  a_revert_says_that_the_error_is_gone, what_a_new_set_changes_is_told_where_it_is_known,
                  warnings_are_told_whatever_comes_of_the_load, control_bytes_of_a_file_name_are_escaped,
                  a_value_that_is_too_long_is_cut_inside_of_its_quotes,
                  an_error_without_a_place_is_told_without_numbers, a_want_of_memory_needs_no_report,
                  levers_are_told_of_with_their_age, a_status_file_that_cannot_be_written_is_told_of,
                  the_programs_own_switch_is_not_told_to_the_program)
