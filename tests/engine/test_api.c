/* test_api.c - the public functions check what they are given, and the process has a catalogue of its own. */
#include "engine/retry.h"
#include "tests/engine/world.h"

#include <errno.h>
#include <pthread.h>

#define DOCUMENT "version: 1\npolicies: {db: {limits: {max_attempts: 2}, backoff: {immediate: {}}}}\n"
#define THREE "version: 1\npolicies: {db: {limits: {max_attempts: 3}, backoff: {immediate: {}}}}\n"
#define WRONG "version: 1\npolicies: {db: {limits: {max_attempts: 0}, backoff: {immediate: {}}}}\n"

static struct world world;

/* The process's own catalogue finds the world's file by the variable, as a program would. */
static void make_world(void)
{
    world_make(&world);
    world_write(&world, DOCUMENT);
    ck_assert_int_eq(setenv("RETRY_POLICY_PATH", world.directory, 1), 0);
}

static void close_world(void)
{
    world_close(&world);
}

START_TEST(every_reason_and_status_has_a_word)
{
    for (int reason = RETRY_REASON_NONE; reason <= RETRY_REASON_DEADLINE; reason++)
        ck_assert_str_ne(retry_reason_name((retry_reason)reason), "unknown");
    for (int status = RETRY_OK; status <= RETRY_EBUSY; status++)
        ck_assert_str_ne(retry_status_text((retry_status)status), "unknown");
    ck_assert_str_eq(retry_reason_name(RETRY_REASON_MAX_ATTEMPTS), "max_attempts");
    ck_assert_str_eq(retry_reason_name((retry_reason)99), "unknown");
    ck_assert_str_eq(retry_status_text(RETRY_ENOMEM), "out of memory");
    ck_assert_str_eq(retry_status_text((retry_status)99), "unknown");
}
END_TEST

START_TEST(the_version_is_the_headers)
{
    char version[32];

    snprintf(version, sizeof(version), "%d.%d.%d", RETRY_VERSION_MAJOR, RETRY_VERSION_MINOR, RETRY_VERSION_PATCH);
    ck_assert_str_eq(retry_version(), version);
    ck_assert_str_eq(RETRY_VERSION, version);
}
END_TEST

START_TEST(the_first_look_up_loads)
{
    ck_assert_uint_eq(retry_catalogue_generation(NULL), 0);
    const retry_policy *db = retry_policy_get("db");
    ck_assert_uint_eq(retry_policy_max_attempts(db), 2);
    ck_assert_uint_eq(retry_catalogue_generation(NULL), 1);
    ck_assert_int_eq(retry_init(NULL, NULL), RETRY_EBUSY);
    world_write(&world, THREE);
    ck_assert_int_eq(retry_reload(NULL), RETRY_OK);
    ck_assert_uint_eq(retry_policy_max_attempts(db), 3);
    ck_assert_ptr_eq(retry_policy_get("db"), db);
}
END_TEST

START_TEST(a_process_is_initialised_once)
{
    retry_report *report = NULL;

    ck_assert_int_eq(retry_init(NULL, &report), RETRY_OK);
    ck_assert_ptr_nonnull(report);
    retry_report_free(report);
    ck_assert_int_eq(retry_init(NULL, &report), RETRY_EBUSY);
    ck_assert_ptr_null(report);
}
END_TEST

START_TEST(a_failed_init_leaves_policies_undefined_until_a_reload_mends_it)
{
    retry_report *report = NULL;

    world_write(&world, WRONG);
    ck_assert_int_eq(retry_init(NULL, &report), RETRY_EPOLICY);
    ck_assert_uint_ge(retry_report_count(report, RETRY_ERROR), 1);
    const retry_policy *db = retry_policy_get("db");
    ck_assert_int_eq(retry_policy_state_get(db), RETRY_POLICY_UNDEFINED);
    ck_assert_uint_eq(retry_catalogue_generation(NULL), 0);
    world_write(&world, DOCUMENT);
    ck_assert_int_eq(retry_reload(NULL), RETRY_OK);
    ck_assert_int_eq(retry_policy_state_get(db), RETRY_POLICY_DEFINED);
    retry_report_free(report);
}
END_TEST

START_TEST(a_reload_may_be_the_first_load)
{
    ck_assert_int_eq(retry_reload(NULL), RETRY_OK);
    ck_assert_uint_eq(retry_policy_max_attempts(retry_policy_get("db")), 2);
    ck_assert_uint_eq(retry_catalogue_generation(NULL), 1);
}
END_TEST

static retry_answer five(void *context, const retry_question *question, retry_window *out_window)
{
    (void)context, (void)question;
    *out_window = (retry_window){5, 5};
    return RETRY_ANSWER_WINDOW;
}

