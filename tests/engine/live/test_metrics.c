/* test_metrics.c - a print tells of loads, of names, of what is switched off, and adds up. */
#include "engine/live/metrics.h"

#include "engine/live/load.h"
#include "tests/engine/live/printed.h"

#include <errno.h>
#include <sys/wait.h>

#define WRONG "version: 1\npolicies: {db: {limits: {max_attempt: 3}, backoff: {immediate: {}}}}\n"

static retry_call call;

static void begin_and_fail(void)
{
    ck_assert(retry_call_begin(&call, world_get(&world, "db"), NULL));
    ck_assert(retry_call_failed(&call, retry_errno(ECONNREFUSED), NULL).again);
}

static void pull(const char *lever)
{
    char file[128];

    snprintf(file, sizeof(file), "%s/disabled", world.directory);
    FILE *stream = fopen(file, "w");
    ck_assert_ptr_nonnull(stream);
    ck_assert_int_ge(fputs(lever, stream), 0);
    ck_assert_int_eq(fclose(stream), 0);
    ck_assert_int_eq(retry__live_pull(world.catalogue, NULL), RETRY_OK);
    unlink(file);
}

START_TEST(levers_are_shown_with_their_path)
{
    char line[300];

    pull("db\nstd.*\n");
    print();
    for (int i = 0; i < 2; i++) {
        snprintf(line, sizeof(line), "retry_lever_since_timestamp_seconds{policy=\"%s\",by=\"%s/disabled\"}",
                 i ? "std.*" : "db", world.directory);
        ck_assert_ptr_nonnull(find(line));
    }
    ck_assert_ptr_null(find("retry_lever_since_timestamp_seconds{policy=\"*\",by=\"retry_disable_all()\"}"));
    retry_disable_all(true);
    print();
    ck_assert_ptr_nonnull(find("retry_lever_since_timestamp_seconds{policy=\"*\",by=\"retry_disable_all()\"}"));
}
END_TEST

/* ---- the catalogue ------------------------------------------------------------------------------- */

static void expect_loads(uint64_t accepted, uint64_t refused, uint64_t unchanged)
{
    ck_assert_uint_eq(value("retry_reloads_total{result=\"accepted\"}"), accepted);
    ck_assert_uint_eq(value("retry_reloads_total{result=\"refused\"}"), refused);
    ck_assert_uint_eq(value("retry_reloads_total{result=\"unchanged\"}"), unchanged);
}

START_TEST(loads_are_counted_by_their_result)
{
    expect_loads(1, 0, 0);
    ck_assert_int_eq(world_reload(&world, WRONG), RETRY_EPOLICY);
    expect_loads(1, 1, 0);
    ck_assert_uint_eq(value("retry_last_reload_successful"), 0);
    world_write(&world, SLOW);
    ck_assert_int_eq(retry_check(world.catalogue, NULL), RETRY_OK);
    ck_assert_uint_eq(value("retry_last_reload_successful"), 0);
    ck_assert_int_eq(retry__live_reload(world.catalogue, RETRY_TRIGGER_WATCH, NULL), RETRY_OK);
    expect_loads(1, 1, 1);
    ck_assert_uint_eq(value("retry_last_reload_successful"), 1);
    ck_assert_int_eq(retry_catalogue_reload(world.catalogue, NULL), RETRY_OK);
    expect_loads(2, 1, 1);
    ck_assert_uint_eq(value("retry_set_generation"), 2);
}
END_TEST

START_TEST(a_refused_load_changes_no_time_but_its_own)
{
    const struct retry_tally *tally = &world.catalogue->tally;
    uint64_t success_ns = tally->success_ns, loaded_ns = tally->loaded_ns, since_ns = tally->running_since_ns;

    ck_assert_uint_gt(loaded_ns, 0);
    ck_assert_uint_eq(success_ns, loaded_ns);
    ck_assert_int_eq(world_reload(&world, WRONG), RETRY_EPOLICY);
    ck_assert_uint_ne(tally->attempt_ns, success_ns);
    ck_assert_uint_eq(tally->success_ns, success_ns);
    ck_assert_uint_eq(tally->loaded_ns, loaded_ns);
    world_write(&world, SLOW);
    ck_assert_int_eq(retry__live_reload(world.catalogue, RETRY_TRIGGER_WATCH, NULL), RETRY_OK);
    ck_assert_uint_eq(tally->attempt_ns, tally->success_ns);
    ck_assert_uint_ne(tally->success_ns, success_ns);
    ck_assert_uint_eq(tally->loaded_ns, loaded_ns);
    ck_assert_uint_eq(tally->running_since_ns, since_ns);
}
END_TEST

START_TEST(defaults_that_serve_a_refused_load_are_no_success)
{
    struct world other;

    world_make(&other);
    world_write(&other, WRONG);
    retry_options options = world_options(&other);
    options.defaults = SLOW;
    ck_assert_int_eq(retry_catalogue_open(&options, &other.catalogue, NULL), RETRY_EPOLICY);
    retry_catalogue_free(world.catalogue);
    world.catalogue = other.catalogue;
    expect_loads(0, 1, 0);
    ck_assert_ptr_null(find("retry_last_reload_success_timestamp_seconds"));
    ck_assert_ptr_nonnull(find("retry_set_age_seconds"));
    unlink(other.file);
    rmdir(other.directory);
}
END_TEST

START_TEST(names_that_no_set_defines_are_counted)
{
    world_get(&world, "db");
    world_get(&world, "typo");
    ck_assert_uint_eq(value("retry_policies_undefined"), 1);
    ck_assert_uint_eq(value("retry_policies_orphaned"), 0);
    ck_assert_int_eq(
        world_reload(&world, "version: 1\npolicies: {typo: {limits: {max_attempts: 9}, backoff: {immediate: {}}}}\n"),
        RETRY_OK);
    ck_assert_uint_eq(value("retry_policies_undefined"), 0);
    ck_assert_uint_eq(value("retry_policies_orphaned"), 1);
}
END_TEST

