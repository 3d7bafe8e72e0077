/* test_state.c - a state says what runs, and apart from that what the last attempt has said. */
#include "engine/live/state.h"

#include "engine/live/load.h"
#include "tests/engine/world.h"

#include <pthread.h>

#define DB "  db: {limits: {max_attempts: 2}, backoff: {immediate: {}}}\n"
#define TWO "version: 1\npolicies:\n" DB
#define PAIR TWO "  dns: {limits: {max_attempts: 1}, backoff: {immediate: {}}, enabled: false}\n"
#define WRONG "version: 1\npolicies:\n  db: {limits: {max_attempt: 3}, backoff: {immediate: {}}}\n"

static struct world world;
static retry_state *state;
static retry_state_view view;
static char lever[128];

static void open_world(void)
{
    world_open(&world, TWO);
    snprintf(lever, sizeof(lever), "%s/disabled", world.directory);
}

static void close_world(void)
{
    retry_state_free(state);
    state = NULL;
    retry_disable_all(false);
    unlink(lever);
    world_close(&world);
}

static void take(void)
{
    retry_state_free(state);
    ck_assert_int_eq(retry_state_take(world.catalogue, &state), RETRY_OK);
    view = (retry_state_view){.size = sizeof(view)};
    ck_assert(retry_state_get(state, &view));
}

static retry_policy_view policy_at(size_t index)
{
    retry_policy_view policy = {.size = sizeof(policy)};

    ck_assert(retry_state_policy(state, index, &policy));
    return policy;
}

static retry_file_view file_at(size_t index)
{
    retry_file_view file = {.size = sizeof(file)};

    ck_assert(retry_state_file(state, index, &file));
    return file;
}

static void write_lever(const char *text)
{
    FILE *stream = fopen(lever, "w");

    ck_assert_int_ge(fputs(text, stream), 0);
    ck_assert_int_eq(fclose(stream), 0);
    ck_assert_int_eq(retry__live_pull(world.catalogue, NULL), RETRY_OK);
}

START_TEST(a_set_is_told_with_its_files_and_policies)
{
    take();
    ck_assert_uint_eq(view.generation, 1);
    ck_assert_uint_ne(view.hash, 0);
    ck_assert_uint_eq(view.hash, view.attempt_hash);
    ck_assert_uint_ge(view.taken_ns, view.loaded_ns);
    ck_assert_uint_gt(view.loaded_ns, 0);
    ck_assert_int_eq(view.process, getpid());
    ck_assert_str_eq(view.path, world.directory);
    ck_assert_ptr_null(view.program);
    ck_assert_int_eq(view.attempt_status, RETRY_OK);
    ck_assert_int_eq(view.attempt_trigger, RETRY_TRIGGER_FIRST);
    ck_assert_uint_eq(view.accepted, 1);
    ck_assert_uint_eq(view.file_count, 1);
    ck_assert_str_eq(file_at(0).path, world.file);
    ck_assert(file_at(0).applied);
    ck_assert_ptr_null(file_at(0).reason);
    ck_assert_uint_eq(view.policy_count, 1);
    ck_assert_str_eq(policy_at(0).name, "db");
    ck_assert_str_eq(policy_at(0).file, world.file);
    ck_assert_uint_eq(policy_at(0).line, 3);
    ck_assert(!policy_at(0).looked_up);
}
END_TEST

START_TEST(a_refused_attempt_stands_beside_what_runs)
{
    take();
    uint64_t hash = view.hash, loaded_ns = view.loaded_ns;

    ck_assert_int_eq(world_reload(&world, WRONG), RETRY_EPOLICY);
    take();
    ck_assert_uint_eq(view.generation, 1);
    ck_assert_uint_eq(view.hash, hash);
    ck_assert_uint_eq(view.loaded_ns, loaded_ns);
    ck_assert_int_eq(view.attempt_status, RETRY_EPOLICY);
    ck_assert_int_eq(view.attempt_trigger, RETRY_TRIGGER_RELOAD);
    ck_assert_uint_ne(view.attempt_hash, hash);
    ck_assert_uint_eq(view.attempt_errors, 1);
    ck_assert_uint_eq(view.refused, 1);
    ck_assert(!file_at(0).applied);
    ck_assert_str_eq(file_at(0).reason, "refused");
    ck_assert_uint_eq(retry_report_count(retry_state_report(state), RETRY_ERROR), 1);
    ck_assert_uint_eq(policy_at(0).line, 3);
}
END_TEST