START_TEST(a_custom_may_be_registered_before_anything_is_loaded)
{
    retry_window window;

    world_write(&world, "version: 1\npolicies: {db: {limits: {max_attempts: 2}, backoff: {custom: {name: tide}}}}\n");
    ck_assert_int_eq(retry_custom_set(NULL, "tide", five, NULL), RETRY_OK);
    ck_assert_uint_eq(retry_catalogue_generation(NULL), 0);
    ck_assert_int_eq(retry_policy_window(retry_policy_get("db"), 1, &window), RETRY_ANSWER_WINDOW);
    ck_assert_uint_eq(window.hi_ns, 5);
}
END_TEST

START_TEST(catalogues_do_not_share_names)
{
    retry_options options = world_options(&world);

    ck_assert_int_eq(retry_catalogue_open(&options, &world.catalogue, NULL), RETRY_OK);
    const retry_policy *db = world_get(&world, "db");
    ck_assert_ptr_ne(retry_policy_get("db"), db);
    ck_assert_int_eq(world_reload(&world, THREE), RETRY_OK);
    ck_assert_uint_eq(retry_policy_max_attempts(db), 3);
    ck_assert_uint_eq(retry_policy_max_attempts(retry_policy_get("db")), 2);
}
END_TEST

START_TEST(arguments_out_of_range_are_refused)
{
    retry_report *report = NULL;
    retry_options options = {.size = sizeof(options), .program = "Not A Name"};

    ck_assert_int_eq(retry_init(&options, &report), RETRY_EINVAL);
    ck_assert_int_eq(retry_catalogue_open(&options, &world.catalogue, &report), RETRY_EINVAL);
    ck_assert_ptr_null(world.catalogue);
    ck_assert_int_eq(retry_catalogue_open(NULL, NULL, NULL), RETRY_EINVAL);
    options = (retry_options){.size = 0, .path = "/nowhere"};
    ck_assert_int_eq(retry_catalogue_open(&options, &world.catalogue, NULL), RETRY_EINVAL);
    options.size = sizeof(options.size); /* knows no member: the usual */
    ck_assert_int_eq(retry_catalogue_open(&options, &world.catalogue, NULL), RETRY_OK);
    ck_assert_int_eq(retry_catalogue_reload(NULL, NULL), RETRY_EINVAL);
    ck_assert_int_eq(retry_custom_set(NULL, NULL, five, NULL), RETRY_EINVAL);
    ck_assert_int_eq(retry_custom_set(NULL, "No Name", five, NULL), RETRY_EINVAL);
    ck_assert_int_eq(retry_init(NULL, NULL), RETRY_OK); /* what was refused has changed nothing */
}
END_TEST

START_TEST(a_larger_options_struct_is_read_as_far_as_it_is_known)
{
    struct {
        retry_options known;
        void *later[4];
    } options = {.known = {.size = sizeof(options), .path = world.directory}};

    ck_assert_int_eq(retry_catalogue_open(&options.known, &world.catalogue, NULL), RETRY_OK);
}
END_TEST

START_TEST(null_is_taken_everywhere)
{
    ck_assert_ptr_null(retry_policy_get(NULL));
    ck_assert_ptr_null(retry_policy_get("No Name"));
    ck_assert_ptr_null(retry_catalogue_get(NULL, "db"));
    ck_assert_str_eq(retry_policy_name(NULL), "");
    ck_assert_uint_eq(retry_report_count(NULL, RETRY_INFO), 0);
    ck_assert(!retry_report_at(NULL, 0, NULL));
    ck_assert(retry_report_print(NULL, stderr));
    retry_report_free(NULL);
    retry_catalogue_free(NULL);
}
END_TEST

START_TEST(findings_can_be_read_one_by_one)
{
    retry_report *report = NULL;
    retry_finding_view finding = {.size = sizeof(finding)};

    world_write(&world, WRONG);
    ck_assert_int_eq(retry_init(NULL, &report), RETRY_EPOLICY);
    ck_assert_uint_eq(retry_report_count(report, RETRY_INFO), 1);
    ck_assert_uint_eq(retry_report_count(report, (retry_severity)-1), 1);
    ck_assert_uint_eq(retry_report_count(report, (retry_severity)99), 1);
    ck_assert(retry_report_at(report, 0, &finding));
    ck_assert_int_eq(finding.severity, RETRY_ERROR);
    ck_assert_str_eq(finding.slug, "out-of-range");
    ck_assert_str_eq(finding.file, world.file);
    ck_assert_uint_eq(finding.line, 2);
    ck_assert_uint_eq(finding.column, 40);
    ck_assert_uint_eq(finding.end_column, 41);
    ck_assert_str_eq(finding.path, "policies.db.limits.max_attempts");
    ck_assert(!retry_report_at(report, 1, &finding));
    finding = (retry_finding_view){.size = offsetof(retry_finding_view, line), .line = 77};
    ck_assert(retry_report_at(report, 0, &finding));
    ck_assert_str_eq(finding.slug, "out-of-range");
    ck_assert_uint_eq(finding.line, 77);
    finding.size = 0;
    ck_assert(!retry_report_at(report, 0, &finding));
    retry_report_free(report);
}
END_TEST

