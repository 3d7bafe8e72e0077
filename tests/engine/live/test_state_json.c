/* test_state_json.c - a state is valid JSON, whatever bytes stand in it, and fails where it cannot be written. */
#include "engine/live/state_json.h"

#include "tests/engine/world.h"

#include <jansson.h>

#define TWO "version: 1\npolicies:\n  db: {limits: {max_attempts: 2}, backoff: {immediate: {}}}\n"

static struct world world;

static void open_world(void)
{
    world_open(&world, TWO);
}

static void close_world(void)
{
    world_close(&world);
}

/* The state of the world as JSON, read again. */
static json_t *printed(void)
{
    retry_state *state;
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    json_error_t error;

    ck_assert_int_eq(retry_state_take(world.catalogue, &state), RETRY_OK);
    ck_assert(retry_state_print(state, stream));
    fclose(stream);
    retry_state_free(state);
    json_t *root = json_loadb(text, size, JSON_REJECT_DUPLICATES, &error);
    ck_assert_msg(root != NULL, "%d: %s in %s", error.line, error.text, text);
    free(text);
    return root;
}

/* The text at "running.policies.0.name"; "null" where there is none. */
static const char *at(const json_t *value, const char *path)
{
    char key[32];

    for (; *path; path += strcspn(path, "."), path += *path == '.') {
        snprintf(key, sizeof(key), "%.*s", (int)strcspn(path, "."), path);
        value =
            json_is_array(value) ? json_array_get(value, (size_t)strtoul(key, NULL, 10)) : json_object_get(value, key);
        ck_assert_msg(value != NULL, "%s", path);
    }
    return json_is_true(value) ? "true" : json_is_null(value) ? "null" : json_string_value(value);
}

START_TEST(members_are_where_the_manual_says)
{
    char lever[128];

    snprintf(lever, sizeof(lever), "%s/disabled", world.directory);
    fclose(fopen(lever, "w"));
    ck_assert_int_eq(retry_catalogue_reload(world.catalogue, NULL), RETRY_OK);
    unlink(lever);
    world_get(&world, "nobody");
    json_t *root = printed();
    ck_assert_str_eq(at(root, "libretry"), RETRY_VERSION);
    ck_assert_int_eq(json_integer_value(json_object_get(root, "process")), getpid());
    ck_assert_str_eq(at(root, "path"), world.directory);
    ck_assert_str_eq(at(root, "program"), "null");
    ck_assert_uint_eq(strlen(at(root, "running.hash")), 16);
    ck_assert_str_eq(at(root, "running.hash"), at(root, "attempt.hash"));
    ck_assert_uint_eq(strlen(at(root, "running.loaded")), 30);
    ck_assert_str_eq(at(root, "running.policies.0.name"), "db");
    ck_assert_str_eq(at(root, "running.policies.0.file"), world.file);
    ck_assert_str_eq(at(root, "running.policies.0.disabled"), "true");
    ck_assert_str_eq(at(root, "running.policies.1.state"), "undefined");
    ck_assert_str_eq(at(root, "running.files.1.path"), world.file);
    ck_assert_str_eq(at(root, "attempt.result"), "accepted");
    ck_assert_str_eq(at(root, "attempt.trigger"), "reload");
    ck_assert_str_eq(at(root, "files.1.applied"), "true");
    ck_assert_str_eq(at(root, "levers.0.by"), lever);
    ck_assert_int_eq(json_integer_value(json_object_get(json_object_get(root, "counts"), "accepted")), 2);
    json_decref(root);
}
END_TEST

START_TEST(before_the_first_load_it_is_whole_as_well)
{
    retry_catalogue *loaded = world.catalogue;

    world.catalogue = retry__catalogue_new();
    json_t *root = printed();
    ck_assert_str_eq(at(root, "path"), "null");
    ck_assert_str_eq(at(root, "attempt.result"), "none");
    ck_assert_str_eq(at(root, "attempt.time"), "null");
    json_decref(root);
    retry__catalogue_free(world.catalogue);
    world.catalogue = loaded;
}
END_TEST

START_TEST(hostile_file_names_stay_inside_of_their_texts)
{
    static const char *const names[] = {"\x01\x1b[31m\n\"\\.yaml", "\xff\xfe\xc3.yaml", "\xe2\x80\xae.yaml"};
    char old[sizeof(world.file)];

    memcpy(old, world.file, sizeof(old));
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        snprintf(world.file, sizeof(world.file), "%s/%s", world.directory, names[i]);
        rename(old, world.file);
        for (int wrong = 0; wrong < 2; wrong++) {
            world_reload(&world, wrong ? "version: 1\npolicies: {x: {limit: 1}}\n" : TWO);
            json_t *root = printed();
            ck_assert_str_eq(at(root, "attempt.result"), wrong ? "refused" : "accepted");
            ck_assert_ptr_null(strchr(at(root, "files.0.path"), '\x1b'));
            json_decref(root);
        }
        rename(world.file, old);
    }
    memcpy(world.file, old, sizeof(old));
}
END_TEST

START_TEST(a_stream_that_is_full_is_an_error)
{
    FILE *full = fopen("/dev/full", "w");
    retry_state *state;

    ck_assert_int_eq(retry_state_take(world.catalogue, &state), RETRY_OK);
    ck_assert(!retry_state_print(state, full));
    retry_state_free(state);
    fclose(full);
}
END_TEST

WORLD_MAIN_AROUND("state_json", open_world, close_world, members_are_where_the_manual_says,
                  before_the_first_load_it_is_whole_as_well, hostile_file_names_stay_inside_of_their_texts,
                  a_stream_that_is_full_is_an_error)