START_TEST(a_file_that_did_not_change_runs_whatever_is_wrong_with_another)
{
    char other[128];

    snprintf(other, sizeof(other), "%s/other.yaml", world.directory);
    FILE *stream = fopen(other, "w");
    ck_assert_int_ge(fputs("version: 1\npolicies: {x: {limit: 1}}\n", stream), 0);
    ck_assert_int_eq(fclose(stream), 0);
    ck_assert_int_eq(retry_catalogue_reload(world.catalogue, NULL), RETRY_EPOLICY);
    unlink(other);
    take();
    ck_assert_uint_eq(view.file_count, 2);
    ck_assert(!file_at(0).applied);
    ck_assert(file_at(1).applied);
    ck_assert_ptr_null(file_at(1).reason);
}
END_TEST

START_TEST(a_revert_clears_the_error)
{
    world_write(&world, WRONG);
    ck_assert_int_eq(retry__live_reload(world.catalogue, RETRY_TRIGGER_WATCH, NULL), RETRY_EPOLICY);
    world_write(&world, TWO);
    ck_assert_int_eq(retry__live_reload(world.catalogue, RETRY_TRIGGER_WATCH, NULL), RETRY_OK);
    take();
    ck_assert_uint_eq(view.generation, 1);
    ck_assert_int_eq(view.attempt_status, RETRY_OK);
    ck_assert_int_eq(view.attempt_trigger, RETRY_TRIGGER_WATCH);
    ck_assert_uint_eq(view.attempt_hash, view.hash);
    ck_assert_uint_eq(view.unchanged, 1);
    ck_assert_uint_eq(view.attempt_errors, 0);
    ck_assert_uint_eq(retry_report_count(retry_state_report(state), RETRY_INFO), 0);
    ck_assert(file_at(0).applied);
}
END_TEST

START_TEST(orphans_and_undefined_policies_are_told)
{
    ck_assert_int_eq(world_reload(&world, PAIR), RETRY_OK);
    world_get(&world, "nobody");
    world_get(&world, "dns");
    take();
    ck_assert_uint_eq(view.policy_count, 3);
    ck_assert(policy_at(1).looked_up);
    ck_assert(policy_at(1).disabled); /* by its file */
    ck_assert_uint_eq(policy_at(1).warnings, 1);
    ck_assert_int_eq(world_reload(&world, TWO), RETRY_OK);
    take();
    ck_assert_uint_eq(view.policy_count, 3);
    ck_assert_int_eq(policy_at(0).state, RETRY_POLICY_DEFINED);
    ck_assert_str_eq(policy_at(1).name, "dns");
    ck_assert_int_eq(policy_at(1).state, RETRY_POLICY_ORPHANED);
    ck_assert_ptr_null(policy_at(1).file);
    ck_assert_str_eq(policy_at(2).name, "nobody");
    ck_assert_int_eq(policy_at(2).state, RETRY_POLICY_UNDEFINED);
    ck_assert(policy_at(2).looked_up);
}
END_TEST

START_TEST(overrides_are_told_with_their_places)
{
    char expected[256];

    ck_assert_int_eq(world_reload(&world, TWO "overrides:\n  policies:\n    db: {limits: {max_attempts: 3}}\n"),
                     RETRY_OK);
    take();
    snprintf(expected, sizeof(expected), "%s:6", world.file);
    ck_assert_str_eq(policy_at(0).overridden_by, expected);
}
END_TEST

