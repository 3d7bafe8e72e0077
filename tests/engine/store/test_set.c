/* test_set.c - looking policies up in a set. */
#include "engine/store/set.h"

#include "tests/engine/store/folder.h"

/* A set of that many policies, p0, p1 and so on, with max_attempts 1, 2 and so on. */
static struct retry_set *numbered(unsigned count)
{
    FILE *stream = fopen(folder_file("a.yaml"), "w");
    struct retry_set *set;

    ck_assert_ptr_nonnull(stream);
    fprintf(stream, "version: 1\npolicies:%s\n", count ? "" : " {}");
    for (unsigned i = 0; i < count; i++)
        fprintf(stream, "  p%u: {limits: {max_attempts: %u}, backoff: {immediate: {}}}\n", i, i + 1);
    ck_assert_int_eq(fclose(stream), 0);
    set = folder_load("a.yaml", NULL);
    ck_assert_ptr_nonnull(set);
    return set;
}

START_TEST(every_policy_is_found_by_its_name)
{
    struct retry_set *set = numbered(500);
    char name[16];

    ck_assert_uint_eq(set->plan_count, 500);
    for (unsigned i = 0; i < 500; i++) {
        int length = snprintf(name, sizeof name, "p%u", i);
        const struct retry_plan *plan = retry__set_find(set, name, (size_t)length);
        ck_assert_ptr_eq(plan, retry__set_plan(set, i));
        ck_assert_str_eq(retry__plan_name(plan), name);
        ck_assert(plan->max_attempts == (i ? i + 1 : 1));
    }
    retry__set_free(set);
}
END_TEST

START_TEST(other_names_are_not_found)
{
    struct retry_set *set = numbered(20);

    ck_assert_ptr_null(retry__set_find(set, "p20", 3));
    ck_assert_ptr_null(retry__set_find(set, "p", 1));
    ck_assert_ptr_null(retry__set_find(set, "", 0));
    ck_assert_ptr_null(retry__set_find(set, "P1", 2));
    ck_assert_ptr_eq(retry__set_find(set, "p19", 2), retry__set_plan(set, 1));
    retry__set_free(set);
}
END_TEST

START_TEST(empty_set_finds_nothing)
{
    struct retry_set *set = numbered(0);

    ck_assert_uint_eq(set->plan_count, 0);
    ck_assert_ptr_null(retry__set_find(set, "p0", 2));
    retry__set_free(set);
}
END_TEST

START_TEST(quarter_of_the_slots_is_free)
{
    for (unsigned count = 5; count < 14; count++) {
        struct retry_set *set = numbered(count);
        ck_assert_uint_ge(3 * set->slot_count, 4 * set->plan_count);
        retry__set_free(set);
    }
}
END_TEST

FOLDER_MAIN("set", every_policy_is_found_by_its_name, other_names_are_not_found, empty_set_finds_nothing,
            quarter_of_the_slots_is_free)
