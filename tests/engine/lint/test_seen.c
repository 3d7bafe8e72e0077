/* test_seen.c - only what the library writes is taken for a status file, whatever bytes a file holds. */
#include "engine/lint/seen.h"

#include "tests/engine/world.h"

static struct world world;
static struct retry_seen seen;
static char complaint[1024];
static char *whole; /* what the library writes */
static size_t size;

static void open_world(void)
{
    world_open(&world, "version: 1\npolicies:\n  db: {limits: {max_attempts: 1}, backoff: {immediate: {}}}\n");
    FILE *stream = open_memstream(&whole, &size);
    retry_state *state;

    retry_disable_all(true);
    ck_assert_int_eq(retry_catalogue_reload(world.catalogue, NULL), RETRY_OK);
    ck_assert_int_eq(retry_state_take(world.catalogue, &state), RETRY_OK);
    ck_assert(retry_state_print(state, stream));
    fclose(stream);
    retry_state_free(state);
}

static void close_world(void)
{
    free(whole);
    world_close(&world);
}

static bool reads(const char *text, size_t length)
{
    FILE *stream = fopen(world.file, "w");
    FILE *complaints = fmemopen(complaint, sizeof(complaint), "w");

    ck_assert_uint_eq(fwrite(text, 1, length, stream), length);
    ck_assert_int_eq(fclose(stream), 0);
    bool good = retry__seen_read(&seen, world.file, complaints);
    fclose(complaints);
    if (good)
        retry__seen_done(&seen);
    return good;
}

/* The text with one piece replaced. */
static void refuses(const char *piece, const char *by, const char *says)
{
    char *text = NULL;
    const char *at = strstr(whole, piece);

    ck_assert_msg(at != NULL, "%s", piece);
    ck_assert_int_gt(asprintf(&text, "%.*s%s%s", (int)(at - whole), whole, by, at + strlen(piece)), 0);
    ck_assert_msg(!reads(text, strlen(text)), "%s", by);
    ck_assert_msg(strstr(complaint, says), "%s: %s", by, complaint);
    free(text);
}

START_TEST(what_the_library_writes_is_read)
{
    ck_assert_msg(reads(whole, size), "%s", complaint);
}
END_TEST

START_TEST(a_file_that_was_cut_is_refused)
{
    for (size_t length = 0; length + 2 < size; length += 7)
        ck_assert(!reads(whole, length));
    ck_assert_ptr_nonnull(strstr(complaint, ": this is no status file: "));
}
END_TEST

START_TEST(values_of_other_types_are_named)
{
    char process[64];

    snprintf(process, sizeof(process), "\"process\": %d", (int)getpid());
    refuses(process, "\"process\": \"1\"", "'process' of the file is not a whole number");
    refuses(process, "\"process\": -1", "'process' of the file is not a whole number");
    refuses(process, "\"process\": 0", "'process' is not the number of a process");
    refuses(process, "\"process\": 4294967296", "'process' is not the number of a process");
    refuses(process, "\"process\": 99999999999999999999", "too big integer");
    refuses(process, "\"pid\": 1", "'process' of the file is missing");
    refuses("\"program\": null", "\"program\": \"../x\"", "'program' is not the name of a program");
    refuses("\"path\": ", "\"path\": 5, \"y\": ", "'path' of the file is not a text");
    refuses("\"generation\": 2", "\"generation\": 2.5", "'generation' of running is not a whole number");
    refuses("\"hash\": \"", "\"hash\": \"x", "'hash' of running is not a hash of 16 digits");
    refuses("\"loaded\": \"2", "\"loaded\": \"x", "'loaded' of running is not a time");
    refuses("\"levers\": [", "\"levers\": [5, ", "a lever is not an object");
    refuses("\"policies\": [", "\"policies\": {}, \"y\": [", "'policies' of running is not a list");
    refuses("\"findings\": [", "\"findings\": [{}, ", "'file' of a finding is missing");
    refuses("\"on\": false", "\"on\": 0", "'on' of watch is not true or false");
    refuses("{\"libretry\"", "{\"process\": 1, \"libretry\"", "duplicate object key");
    refuses("{\"libretry\"", "[{\"libretry\"", "this is no status file");
}
END_TEST

START_TEST(other_json_is_refused)
{
    static const char *const texts[] = {"", "null", "[]", "{}", "5", "\"x\"", "{\"libretry\": \"0.3.0\"}", "\xff\xfe"};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        ck_assert_msg(!reads(texts[i], strlen(texts[i])), "%s", texts[i]);
}
END_TEST

START_TEST(deep_nesting_is_refused)
{
    static char deep[100000];

    memset(deep, '[', sizeof(deep));
    ck_assert(!reads(deep, sizeof(deep)));
}
END_TEST

START_TEST(what_is_no_file_is_not_waited_for)
{
    FILE *complaints = fmemopen(complaint, sizeof(complaint), "w");

    unlink(world.file);
    ck_assert_int_eq(mkfifo(world.file, 0600), 0);
    ck_assert(!retry__seen_read(&seen, world.file, complaints));
    ck_assert(!retry__seen_read(&seen, world.directory, complaints));
    ck_assert(!retry__seen_read(&seen, "/nonexistent\x1b[31m", complaints));
    fclose(complaints);
    ck_assert_ptr_nonnull(strstr(complaint, "cannot read: not a regular file"));
    ck_assert_ptr_nonnull(strstr(complaint, "cannot read: No such file or directory"));
    ck_assert_ptr_null(strchr(complaint, '\x1b'));
}
END_TEST

START_TEST(a_file_larger_than_any_is_not_read)
{
    FILE *complaints = fmemopen(complaint, sizeof(complaint), "w");

    ck_assert_int_eq(truncate(world.file, (off_t)1 << 40), 0);
    ck_assert(!retry__seen_read(&seen, world.file, complaints));
    fclose(complaints);
    ck_assert_ptr_nonnull(strstr(complaint, "larger than any status file"));
}
END_TEST

WORLD_MAIN_AROUND("seen", open_world, close_world, what_the_library_writes_is_read, a_file_that_was_cut_is_refused,
                  values_of_other_types_are_named, other_json_is_refused, deep_nesting_is_refused,
                  what_is_no_file_is_not_waited_for, a_file_larger_than_any_is_not_read)
