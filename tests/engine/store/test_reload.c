/* test_reload.c - a load changes everything or nothing, and says what was wrong. */
#include "engine/store/reload.h"
#include "schema/report.h"
#include "tests/engine/world.h"

#include <fcntl.h>
#include <sys/syscall.h>

#define TWO "version: 1\npolicies:\n  db: {limits: {max_attempts: 2}, backoff: {immediate: {}}}\n"
#define THREE "version: 1\npolicies:\n  db: {limits: {max_attempts: 3}, backoff: {immediate: {}}}\n"
#define WRONG "version: 1\npolicies:\n  db: {limits: {max_attempt: 3}, backoff: {immediate: {}}}\n"
#define SEVEN "version: 1\npolicies:\n  db: {limits: {max_attempts: 7}, backoff: {immediate: {}}}\n"

/* What happens as soon as a load has opened a file. */
static void (*during_open)(struct world *world);
static struct world *opening;

/* Stands in for the C library's, whose callers here only read. */
int open(const char *path, int flags, ...)
{
    int descriptor = (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0);

    if (during_open)
        during_open(opening);
    return descriptor;
}

/* How many findings of that slug, all of them of the program. */
static size_t found(const retry_report *report, const char *slug)
{
    retry_finding_view finding = {.size = sizeof(finding)};
    size_t count = 0;

    for (size_t i = 0; retry_report_at(report, i, &finding); i++)
        if (strcmp(finding.slug, slug) == 0 && finding.line == 0)
            count++;
    return count;
}

START_TEST(generations_count_the_sets_that_became_current)
{
    struct world world;

    world_open(&world, TWO);
    ck_assert_uint_eq(retry_catalogue_generation(world.catalogue), 1);
    ck_assert_int_eq(world_reload(&world, THREE), RETRY_OK);
    ck_assert_uint_eq(retry_catalogue_generation(world.catalogue), 2);
    ck_assert_int_eq(world_reload(&world, WRONG), RETRY_EPOLICY);
    ck_assert_uint_eq(retry_catalogue_generation(world.catalogue), 2);
    world_close(&world);
}
END_TEST

START_TEST(a_refused_load_changes_nothing)
{
    struct world world;
    retry_report *report = NULL;

    world_open(&world, TWO);
    const retry_policy *db = world_get(&world, "db");
    world_write(&world, WRONG);
    ck_assert_int_eq(retry_catalogue_reload(world.catalogue, &report), RETRY_EPOLICY);
    ck_assert_uint_ge(retry_report_count(report, RETRY_ERROR), 1);
    ck_assert_uint_eq(retry_policy_max_attempts(db), 2);
    retry_report_free(report);
    world_close(&world);
}
END_TEST

START_TEST(a_path_that_is_gone_is_an_input_error)
{
    struct world world;

    world_open(&world, TWO);
    const retry_policy *db = world_get(&world, "db");
    unlink(world.file);
    rmdir(world.directory);
    ck_assert_int_eq(retry_catalogue_reload(world.catalogue, NULL), RETRY_EIO);
    ck_assert_uint_eq(retry_policy_max_attempts(db), 2);
    world_close(&world);
}
END_TEST

START_TEST(a_set_that_becomes_empty_is_refused)
{
    struct world world;
    retry_report *report = NULL;

    world_open(&world, TWO);
    const retry_policy *db = world_get(&world, "db");
    unlink(world.file);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(retry_catalogue_reload(world.catalogue, &report), RETRY_EPOLICY);
        ck_assert_uint_eq(found(report, "empty-document"), 1);
        ck_assert_uint_eq(found(report, "cannot-read"), 0);
        ck_assert_int_eq(retry_policy_state_get(db), RETRY_POLICY_DEFINED);
        retry_report_free(report);
    }
    world_close(&world);
}
END_TEST

START_TEST(a_set_may_be_empty_from_the_start)
{
    struct world world;

    world_open(&world, "version: 1\n");
    ck_assert_uint_eq(retry_catalogue_generation(world.catalogue), 1);
    ck_assert_int_eq(world_reload(&world, "version: 1\n"), RETRY_OK);
    world_close(&world);
}
END_TEST

START_TEST(names_that_no_file_defines_are_warned_of)
{
    struct world world;
    retry_report *report = NULL;

    world_open(&world, TWO);
    world_get(&world, "db");
    world_get(&world, "dns");
    world_get(&world, "queue");
    ck_assert_int_eq(retry_catalogue_reload(world.catalogue, &report), RETRY_OK);
    ck_assert_uint_eq(found(report, "undefined-policy"), 2);
    ck_assert_uint_eq(retry_report_count(report, RETRY_ERROR), 0);
    retry_report_free(report);
    world_close(&world);
}
END_TEST

