/* test_found.c - the list of files that a search has met. */
#include "engine/store/found.h"

#include "engine/store/search.h"
#include "schema/limits.h"
#include "tests/engine/store/folder.h"

static struct retry_search search;

/* Adds files that are read, or that are not. @return how many of the additions were findings */
static unsigned add(unsigned count, const char *skipped)
{
    unsigned refused = 0;

    for (unsigned i = 0; i < count; i++) {
        struct retry_found found = {.path = "/a.yaml", .layer = i, .skipped = skipped};
        refused += !retry__found_add(&search, &found, folder.report);
    }
    return refused;
}

START_TEST(files_keep_their_order)
{
    ck_assert_uint_eq(add(40, NULL), 0);
    ck_assert_uint_eq(search.count, 40);
    for (uint32_t i = 0; i < 40; i++)
        ck_assert_uint_eq(search.found[i].layer, i);
    retry__search_done(&search);
}
END_TEST

START_TEST(as_many_files_as_the_limit_pass)
{
    ck_assert_uint_eq(add(RETRY_LIMIT_FILES, NULL), 0);
    ck_assert_uint_eq(search.count, RETRY_LIMIT_FILES);
    retry__search_done(&search);
}
END_TEST

START_TEST(first_file_over_the_limit_is_the_one_finding)
{
    ck_assert_uint_eq(add(RETRY_LIMIT_FILES + 5, NULL), 1);
    ck_assert_str_eq(folder_findings(), "/a.yaml:1:1 too-large\n");
    ck_assert_uint_eq(search.count, RETRY_LIMIT_FILES);
    retry__search_done(&search);
}
END_TEST

START_TEST(litter_over_the_limit_is_only_counted)
{
    ck_assert_uint_eq(add(RETRY_LIMIT_FILES + 5, "starts with a dot"), 0);
    ck_assert_uint_eq(search.count, RETRY_LIMIT_FILES);
    ck_assert_uint_eq(search.litter, RETRY_LIMIT_FILES + 5);
    ck_assert_uint_eq(add(1, NULL), 0);
    ck_assert_uint_eq(search.count, RETRY_LIMIT_FILES + 1);
    retry__search_done(&search);
}
END_TEST

START_TEST(text_is_printed_whole)
{
    const char *text = retry__found_text(&search, folder.report, "%s/%0500d.yaml", "/etc", 7);

    ck_assert_uint_eq(strlen(text), 510);
    ck_assert_str_eq(text + 500, "00007.yaml");
    retry__search_done(&search);
}
END_TEST

FOLDER_MAIN("found", files_keep_their_order, as_many_files_as_the_limit_pass,
            first_file_over_the_limit_is_the_one_finding, litter_over_the_limit_is_only_counted, text_is_printed_whole)
