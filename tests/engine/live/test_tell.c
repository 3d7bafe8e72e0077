/* test_tell.c - each load leaves one line that says what came of it. */
#include "engine/live/tell.h"
#include "tests/engine/world.h"

#define TWO "version: 1\npolicies:\n  db: {limits: {max_attempts: 2}, backoff: {immediate: {}}}\n"
#define WRONG "version: 1\npolicies:\n  db: {limits: {max_attempt: 3}, backoff: {immediate: {}}}\n"
#define PAIR TWO "  dns: {limits: {max_attempts: 2}, backoff: {immediate: {}}}\n"

START_TEST(an_accepted_load_counts_what_it_holds)
{
    struct world world;

    world_open(&world, TWO);
    ck_assert_str_eq(world.line, "generation 1: 1 policy from 1 file, 0 errors, 0 warnings");
    ck_assert_int_eq(world.severity, RETRY_INFO);
    ck_assert_int_eq(world_reload(&world, PAIR), RETRY_OK);
    ck_assert_str_eq(world.line, "generation 2: 2 policies from 1 file, 0 errors, 0 warnings");
    ck_assert_uint_eq(world.lines, 2);
    world_close(&world);
}
END_TEST

START_TEST(warnings_are_counted_and_orphans_are_not)
{
    struct world world;

    world_open(&world, PAIR);
    world_get(&world, "dns");
    ck_assert_int_eq(world_reload(&world, TWO), RETRY_OK);
    ck_assert_str_eq(world.line, "generation 2: 1 policy from 1 file, 0 errors, 1 warning");
    ck_assert_int_eq(world.severity, RETRY_WARNING);
    world_close(&world);
}
END_TEST

START_TEST(a_refused_load_tells_its_first_error)
{
    struct world world;
    char begin[256];

    world_open(&world, TWO);
    ck_assert_int_eq(world_reload(&world, WRONG), RETRY_EPOLICY);
    snprintf(begin, sizeof(begin), "kept generation 1: 1 error, first: %s:3:17: ", world.file);
    ck_assert_msg(strncmp(world.line, begin, strlen(begin)) == 0, "%s", world.line);
    ck_assert_ptr_nonnull(strstr(world.line, " [unknown-key]"));
    ck_assert_int_eq(world.severity, RETRY_ERROR);
    world_close(&world);
}
END_TEST

START_TEST(a_refused_first_load_tells_what_serves)
{
    struct world world;

    world_make(&world);
    world_write(&world, WRONG);
    retry_options options = world_options(&world);
    ck_assert_int_eq(retry_catalogue_open(&options, &world.catalogue, NULL), RETRY_EPOLICY);
    ck_assert_ptr_eq(strstr(world.line, "no policy is defined: 1 error, first: "), world.line);
    options.defaults = TWO;
    ck_assert_int_eq(retry_catalogue_open(&options, &world.catalogue, NULL), RETRY_EPOLICY);
    ck_assert_ptr_eq(strstr(world.line, "generation 1 holds the program's defaults alone: 1 error, first: "),
                     world.line);
    ck_assert_uint_eq(world.lines, 2);
    world_close(&world);
}
END_TEST

START_TEST(control_bytes_of_a_file_name_are_escaped)
{
    struct world world;

    world_make(&world);
    snprintf(world.file, sizeof(world.file), "%s/a\nb\x1b.yaml", world.directory);
    world_write(&world, WRONG);
    retry_options options = world_options(&world);
    ck_assert_int_eq(retry_catalogue_open(&options, &world.catalogue, NULL), RETRY_EPOLICY);
    ck_assert_ptr_nonnull(strstr(world.line, "/a\\x0Ab\\x1B.yaml:3:17: "));
    world_close(&world);
}
END_TEST

START_TEST(an_error_without_a_place_is_told_without_numbers)
{
    struct world world;

    world_open(&world, TWO);
    unlink(world.file);
    ck_assert_int_eq(retry_catalogue_reload(world.catalogue, NULL), RETRY_EPOLICY);
    ck_assert_str_eq(
        world.line,
        "kept generation 1: 1 error, first: <search path>: no file defines a policy any more, where files defined 1 "
        "[empty-document]");
    world_close(&world);
}
END_TEST

WORLD_MAIN("tell", an_accepted_load_counts_what_it_holds, warnings_are_counted_and_orphans_are_not,
           a_refused_load_tells_its_first_error, a_refused_first_load_tells_what_serves,
           control_bytes_of_a_file_name_are_escaped, an_error_without_a_place_is_told_without_numbers)
