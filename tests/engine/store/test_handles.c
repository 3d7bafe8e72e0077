/* test_handles.c - names are found again, whatever their number and their hashes. */
#include "engine/store/handles.h"
#include "tests/engine/world.h"

static struct retry_policy *add(struct retry_handles *handles, const char *name, uint64_t hash)
{
    struct retry_policy *policy = retry__handles_new(handles, name, strlen(name), hash, true);

    ck_assert_ptr_nonnull(policy);
    retry__handles_add(handles, policy);
    return policy;
}

static struct retry_policy *find(const struct retry_handles *handles, const char *name, uint64_t hash)
{
    return retry__handles_find(handles, name, strlen(name), hash);
}

START_TEST(nothing_is_found_before_the_first)
{
    struct retry_handles handles = {.count = 0};

    ck_assert_ptr_null(find(&handles, "db", 7));
    retry__handles_done(&handles);
}
END_TEST

START_TEST(a_name_is_found_after_it_was_added)
{
    struct retry_handles handles = {.count = 0};
    struct retry_policy *policy = add(&handles, "db", 7);

    ck_assert_ptr_eq(find(&handles, "db", 7), policy);
    ck_assert_ptr_null(find(&handles, "dns", 8));
    retry__handles_done(&handles);
}
END_TEST

START_TEST(a_handle_that_was_made_but_not_added_is_not_found)
{
    struct retry_handles handles = {.count = 0};
    struct retry_policy *policy = retry__handles_new(&handles, "db", 2, 7, false);

    ck_assert_ptr_null(find(&handles, "db", 7));
    retry__handles_add(&handles, policy);
    retry__handles_done(&handles);
}
END_TEST

START_TEST(all_are_listed_in_the_order_in_which_they_were_added)
{
    struct retry_handles handles = {.count = 0};
    size_t count = 1;
    const struct retry_policy **all = retry__handles_all(&handles, &count);

    ck_assert_ptr_nonnull(all);
    ck_assert_uint_eq(count, 0);
    free(all);
    for (uint64_t i = 0; i < 40; i++) {
        char name[8];
        snprintf(name, sizeof(name), "p%d", (int)i);
        add(&handles, name, 40 - i);
    }
    all = retry__handles_all(&handles, &count);
    ck_assert_uint_eq(count, 40);
    for (uint32_t i = 0; i < 40; i++)
        ck_assert_uint_eq(all[i]->index, i);
    free(all);
    retry__handles_done(&handles);
}
END_TEST

START_TEST(names_of_equal_hash_are_told_apart)
{
    struct retry_handles handles = {.count = 0};
    struct retry_policy *db = add(&handles, "db", UINT64_MAX), *longer = add(&handles, "db2", UINT64_MAX);

    ck_assert_ptr_eq(find(&handles, "db", UINT64_MAX), db);
    ck_assert_ptr_eq(find(&handles, "db2", UINT64_MAX), longer);
    ck_assert_ptr_null(find(&handles, "d", UINT64_MAX));
    ck_assert_ptr_null(find(&handles, "db22", UINT64_MAX));
    retry__handles_done(&handles);
}
END_TEST

START_TEST(handles_stay_where_they_are_while_the_table_grows)
{
    struct retry_handles handles = {.count = 0};
    struct retry_policy *policies[1000];
    char name[16];

    for (uint32_t i = 0; i < 1000; i++) {
        snprintf(name, sizeof(name), "p%u", i);
        policies[i] = add(&handles, name, i % 100);
        ck_assert_uint_eq(policies[i]->index, i);
    }
    for (uint32_t i = 0; i < 1000; i++) {
        snprintf(name, sizeof(name), "p%u", i);
        ck_assert_ptr_eq(find(&handles, name, i % 100), policies[i]);
    }
    ck_assert_uint_eq(handles.count, 1000);
    retry__handles_done(&handles);
}
END_TEST

START_TEST(handles_are_listed_in_the_order_of_their_first_look_up)
{
    struct retry_handles handles = {.count = 0};
    struct retry_policy *first = add(&handles, "b", 2), *second = add(&handles, "a", 1);

    ck_assert_ptr_eq(handles.first, first);
    ck_assert_ptr_eq(first->next, second);
    ck_assert_ptr_null(second->next);
    retry__handles_done(&handles);
    ck_assert_ptr_null(handles.first);
}
END_TEST

WORLD_MAIN("handles", all_are_listed_in_the_order_in_which_they_were_added, nothing_is_found_before_the_first,
           a_name_is_found_after_it_was_added, a_handle_that_was_made_but_not_added_is_not_found,
           names_of_equal_hash_are_told_apart, handles_stay_where_they_are_while_the_table_grows,
           handles_are_listed_in_the_order_of_their_first_look_up)
