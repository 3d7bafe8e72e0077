/* test_state_file.c - RETRY_STATUS_FILE is replaced as a whole after each load, and its failure harms nothing. */
#include "engine/live/state_file.h"

#include "tests/engine/world.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <poll.h>
#include <sys/wait.h>

#define TWO "version: 1\npolicies:\n  db: {limits: {max_attempts: 2}, backoff: {immediate: {}}}\n"
#define WRONG "version: 1\npolicies:\n  db: {limits: {max_attempt: 3}, backoff: {immediate: {}}}\n"

/* A disk that fills up in the middle. Stands in for the C library's, whose callers here write nothing else. */
static bool write_fails;

int fflush(FILE *stream)
{
    (void)stream;
    errno = ENOSPC;
    return write_fails ? EOF : 0;
}

static struct world world;
static char directory[128], path[160];

/* The process's own catalogue: each test is a process. */
static void make(void)
{
    world_make(&world);
    world_write(&world, TWO);
    snprintf(directory, sizeof(directory), "%s.run", world.directory);
    ck_assert_int_eq(mkdir(directory, 0700), 0);
    setenv("RETRY_POLICY_PATH", world.directory, 1);
}

/* How many files are there, which none should be but those that are asked for. */
static int files(void)
{
    DIR *stream = opendir(directory);
    int count = -2;

    while (readdir(stream))
        count++;
    closedir(stream);
    return count;
}

static void clean(void)
{
    unlink(path);
    rmdir(directory);
    unlink(world.file);
    rmdir(world.directory);
}

static void ask_for(const char *pattern, const char *name)
{
    char value[160];

    snprintf(value, sizeof(value), "%s/%s", directory, pattern);
    snprintf(path, sizeof(path), "%s/%s", directory, name);
    setenv("RETRY_STATUS_FILE", value, 1);
}

static retry_status init(const char *program)
{
    retry_options options = world_options(&world);

    options.path = NULL;
    options.program = program;
    return retry_init(&options, NULL);
}

static json_t *status(void)
{
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);

    ck_assert_ptr_nonnull(root);
    return root;
}

static long long generation(void)
{
    json_t *root = status();
    long long value = json_integer_value(json_object_get(json_object_get(root, "running"), "generation"));

    json_decref(root);
    return value;
}

START_TEST(each_load_leaves_a_new_file)
{
    ask_for("state.json", "state.json");
    ck_assert_int_eq(init(NULL), RETRY_OK);
    ck_assert_int_eq(generation(), 1);
    ck_assert_int_eq(retry_reload(NULL), RETRY_OK);
    ck_assert_int_eq(generation(), 2);
    world_write(&world, WRONG);
    ck_assert_int_eq(retry_reload(NULL), RETRY_EPOLICY);
    json_t *root = status();
    ck_assert_str_eq(json_string_value(json_object_get(json_object_get(root, "attempt"), "result")), "refused");
    json_decref(root);
    ck_assert_int_eq(files(), 1);
    retry_check(NULL, NULL);
    ck_assert_int_eq(generation(), 2);
}
END_TEST

START_TEST(the_name_may_hold_the_process_and_the_program)
{
    char name[96];

    snprintf(name, sizeof(name), "%d-billing-%%-%%q.json", (int)getpid());
    ask_for("%p-%n-%%-%q.json", name);
    ck_assert_int_eq(init("billing"), RETRY_OK);
    ck_assert_int_eq(generation(), 1);
}
END_TEST

START_TEST(a_program_without_a_name_is_called_program)
{
    ask_for("%n", "program");
    ck_assert_ptr_nonnull(retry_policy_get("db"));
    ck_assert_int_eq(generation(), 1);
}
END_TEST

START_TEST(the_programs_switch_is_seen_at_once)
{
    ask_for("state.json", "state.json");
    ck_assert_int_eq(init(NULL), RETRY_OK);
    retry_disable_all(true);
    json_t *root = status();
    ck_assert_uint_eq(json_array_size(json_object_get(root, "levers")), 1);
    json_decref(root);
    retry_disable_all(false);
    root = status();
    ck_assert_uint_eq(json_array_size(json_object_get(root, "levers")), 0);
    json_decref(root);
}
END_TEST

/* What the file says of the watch. */
static bool watch_is(const char *key)
{
    json_t *root = status();
    bool value = json_is_true(json_object_get(json_object_get(root, "watch"), key));

    json_decref(root);
    return value;
}