START_TEST(defaults_serve_while_the_first_load_is_refused)
{
    struct world world;
    retry_report *report = NULL;

    world_make(&world);
    world_write(&world, WRONG);
    retry_options options = world_options(&world);
    options.defaults = SEVEN;
    ck_assert_int_eq(retry_catalogue_open(&options, &world.catalogue, &report), RETRY_EPOLICY);
    ck_assert_uint_ge(retry_report_count(report, RETRY_ERROR), 1);
    ck_assert_uint_eq(retry_catalogue_generation(world.catalogue), 1);
    const retry_policy *db = world_get(&world, "db");
    ck_assert_uint_eq(retry_policy_max_attempts(db), 7);
    ck_assert_int_eq(world_reload(&world, THREE), RETRY_OK);
    ck_assert_uint_eq(retry_policy_max_attempts(db), 3);
    ck_assert_int_eq(world_reload(&world, WRONG), RETRY_EPOLICY);
    ck_assert_uint_eq(retry_policy_max_attempts(db), 3);
    retry_report_free(report);
    world_close(&world);
}
END_TEST

START_TEST(without_defaults_a_refused_catalogue_is_not_opened)
{
    struct world world;

    world_make(&world);
    world_write(&world, WRONG);
    retry_options options = world_options(&world);
    ck_assert_int_eq(retry_catalogue_open(&options, &world.catalogue, NULL), RETRY_EPOLICY);
    ck_assert_ptr_null(world.catalogue);
    world_close(&world);
}
END_TEST

static retry_status inner;

static void reload_inside(struct world *world)
{
    retry_report *report = (retry_report *)world;

    inner = retry_catalogue_reload(world->catalogue, &report);
    ck_assert_ptr_null(report);
}

START_TEST(a_reload_from_inside_a_load_is_refused_as_busy)
{
    struct world world;

    world_open(&world, TWO);
    world.during_log = reload_inside;
    ck_assert_int_eq(world_reload(&world, THREE), RETRY_OK);
    ck_assert_int_eq(inner, RETRY_EBUSY);
    ck_assert_uint_eq(retry_catalogue_generation(world.catalogue), 2);
    world_close(&world);
}
END_TEST

static void look_up_inside(struct world *world)
{
    ck_assert_uint_eq(retry_policy_max_attempts(world_get(world, "db")), 3);
    ck_assert_int_eq(retry_custom_set(world->catalogue, "tide", NULL, NULL), RETRY_OK);
}

START_TEST(a_new_name_may_be_looked_up_from_inside_a_load)
{
    struct world world;

    world_open(&world, TWO);
    world.during_log = look_up_inside;
    ck_assert_int_eq(world_reload(&world, THREE), RETRY_OK);
    ck_assert_uint_eq(world.lines, 2);
    world_close(&world);
}
END_TEST

static retry_answer reload_in_decision(void *context, const retry_question *question, retry_window *out_window)
{
    struct world *world = context;

    (void)question;
    inner = retry_catalogue_reload(world->catalogue, NULL);
    *out_window = (retry_window){0, retry_policy_max_attempts(world_get(world, "first-seen-here"))};
    return RETRY_ANSWER_WINDOW;
}

START_TEST(a_reload_from_inside_a_decision_is_refused_as_busy)
{
    struct world world;
    retry_window window;

    world_open(&world, "version: 1\npolicies:\n  a: {limits: {max_attempts: 2}, backoff: {custom: {name: tide}}}\n");
    ck_assert_int_eq(retry_custom_set(world.catalogue, "tide", reload_in_decision, &world), RETRY_OK);
    ck_assert_int_eq(retry_policy_window(world_get(&world, "a"), 1, &window), RETRY_ANSWER_WINDOW);
    ck_assert_int_eq(inner, RETRY_EBUSY);
    ck_assert_uint_eq(window.hi_ns, 1);
    world_close(&world);
}
END_TEST

START_TEST(a_set_with_too_many_customs_is_refused)
{
    struct world world;
    char name[16];

    world_open(&world, TWO);
    for (int i = 0; i < RETRY_CUSTOMS_MAX; i++) {
        snprintf(name, sizeof(name), "c%d", i);
        ck_assert_int_eq(retry_custom_set(world.catalogue, name, NULL, NULL), RETRY_OK);
    }
    ck_assert_int_eq(retry_custom_set(world.catalogue, "one-more", NULL, NULL), RETRY_EINVAL);
    ck_assert_int_eq(
        world_reload(&world,
                     "version: 1\npolicies:\n  a: {limits: {max_attempts: 2}, backoff: {custom: {name: tide}}}\n"),
        RETRY_EPOLICY);
    ck_assert_uint_eq(retry_catalogue_generation(world.catalogue), 1);
    world_close(&world);
}
END_TEST