START_TEST(levers_are_told_and_hold_policies)
{
    retry_lever_view line = {.size = sizeof(line)};

    ck_assert_int_eq(world_reload(&world, TWO
                                  "  keep: {limits: {max_attempts: 2}, backoff: {immediate: {}}, when_disabled: keep}\n"
                                  "  dbx: {limits: {max_attempts: 2}, backoff: {immediate: {}}}\n"),
                     RETRY_OK);
    write_lever("db\nke*\n");
    take();
    ck_assert_uint_eq(view.lever_count, 2);
    ck_assert(!view.all_disabled);
    ck_assert(retry_state_lever(state, 1, &line));
    ck_assert_str_eq(line.pattern, "ke*");
    ck_assert_str_eq(line.by, lever);
    ck_assert_uint_gt(line.since_ns, 0);
    ck_assert(!retry_state_lever(state, 2, &line));
    ck_assert(policy_at(0).disabled);
    ck_assert(!policy_at(1).disabled);
    ck_assert(!policy_at(2).disabled);
    retry_disable_all(true);
    take();
    ck_assert_uint_eq(view.lever_count, 3);
    ck_assert(view.all_disabled);
    ck_assert(retry_state_lever(state, 2, &line));
    ck_assert_str_eq(line.by, "retry_disable_all()");
    ck_assert_str_eq(line.pattern, "*");
    ck_assert(policy_at(2).disabled);
    ck_assert(!policy_at(1).disabled);
    retry_disable_all(false);
    write_lever("");
    take();
    ck_assert(view.all_disabled);
}
END_TEST

START_TEST(defaults_that_serve_alone_are_told)
{
    retry_options options = world_options(&world);

    retry_catalogue_free(world.catalogue);
    world_write(&world, WRONG);
    options.defaults = TWO;
    options.program = "billing";
    ck_assert_int_eq(retry_catalogue_open(&options, &world.catalogue, NULL), RETRY_EPOLICY);
    take();
    ck_assert_str_eq(view.program, "billing");
    ck_assert_uint_eq(view.generation, 1);
    ck_assert(view.defaults_alone);
    ck_assert_uint_gt(view.loaded_ns, 0);
    ck_assert_int_eq(view.attempt_status, RETRY_EPOLICY);
    ck_assert_uint_eq(view.hash, 0);
    ck_assert_str_eq(policy_at(0).file, "<defaults>");
    ck_assert_uint_eq(policy_at(0).line, 3);
    ck_assert_uint_eq(view.file_count, 2);
    ck_assert_str_eq(file_at(0).reason, "refused");
    ck_assert(file_at(1).applied);
    ck_assert_int_eq(world_reload(&world, PAIR), RETRY_OK);
    take();
    ck_assert(!view.defaults_alone);
    ck_assert_str_eq(policy_at(0).file, world.file);
}
END_TEST

START_TEST(findings_beyond_a_hundred_are_counted)
{
    FILE *stream = fopen(world.file, "w");
    retry_finding_view finding = {.size = sizeof(finding)};

    fputs("version: 1\npolicies:\n", stream);
    for (int i = 0; i < 150; i++)
        fprintf(stream, "  p%d: {limit: 3}\n", i);
    ck_assert_int_eq(fclose(stream), 0);
    ck_assert_int_eq(retry_catalogue_reload(world.catalogue, NULL), RETRY_EPOLICY);
    take();
    ck_assert_uint_ge(view.attempt_errors, 150);
    ck_assert_uint_eq(retry_report_count(retry_state_report(state), RETRY_ERROR), view.attempt_errors);
    ck_assert(retry_report_at(retry_state_report(state), 99, &finding));
    ck_assert(!retry_report_at(retry_state_report(state), 100, &finding));
}
END_TEST

START_TEST(before_the_first_load_there_is_nothing)
{
    struct retry_catalogue *fresh = retry__catalogue_new();

    ck_assert_ptr_nonnull(retry_catalogue_get(fresh, "db"));
    state = retry__state_take(fresh);
    ck_assert_ptr_nonnull(state);
    retry__catalogue_free(fresh);
    ck_assert_uint_eq(state->view.generation, 0);
    ck_assert_uint_eq(state->view.attempt_ns, 0);
    ck_assert_ptr_null(state->view.path);
    ck_assert_uint_eq(state->view.policy_count, 1);
    ck_assert_str_eq(policy_at(0).name, "db");
}
END_TEST

START_TEST(a_state_outlives_its_catalogue)
{
    world_get(&world, "nobody");
    take();
    retry_catalogue_free(world.catalogue);
    world.catalogue = NULL;
    ck_assert_str_eq(policy_at(0).name, "db");
    ck_assert_str_eq(policy_at(1).name, "nobody");
    ck_assert_str_eq(file_at(0).path, world.file);
}
END_TEST