START_TEST(a_watch_is_seen_as_soon_as_it_begins_and_ends)
{
    int descriptor;

    ask_for("state.json", "state.json");
    ck_assert_int_eq(init(NULL), RETRY_OK);
    ck_assert(!watch_is("on"));
    ck_assert_int_eq(retry_watch_open(NULL, NULL, &descriptor), RETRY_OK);
    ck_assert(watch_is("on") && watch_is("notified"));
    retry_watch_stop(NULL);
    ck_assert(!watch_is("on"));
    ck_assert_int_eq(generation(), 1);
    ck_assert_int_eq(files(), 1);
}
END_TEST

START_TEST(other_catalogues_leave_no_file)
{
    retry_catalogue *catalogue;
    retry_options options = {.size = sizeof(options), .path = world.directory};

    ask_for("state.json", "state.json");
    ck_assert_int_eq(retry_catalogue_open(&options, &catalogue, NULL), RETRY_OK);
    retry_catalogue_free(catalogue);
    ck_assert_int_eq(files(), 0);
}
END_TEST

START_TEST(the_mode_is_that_of_any_new_file)
{
    struct stat found;

    ask_for("state.json", "state.json");
    umask(027);
    ck_assert_int_eq(init(NULL), RETRY_OK);
    ck_assert_int_eq(stat(path, &found), 0);
    ck_assert_uint_eq(found.st_mode & 07777, 0640);
    ck_assert_uint_eq(umask(0), 027);
}
END_TEST

static uint64_t failures(void)
{
    retry_state_view view = {.size = sizeof(view)};
    retry_state *state;

    ck_assert_int_eq(retry_state_take(NULL, &state), RETRY_OK);
    ck_assert(retry_state_get(state, &view));
    retry_state_free(state);
    return view.status_file_failures;
}

START_TEST(a_failure_is_counted_and_told_once)
{
    setenv("RETRY_STATUS_FILE", "/nonexistent/directory/state.json", 1);
    errno = EDOM;
    ck_assert_int_eq(init(NULL), RETRY_OK);
    ck_assert_uint_eq(world.lines, 2);
    ck_assert_str_eq(world.line, "status_file result=failed path=/nonexistent/directory/state.json "
                                 "error=\"No such file or directory\"");
    ck_assert_int_eq(retry_reload(NULL), RETRY_OK);
    ck_assert_uint_eq(world.lines, 3);
    ck_assert_uint_eq(failures(), 2);
    ck_assert_int_eq(retry_policy_max_attempts(retry_policy_get("db")), 2);
}
END_TEST

START_TEST(a_failure_is_told_again_where_it_was_over_meanwhile)
{
    ask_for("state.json", "state.json");
    ck_assert_int_eq(rmdir(directory), 0);
    ck_assert_int_eq(init(NULL), RETRY_OK);
    ck_assert_ptr_nonnull(strstr(world.line, "status_file result=failed"));
    ck_assert_int_eq(mkdir(directory, 0700), 0);
    ck_assert_int_eq(retry_reload(NULL), RETRY_OK);
    ck_assert_int_eq(generation(), 2);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(rmdir(directory), 0);
    ck_assert_int_eq(retry_reload(NULL), RETRY_OK);
    ck_assert_ptr_nonnull(strstr(world.line, "status_file result=failed"));
    ck_assert_int_eq(mkdir(directory, 0700), 0);
}
END_TEST

START_TEST(what_is_no_regular_file_is_left_alone)
{
    struct stat found;

    ask_for("state.json", "state.json");
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    ck_assert_int_eq(init(NULL), RETRY_OK);
    ck_assert_int_eq(lstat(path, &found), 0);
    ck_assert(S_ISFIFO(found.st_mode));
    unlink(path);
    ck_assert_int_eq(symlink("/nonexistent", path), 0);
    ck_assert_int_eq(retry_reload(NULL), RETRY_OK);
    ck_assert_int_eq(lstat(path, &found), 0);
    ck_assert(S_ISLNK(found.st_mode));
    ck_assert_uint_eq(failures(), 2);
    ck_assert_int_eq(files(), 1);
}
END_TEST

START_TEST(a_policy_file_is_never_written)
{
    setenv("RETRY_STATUS_FILE", world.file, 1);
    ck_assert_int_eq(init(NULL), RETRY_OK);
    ck_assert_ptr_nonnull(strstr(world.line, "error=\"it would be read as a policy file\""));
    ck_assert_int_eq(retry_reload(NULL), RETRY_OK);
}
END_TEST

