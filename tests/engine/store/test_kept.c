/* test_kept.c - what was kept is read back as it was, and nothing that is cut off or altered is. */
#include "engine/store/kept.h"

#include "tests/engine/store/folder.h"

#define A "version: 1\npolicies:\n  a: {limits: {max_attempts: 2}, backoff: {immediate: {}}}\n"
#define B \
    "{\"version\": 1, \"policies\": {\"b\": {\"limits\": {\"max_attempts\": 3}, \"backoff\": {\"immediate\": {}}}}}"

static struct retry_kept_bytes bytes;

static void write_down(void *context, const struct retry_loading *loading, const struct retry_set *set)
{
    (void)context;
    ck_assert_ptr_nonnull(set);
    ck_assert(retry__kept_write(loading, 4711, &bytes));
}

/* Loads two layers and the program's own text, and keeps what was read. */
static void keep(const char *defaults)
{
    struct retry_search search = {0};
    struct retry_load load = {.search = &search, .defaults = defaults, .symbol = folder_symbol, .inspect = write_down};

    folder_directory("high");
    folder_directory("low");
    folder_write("high/a.yaml", A);
    folder_write("low/b.json", B);
    ck_assert(retry__search_path(&search, folder_path("high:low"), NULL, folder.report));
    retry__set_free(retry__load(&load, folder.report));
    retry__search_done(&search);
    ck_assert_str_eq(folder_findings(), "");
}

START_TEST(files_come_back_with_their_names_and_layers)
{
    struct retry_kept kept;

    keep(NULL);
    ck_assert(retry__kept_read(bytes.bytes, bytes.size, &kept));
    ck_assert_uint_eq(kept.count, 2);
    ck_assert_uint_eq(kept.saved_ns, 4711);
    ck_assert_str_eq(folder_inside(kept.texts[0].name), "high/a.yaml");
    ck_assert_str_eq(kept.texts[0].text, A);
    ck_assert_uint_eq(kept.texts[0].layer, 0);
    ck_assert_str_eq(kept.texts[1].text, B);
    ck_assert_uint_eq(kept.texts[1].layer, 1);
    retry__kept_done(&kept);
    retry__mem_free(bytes.bytes);
}
END_TEST

START_TEST(the_programs_own_text_is_not_kept)
{
    struct retry_kept kept;

    keep("version: 1\n");
    ck_assert(retry__kept_read(bytes.bytes, bytes.size, &kept));
    ck_assert_uint_eq(kept.count, 2);
    retry__kept_done(&kept);
    retry__mem_free(bytes.bytes);
}
END_TEST

START_TEST(what_was_kept_loads_as_the_files_do)
{
    struct retry_kept kept;
    struct retry_load load = {.symbol = folder_symbol};

    keep(NULL);
    ck_assert(retry__kept_read(bytes.bytes, bytes.size, &kept));
    load.kept = kept.texts;
    load.kept_count = kept.count;
    struct retry_set *set = retry__load(&load, folder.report);
    ck_assert_ptr_nonnull(set);
    ck_assert_uint_eq(set->plan_count, 2);
    ck_assert_uint_eq(set->from_files, 2);
    ck_assert_uint_eq(retry__set_find(set, "b", 1)->max_attempts, 3);
    retry__set_free(set);
    retry__kept_done(&kept);
    retry__mem_free(bytes.bytes);
}
END_TEST

START_TEST(no_beginning_is_taken_for_the_whole)
{
    struct retry_kept kept;

    keep(NULL);
    for (size_t size = 0; size < bytes.size; size++)
        ck_assert_msg(!retry__kept_read(bytes.bytes, size, &kept), "%zu bytes are taken", size);
    retry__mem_free(bytes.bytes);
}
END_TEST

/* But for the time, which only a person reads. */
START_TEST(no_altered_byte_goes_unnoticed)
{
    struct retry_kept kept;

    keep(NULL);
    const char *saved = strstr(bytes.bytes, "saved "), *files = strstr(bytes.bytes, "file ");
    for (char *byte = bytes.bytes; byte < bytes.bytes + bytes.size; byte++) {
        if (byte > saved && byte < files)
            continue;
        *byte = (char)(*byte ^ 1);
        ck_assert_msg(!retry__kept_read(bytes.bytes, bytes.size, &kept), "byte %td", byte - bytes.bytes);
        *byte = (char)(*byte ^ 1);
    }
    retry__mem_free(bytes.bytes);
}
END_TEST

FOLDER_MAIN("kept", files_come_back_with_their_names_and_layers, the_programs_own_text_is_not_kept,
            what_was_kept_loads_as_the_files_do, no_beginning_is_taken_for_the_whole, no_altered_byte_goes_unnoticed)