START_TEST(what_files_no_longer_define_is_kept_although_there_are_defaults)
{
    struct world world;

    world_make(&world);
    world_write(&world, TWO);
    retry_options options = world_options(&world);
    options.defaults = "version: 1\npolicies: {dns: {limits: {max_attempts: 1}}}\n";
    ck_assert_int_eq(retry_catalogue_open(&options, &world.catalogue, NULL), RETRY_OK);
    const retry_policy *db = world_get(&world, "db");
    unlink(world.file);
    ck_assert_int_eq(retry_catalogue_reload(world.catalogue, NULL), RETRY_EPOLICY);
    ck_assert_int_eq(retry_policy_state_get(db), RETRY_POLICY_DEFINED);
    world_close(&world);
}
END_TEST

START_TEST(what_is_wrong_elsewhere_is_reported_beside_a_path_that_is_gone)
{
    struct world world;
    retry_report *report = NULL;
    char path[128];

    world_make(&world);
    world_write(&world, WRONG);
    snprintf(path, sizeof(path), "/nonexistent/policies:%s", world.directory);
    retry_options options = world_options(&world);
    options.path = path;
    ck_assert_int_eq(retry_catalogue_open(&options, &world.catalogue, &report), RETRY_EIO);
    ck_assert_uint_eq(found(report, "cannot-read"), 1);
    ck_assert_uint_ge(retry_report_count(report, RETRY_ERROR), 2);
    ck_assert_ptr_null(world.catalogue);
    retry_report_free(report);
    world_close(&world);
}
END_TEST

START_TEST(defaults_that_are_wrong_alone_are_reported)
{
    struct world world;
    retry_report *report = NULL;

    world_make(&world);
    world_write(&world, "version: 1\nbackoffs: {own: {immediate: {}}}\nunknown: 1\n");
    retry_options options = world_options(&world);
    options.defaults = "version: 1\npolicies: {db: {limits: {max_attempts: 2}, backoff: {use: own}}}\n";
    ck_assert_int_eq(retry_catalogue_open(&options, &world.catalogue, &report), RETRY_EPOLICY);
    ck_assert_uint_eq(retry_report_count(report, RETRY_ERROR), 2);
    retry_report_free(report);
    world_close(&world);
}
END_TEST

static unsigned opened;

static void write_both(struct world *world, const char *attempts)
{
    for (const char *name = "ab"; *name; name++) {
        struct world part = {0};
        char text[256];

        snprintf(part.file, sizeof(part.file), "%s/%c.yaml", world->directory, *name);
        snprintf(text, sizeof(text),
                 "version: 1\npolicies: {%c: {limits: {max_attempts: %s}, backoff: {immediate: {}}}}\n", *name,
                 attempts);
        world_write(&part, text);
    }
}

/* When the second file is opened, the first has been read. */
static void change_between(struct world *world)
{
    if (++opened == 2)
        write_both(world, "12");
}

static void change_always(struct world *world)
{
    char attempts[16];

    snprintf(attempts, sizeof(attempts), "%.*s", (int)(++opened % 9) + 1, "123456789");
    write_both(world, attempts);
}

static retry_status reload_during(struct world *world, void (*change)(struct world *world))
{
    opening = world;
    opened = 0;
    during_open = change;
    retry_status status = retry_catalogue_reload(world->catalogue, NULL);
    during_open = NULL;
    return status;
}

START_TEST(half_of_a_change_never_becomes_current)
{
    struct world world;
    char file[96];

    world_open(&world, "version: 1\n");
    unlink(world.file);
    write_both(&world, "2");
    ck_assert_int_eq(reload_during(&world, change_between), RETRY_OK);
    ck_assert_uint_eq(retry_policy_max_attempts(world_get(&world, "a")), 12);
    ck_assert_uint_eq(retry_policy_max_attempts(world_get(&world, "b")), 12);
    ck_assert_int_eq(reload_during(&world, change_always), RETRY_EIO);
    ck_assert_uint_eq(opened, 6);
    ck_assert_ptr_nonnull(strstr(world.line, "[changed-while-read]"));
    ck_assert_uint_eq(retry_policy_max_attempts(world_get(&world, "a")), 12);
    snprintf(file, sizeof(file), "%s/a.yaml", world.directory);
    unlink(file);
    snprintf(file, sizeof(file), "%s/b.yaml", world.directory);
    unlink(file);
    world_close(&world);
}
END_TEST

WORLD_MAIN("reload", generations_count_the_sets_that_became_current, a_refused_load_changes_nothing,
           a_path_that_is_gone_is_an_input_error, a_set_that_becomes_empty_is_refused,
           a_set_may_be_empty_from_the_start, names_that_no_file_defines_are_warned_of,
           defaults_serve_while_the_first_load_is_refused, without_defaults_a_refused_catalogue_is_not_opened,
           a_reload_from_inside_a_load_is_refused_as_busy, a_new_name_may_be_looked_up_from_inside_a_load,
           a_reload_from_inside_a_decision_is_refused_as_busy, a_set_with_too_many_customs_is_refused,
           what_files_no_longer_define_is_kept_although_there_are_defaults,
           what_is_wrong_elsewhere_is_reported_beside_a_path_that_is_gone, defaults_that_are_wrong_alone_are_reported,
           half_of_a_change_never_becomes_current)