START_TEST(a_file_that_would_become_a_policy_file_is_not_made)
{
    char value[160];

    snprintf(value, sizeof(value), "%s/./state.json", world.directory);
    setenv("RETRY_STATUS_FILE", value, 1);
    ck_assert_int_eq(init(NULL), RETRY_OK);
    ck_assert_ptr_nonnull(strstr(world.line, "/./state.json error=\"it would be read as a policy file\""));
    ck_assert_int_ne(access(value, F_OK), 0);
    ck_assert_int_eq(retry_reload(NULL), RETRY_OK);
}
END_TEST

START_TEST(a_name_that_is_too_long_is_a_failure)
{
    char value[4096];

    memset(value, 'x', sizeof(value) - 1);
    memcpy(value, "/%p", 3);
    value[sizeof(value) - 1] = '\0';
    setenv("RETRY_STATUS_FILE", value, 1);
    ck_assert_int_eq(init(NULL), RETRY_OK);
    ck_assert_uint_eq(failures(), 1);
}
END_TEST

START_TEST(a_full_disk_leaves_nothing_behind)
{
    ask_for("state.json", "state.json");
    ck_assert_int_eq(init(NULL), RETRY_OK);
    write_fails = true;
    ck_assert_int_eq(retry_reload(NULL), RETRY_OK);
    write_fails = false;
    ck_assert_int_eq(files(), 1);
    ck_assert_int_eq(generation(), 1);
    ck_assert_uint_eq(failures(), 1);
}
END_TEST

/* Does the file say that the process watches, and that db was looked up? */
static bool shows_all(void)
{
    json_t *root = status(), *running = json_object_get(root, "running");
    json_t *db = json_array_get(json_object_get(running, "policies"), 0);
    bool answer = json_is_true(json_object_get(json_object_get(root, "watch"), "on")) &&
                  json_is_true(json_object_get(db, "looked_up"));

    json_decref(root);
    return answer;
}

START_TEST(a_watch_shows_what_no_load_changes)
{
    retry_watch_options options = {.size = sizeof(options), .settle_ns = MS, .poll_ns = MS};
    struct pollfd told = {.events = POLLIN};

    ask_for("state.json", "state.json");
    ck_assert_int_eq(init(NULL), RETRY_OK);
    ck_assert_ptr_nonnull(retry_policy_get("db"));
    ck_assert(!shows_all());
    ck_assert_int_eq(retry_watch_open(NULL, &options, &told.fd), RETRY_OK);
    while (!shows_all()) {
        ck_assert_int_eq(poll(&told, 1, 10000), 1);
        ck_assert_int_eq(retry_watch_dispatch(NULL), RETRY_OK);
    }
    ck_assert_int_eq(generation(), 1);
}
END_TEST

START_TEST(a_child_writes_a_file_of_its_own)
{
    ask_for("%p", "unused");
    ck_assert_int_eq(init(NULL), RETRY_OK);
    pid_t child = fork();
    if (child == 0)
        _exit(retry_reload(NULL) == RETRY_OK ? 0 : 1);
    int end;
    ck_assert_int_eq(waitpid(child, &end, 0), child);
    ck_assert_int_eq(end, 0);
    ck_assert_int_eq(files(), 2);
    snprintf(path, sizeof(path), "%s/%d", directory, (int)child);
    ck_assert_int_eq(generation(), 2);
    unlink(path);
    snprintf(path, sizeof(path), "%s/%d", directory, (int)getpid());
    ck_assert_int_eq(generation(), 1);
}
END_TEST

WORLD_MAIN_AROUND("state_file", make, clean, each_load_leaves_a_new_file, the_name_may_hold_the_process_and_the_program,
                  a_program_without_a_name_is_called_program, the_programs_switch_is_seen_at_once,
                  a_watch_is_seen_as_soon_as_it_begins_and_ends, other_catalogues_leave_no_file,
                  the_mode_is_that_of_any_new_file, a_failure_is_counted_and_told_once,
                  a_failure_is_told_again_where_it_was_over_meanwhile, what_is_no_regular_file_is_left_alone,
                  a_policy_file_is_never_written, a_file_that_would_become_a_policy_file_is_not_made,
                  a_name_that_is_too_long_is_a_failure, a_full_disk_leaves_nothing_behind,
                  a_watch_shows_what_no_load_changes, a_child_writes_a_file_of_its_own)
