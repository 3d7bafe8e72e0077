/* test_last_good.c - a set that was accepted once serves at a later start at which the files are wrong. */
#include "engine/live/last_good.h"

#include "engine/api.h"
#include "engine/live/load.h"
#include "tests/engine/world.h"

#include <sys/wait.h>

#define TWO "version: 1\npolicies:\n  db: {limits: {max_attempts: 2}, backoff: {immediate: {}}}\n"
#define THREE "version: 1\npolicies:\n  db: {limits: {max_attempts: 3}, backoff: {immediate: {}}}\n"
#define WRONG "version: 1\npolicies:\n  db: {limits: {max_attempt: 3}, backoff: {immediate: {}}}\n"
#define OWN "version: 1\npolicies:\n  db: {limits: {max_attempts: 9}, backoff: {immediate: {}}}\n"

static struct world world;
static char directory[96], kept[160];
static retry_options options;

static void make(void)
{
    world_make(&world);
    snprintf(directory, sizeof(directory), "%s.kept", world.directory);
    snprintf(kept, sizeof(kept), "%s/billing.set", directory);
    ck_assert_int_eq(mkdir(directory, 0700), 0);
    ck_assert_int_eq(setenv("RETRY_LAST_GOOD", directory, 1), 0);
    options = world_options(&world);
    options.program = "billing";
}

static void close_world(void)
{
    unlink(kept);
    rmdir(directory);
    unlink(world.file);
    rmdir(world.directory);
}

/* One process after another: each has a catalogue of its own. */
static int in_process(int (*run)(void))
{
    int status;
    pid_t child = fork();

    if (child == 0)
        _exit(run());
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* How many findings of that slug the report has. */
static size_t found(const retry_report *report, const char *slug)
{
    retry_finding_view finding = {.size = sizeof(finding)};
    size_t count = 0;

    for (size_t i = 0; retry_report_at(report, i, &finding); i++)
        count += strcmp(finding.slug, slug) == 0;
    return count;
}

/* What a start makes of the files: the attempts of db, plus 10 where the set that was kept is spoken of, plus 100 where
 * the load was refused. */
static int start(void)
{
    retry_report *report = NULL;
    retry_status status = retry_init(&options, &report);
    int answer = (int)retry_policy_max_attempts(retry_policy_get("db"));

    answer += 10 * (int)found(report, "last-good") + 100 * (status != RETRY_OK);
    retry_report_free(report);
    return answer;
}

static int start_and_reload(void)
{
    int answer = start();

    world_write(&world, THREE);
    if (retry_reload(NULL) != RETRY_OK || retry_policy_max_attempts(retry_policy_get("db")) != 3)
        return 0;
    return answer;
}

START_TEST(a_set_that_was_accepted_serves_later)
{
    world_write(&world, TWO);
    ck_assert_int_eq(in_process(start), 2);
    world_write(&world, WRONG);
    ck_assert_int_eq(in_process(start), 112);
    ck_assert_int_eq(in_process(start_and_reload), 112);
    world_write(&world, WRONG);
    ck_assert_int_eq(in_process(start), 113);
}
END_TEST

static int start_and_notice(void)
{
    int answer = start();

    return mkdir(directory, 0700) == 0 && retry__live_watched(retry__api_catalogue(NULL), false) == RETRY_OK ? answer
                                                                                                             : 0;
}

START_TEST(a_set_that_could_not_be_kept_is_kept_by_the_next_load)
{
    world_write(&world, TWO);
    ck_assert_int_eq(rmdir(directory), 0);
    ck_assert_int_eq(in_process(start_and_notice), 12);
    ck_assert_int_eq(access(kept, R_OK), 0);
}
END_TEST

START_TEST(files_that_are_gone_are_served_for_as_well)
{
    world_write(&world, TWO);
    ck_assert_int_eq(in_process(start), 2);
    unlink(world.file);
    rmdir(world.directory);
    ck_assert_int_eq(in_process(start), 112);
    ck_assert_int_eq(mkdir(world.directory, 0700), 0);
}
END_TEST

START_TEST(it_comes_before_the_programs_own_text)
{
    options.defaults = OWN;
    world_write(&world, WRONG);
    ck_assert_int_eq(in_process(start), 109);
    world_write(&world, TWO);
    ck_assert_int_eq(in_process(start), 2);
    world_write(&world, WRONG);
    ck_assert_int_eq(in_process(start), 112);
}
END_TEST

START_TEST(what_was_altered_is_not_served)
{
    world_write(&world, TWO);
    ck_assert_int_eq(in_process(start), 2);
    world_write(&world, WRONG);
    ck_assert_int_eq(truncate(kept, 40), 0);
    ck_assert_int_eq(in_process(start), 111);
    options.defaults = OWN;
    ck_assert_int_eq(in_process(start), 119);
}
END_TEST

START_TEST(a_place_that_cannot_be_written_is_warned_of)
{
    rmdir(directory);
    world_write(&world, TWO);
    ck_assert_int_eq(in_process(start), 12);
    ck_assert_int_eq(mkdir(directory, 0700), 0);
}
END_TEST

static int open_another(void)
{
    retry_catalogue *catalogue;

    return retry_catalogue_open(&options, &catalogue, NULL) == RETRY_OK && access(kept, F_OK) != 0 ? 0 : 1;
}

static int start_beside_a_link(void)
{
    retry_finding_view finding = {.size = sizeof(finding)};
    retry_report *report = NULL;

    if (retry_init(&options, &report) != RETRY_OK || !retry_report_at(report, 0, &finding))
        return 1;
    bool good = strstr(finding.message, "no regular file") && strcmp(finding.help, "remove it") == 0;
    retry_report_free(report);
    return good ? 0 : 2;
}

START_TEST(what_is_in_the_way_is_told)
{
    world_write(&world, TWO);
    ck_assert_int_eq(symlink("elsewhere", kept), 0);
    ck_assert_int_eq(in_process(start_beside_a_link), 0);
}
END_TEST

START_TEST(only_the_processs_own_catalogue_is_kept)
{
    world_write(&world, TWO);
    ck_assert_int_eq(in_process(open_another), 0);
}
END_TEST

WORLD_MAIN_AROUND("last good", make, close_world, a_set_that_was_accepted_serves_later,
                  a_set_that_could_not_be_kept_is_kept_by_the_next_load, files_that_are_gone_are_served_for_as_well,
                  it_comes_before_the_programs_own_text, what_was_altered_is_not_served,
                  a_place_that_cannot_be_written_is_warned_of, what_is_in_the_way_is_told,
                  only_the_processs_own_catalogue_is_kept)