START_TEST(what_is_switched_off_says_so)
{
    static const char off[] =
        "version: 1\npolicies:\n  db: {limits: {max_attempts: 9}, enabled: false, backoff: {immediate: {}}}\n"
        "  loop: {limits: {max_attempts: 9}, when_disabled: keep, backoff: {immediate: {}}}\n";

    world_get(&world, "db");
    world_get(&world, "loop");
    ck_assert_uint_eq(value("retry_disabled{policy=\"db\"}"), 0);
    ck_assert_int_eq(world_reload(&world, off), RETRY_OK);
    ck_assert_uint_eq(value("retry_disabled{policy=\"db\"}"), 1);
    ck_assert_uint_eq(value("retry_all_disabled"), 0);
    retry_disable_all(true);
    ck_assert_uint_eq(value("retry_disabled{policy=\"loop\"}"), 0);
    ck_assert_uint_eq(value("retry_all_disabled"), 1);
}
END_TEST

START_TEST(a_lever_that_holds_all_is_told_from_one_that_holds_some)
{
    world_get(&world, "db");
    pull("d*\n");
    ck_assert_uint_eq(value("retry_disabled{policy=\"db\"}"), 1);
    ck_assert_uint_eq(value("retry_all_disabled"), 0);
    pull("");
    ck_assert_uint_eq(value("retry_all_disabled"), 1);
}
END_TEST

/* ---- the print ----------------------------------------------------------------------------------- */

static retry_error succeed(void *context, retry_call *running)
{
    (void)context, (void)running;
    return retry_ok();
}

START_TEST(without_metrics_a_catalogue_counts_no_calls)
{
    retry_options options = world_options(&world);

    retry_catalogue_free(world.catalogue);
    options.no_metrics = true;
    ck_assert_int_eq(retry_catalogue_open(&options, &world.catalogue, NULL), RETRY_OK);
    ck_assert_ptr_null(world_get(&world, "db")->cells);
    retry_run(world_get(&world, "db"), NULL, succeed, NULL);
    begin_and_fail();
    ck_assert(retry_call_wait(&call));
    retry_call_end(&call);
    expect_loads(1, 0, 0);
    ck_assert_ptr_null(find("retry_attempts_total{policy=\"db\"}"));
    ck_assert_ptr_nonnull(find("retry_disabled{policy=\"db\"}"));
}
END_TEST

START_TEST(only_names_that_were_looked_up_are_printed)
{
    print();
    ck_assert_ptr_null(strstr(text, "policy=\"db\""));
    ck_assert_str_eq(text + length - strlen("# EOF\n"), "# EOF\n");
}
END_TEST

START_TEST(a_child_counts_from_zero_and_keeps_what_was_loaded)
{
    int status;

    begin_and_fail();
    pid_t child = fork();
    if (child == 0) {
        bool zero = value("retry_attempts_total{policy=\"db\"}") == 0 && calls("ended") == 0;
        retry_call_end(&call);
        _exit(zero && calls("ended") == 1 && value("retry_reloads_total{result=\"accepted\"}") == 1 ? 0 : 1);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    expect(0, 1, 1);
}
END_TEST

static uint64_t waiting_in_child;

static bool fork_and_look(struct world *self)
{
    (void)self;
    waiting_in_child = fork() == 0;
    return true;
}

START_TEST(a_child_that_is_forked_in_a_wait_does_not_count_it)
{
    int status = 0;

    world.during_wait = fork_and_look;
    begin_and_fail();
    ck_assert(retry_call_wait(&call));
    print();
    uint64_t cells[RETRY_CELL_COUNT];
    retry__cells_read(world_get(&world, "db")->cells, cells);
    if (waiting_in_child)
        _exit(cells[RETRY_CELL_WAITING] == 0 ? 0 : 1);
    ck_assert_int_gt(wait(&status), 0);
    ck_assert_int_eq(status, 0);
    ck_assert_uint_eq(cells[RETRY_CELL_WAITING], 0);
}
END_TEST

START_TEST(a_stream_that_is_full_is_told)
{
    FILE *full = fopen("/dev/full", "w");

    ck_assert_ptr_nonnull(full);
    ck_assert(!retry_metrics_print(world.catalogue, full));
    fclose(full);
}
END_TEST

START_TEST(the_processs_own_catalogue_is_printed_as_well)
{
    retry_options options = world_options(&world);
    struct retry_catalogue *opened = world.catalogue;

    ck_assert_int_eq(retry_init(&options, NULL), RETRY_OK);
    retry_policy_get("db");
    world.catalogue = NULL;
    expect(0, 0, 0);
    world.catalogue = opened;
}
END_TEST

WORLD_MAIN_AROUND("metrics", open_world, close_world, levers_are_shown_with_their_path,
                  loads_are_counted_by_their_result, a_refused_load_changes_no_time_but_its_own,
                  defaults_that_serve_a_refused_load_are_no_success, names_that_no_set_defines_are_counted,
                  what_is_switched_off_says_so, a_lever_that_holds_all_is_told_from_one_that_holds_some,
                  without_metrics_a_catalogue_counts_no_calls, only_names_that_were_looked_up_are_printed,
                  a_child_counts_from_zero_and_keeps_what_was_loaded,
                  a_child_that_is_forked_in_a_wait_does_not_count_it, a_stream_that_is_full_is_told,
                  the_processs_own_catalogue_is_printed_as_well)
