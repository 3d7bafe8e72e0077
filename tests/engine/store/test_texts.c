/* test_texts.c - what documents say outlives the load where somebody keeps it. */
#include "engine/store/texts.h"

#include "tests/engine/store/folder.h"

static struct retry_set *load_kept(const char *names, struct retry_texts *texts)
{
    struct retry_search search;
    struct retry_load load = {.search = &search, .symbol = folder_symbol, .texts = texts};
    struct retry_set *set = NULL;

    if (retry__search_path(&search, folder_path(names), NULL, folder.report))
        set = retry__load(&load, folder.report);
    retry__search_done(&search);
    return set;
}

START_TEST(documents_are_kept_after_the_load)
{
    struct retry_texts texts;

    folder_write("a.yaml", "version: 1\nx-one: 1\n");
    folder_write("b.yaml", "version: 1\nx-two: 2\n");
    struct retry_set *set = load_kept("a.yaml:b.yaml", &texts);
    ck_assert_ptr_nonnull(set);
    ck_assert_uint_eq(texts.count, 2);
    ck_assert(texts.items[0].parsed && texts.items[1].parsed);
    ck_assert(retry__value_is(retry__value_get(&texts.items[1].document.root, "x-two"), "2"));
    retry__texts_done(&texts);
    retry__set_free(set);
}
END_TEST

START_TEST(documents_of_a_refused_set_are_kept_too)
{
    struct retry_texts texts;

    folder_write("a.yaml", "version: 1\npolicies: 7\n");
    folder_write("b.yaml", "version: [1\n");
    ck_assert_ptr_null(load_kept("a.yaml:b.yaml", &texts));
    ck_assert_uint_eq(texts.count, 2);
    ck_assert(texts.items[0].parsed);
    ck_assert(!texts.items[1].parsed);
    retry__texts_done(&texts);
    ck_assert_uint_eq(texts.count, 0);
}
END_TEST

FOLDER_MAIN("texts", documents_are_kept_after_the_load, documents_of_a_refused_set_are_kept_too)