START_TEST(views_of_callers_that_know_less_or_nothing_are_answered_as_far_as_they_go)
{
    struct {
        size_t size;
        uint64_t taken_ns;
        int64_t beyond;
    } small = {.size = 2 * sizeof(size_t), .beyond = 7};
    retry_state_view none = {.size = 0};

    take();
    ck_assert(retry_state_get(state, (retry_state_view *)(void *)&small));
    ck_assert_uint_gt(small.taken_ns, 0);
    ck_assert_int_eq(small.beyond, 7);
    ck_assert_uint_eq(small.size, 2 * sizeof(size_t));
    ck_assert(!retry_state_get(state, &none));
    ck_assert(!retry_state_get(NULL, &view));
    ck_assert(!retry_state_get(state, NULL));
    ck_assert(!retry_state_policy(state, 1, &(retry_policy_view){.size = sizeof(retry_policy_view)}));
    ck_assert(!retry_state_file(state, 1, &(retry_file_view){.size = sizeof(retry_file_view)}));
    ck_assert_ptr_null(retry_state_report(NULL));
    ck_assert(!retry_state_print(NULL, stderr));
    ck_assert_int_eq(retry_state_take(world.catalogue, NULL), RETRY_EINVAL);
}
END_TEST

/* ---- while another thread loads ------------------------------------------------------------------ */

static pthread_t loader;

static void *load_again(void *unused)
{
    retry_catalogue_reload(world.catalogue, NULL);
    return unused;
}

/* The load stands still in its log line, with its lock held, until the state was taken. */
static void take_in_log(struct world *self)
{
    pthread_t taker;

    self->during_log = NULL;
    ck_assert_int_eq(
        pthread_create(&taker, NULL, (void *(*)(void *))(void (*)(void))retry__state_take, self->catalogue), 0);
    ck_assert_int_eq(pthread_join(taker, (void **)&state), 0);
}

START_TEST(a_state_does_not_wait_for_a_load)
{
    world.during_log = take_in_log;
    ck_assert_int_eq(pthread_create(&loader, NULL, load_again, NULL), 0);
    ck_assert_int_eq(pthread_join(loader, NULL), 0);
    ck_assert_ptr_nonnull(state);
    ck_assert_uint_eq(state->view.generation, 2);
    ck_assert_uint_eq(state->view.accepted, 2);
}
END_TEST

enum { ROUNDS = 60 };

static _Atomic int over;

static void *load_often(void *unused)
{
    for (int i = 0; i < ROUNDS; i++) {
        world_reload(&world, i % 3 == 0 ? WRONG : i % 3 == 1 ? PAIR : TWO);
        write_lever(i % 2 ? "db\n" : "*\n");
    }
    over = 1;
    return unused;
}

START_TEST(states_taken_during_loads_are_whole)
{
    over = 0;
    ck_assert_int_eq(pthread_create(&loader, NULL, load_often, NULL), 0);
    do {
        take();
        ck_assert_uint_eq(view.lever_count <= 1, 1);
        for (size_t i = 0; i < view.policy_count; i++) {
            ck_assert_str_eq(policy_at(i).file, world.file);
            ck_assert_uint_eq(policy_at(i).line, 3 + i);
        }
    } while (!over);
    ck_assert_int_eq(pthread_join(loader, NULL), 0);
}
END_TEST

WORLD_MAIN_AROUND("state", open_world, close_world, a_set_is_told_with_its_files_and_policies,
                  a_refused_attempt_stands_beside_what_runs,
                  a_file_that_did_not_change_runs_whatever_is_wrong_with_another, a_revert_clears_the_error,
                  orphans_and_undefined_policies_are_told, overrides_are_told_with_their_places,
                  levers_are_told_and_hold_policies, defaults_that_serve_alone_are_told,
                  findings_beyond_a_hundred_are_counted, before_the_first_load_there_is_nothing,
                  a_state_outlives_its_catalogue,
                  views_of_callers_that_know_less_or_nothing_are_answered_as_far_as_they_go,
                  a_state_does_not_wait_for_a_load, states_taken_during_loads_are_whole)