START_TEST(a_report_is_printed_with_its_places)
{
    retry_report *report = NULL;
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);

    world_write(&world, WRONG);
    ck_assert_int_eq(retry_init(NULL, &report), RETRY_EPOLICY);
    ck_assert(retry_report_print(report, stream));
    ck_assert_int_eq(fclose(stream), 0);
    ck_assert_ptr_nonnull(strstr(text, ":2:40: error: "));
    free(text);
    stream = fopen("/dev/full", "w");
    setvbuf(stream, NULL, _IONBF, 0);
    ck_assert(!retry_report_print(report, stream));
    fclose(stream);
    retry_report_free(report);
}
END_TEST

static void *look_up(void *name)
{
    return (void *)(uintptr_t)retry_policy_get(name);
}

START_TEST(threads_that_look_up_first_get_one_handle)
{
    static char name[] = "db";
    pthread_t threads[4];
    void *handle;

    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, look_up, name), 0);
    const retry_policy *db = retry_policy_get("db");
    ck_assert_uint_eq(retry_policy_max_attempts(db), 2);
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], &handle);
        ck_assert_ptr_eq(handle, db);
    }
    ck_assert_uint_eq(retry_catalogue_generation(NULL), 1);
}
END_TEST

static const retry_policy *seen_inside;

static void look_up_inside(struct world *self)
{
    (void)self;
    seen_inside = retry_policy_get("db");
    ck_assert_int_eq(retry_reload(NULL), RETRY_EBUSY);
}

START_TEST(the_log_of_the_first_load_may_look_up)
{
    retry_options options = world_options(&world);

    world.during_log = look_up_inside;
    ck_assert_int_eq(retry_init(&options, NULL), RETRY_OK);
    ck_assert_uint_eq(retry_policy_max_attempts(seen_inside), 2);
    ck_assert_ptr_eq(retry_policy_get("db"), seen_inside);
}
END_TEST

START_TEST(errors_are_made_and_spelled)
{
    char text[64];

    retry_error_text(retry_also(retry_sqlstate("40001"), retry_app("deadlock")), text, sizeof(text));
    ck_assert_str_eq(text, "sqlstate:40001 app:deadlock");
}
END_TEST

static const retry_policy *looked_up;

static retry_answer look_up_first(void *context, const retry_question *question, retry_window *out_window)
{
    (void)context, (void)question, (void)out_window;
    looked_up = retry_policy_get("db");
    return RETRY_ANSWER_MISSING;
}

START_TEST(the_first_look_up_inside_a_decision_leaves_loading_to_the_next)
{
    retry_options options = world_options(&world);
    retry_window window;

    world_write(&world, "version: 1\npolicies: {db: {limits: {max_attempts: 2}, backoff: {custom: {name: tide}}}}\n");
    ck_assert_int_eq(retry_catalogue_open(&options, &world.catalogue, NULL), RETRY_OK);
    ck_assert_int_eq(retry_custom_set(world.catalogue, "tide", look_up_first, NULL), RETRY_OK);
    ck_assert_int_eq(retry_policy_window(world_get(&world, "db"), 1, &window), RETRY_ANSWER_MISSING);
    ck_assert_ptr_nonnull(looked_up);
    ck_assert_int_eq(retry_policy_state_get(looked_up), RETRY_POLICY_UNDEFINED);
    ck_assert_ptr_eq(retry_policy_get("db"), looked_up);
    ck_assert_int_eq(retry_policy_state_get(looked_up), RETRY_POLICY_DEFINED);
}
END_TEST

WORLD_MAIN_AROUND("api", make_world, close_world, every_reason_and_status_has_a_word, the_version_is_the_headers,
                  the_first_look_up_loads, a_process_is_initialised_once,
                  a_failed_init_leaves_policies_undefined_until_a_reload_mends_it, a_reload_may_be_the_first_load,
                  a_custom_may_be_registered_before_anything_is_loaded, catalogues_do_not_share_names,
                  arguments_out_of_range_are_refused, a_larger_options_struct_is_read_as_far_as_it_is_known,
                  null_is_taken_everywhere, findings_can_be_read_one_by_one, a_report_is_printed_with_its_places,
                  threads_that_look_up_first_get_one_handle, the_log_of_the_first_load_may_look_up,
                  errors_are_made_and_spelled, the_first_look_up_inside_a_decision_leaves_loading_to_the_next)
