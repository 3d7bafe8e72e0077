/* test_customs.c - names keep their numbers, functions come and go under them. */
#include "engine/store/customs.h"
#include "tests/engine/world.h"

static retry_answer decline(void *context, const retry_question *question, retry_window *out_window)
{
    (void)context, (void)question, (void)out_window;
    return RETRY_ANSWER_MISSING;
}

static uint32_t number_of(struct retry_customs *customs, const char *name)
{
    uint32_t number = UINT32_MAX;

    ck_assert(retry__customs_number(customs, name, strlen(name), &number));
    return number;
}

static const struct retry_custom *registered(const struct retry_customs *customs, uint32_t number)
{
    struct retry_ask ask;

    retry__customs_ask(customs, &ask);
    return number < ask.custom_count ? atomic_load(&ask.customs[number]) : NULL;
}

START_TEST(without_names_there_is_nothing_to_ask)
{
    struct retry_customs customs = {.pairs = NULL};

    ck_assert_ptr_null(registered(&customs, 0));
    retry__customs_done(&customs);
}
END_TEST

START_TEST(a_name_keeps_its_number)
{
    struct retry_customs customs = {.pairs = NULL};
    uint32_t first = number_of(&customs, "tide"), second = number_of(&customs, "tides");

    ck_assert_uint_ne(first, second);
    ck_assert_uint_eq(number_of(&customs, "tide"), first);
    ck_assert_uint_eq(number_of(&customs, "tides"), second);
    ck_assert_uint_eq(number_of(&customs, "tid"), 2);
    retry__customs_done(&customs);
}
END_TEST

START_TEST(a_question_learns_names_and_functions)
{
    struct retry_customs customs = {.pairs = NULL};
    struct retry_ask ask;
    int context;

    number_of(&customs, "moon");
    ck_assert(retry__customs_set(&customs, number_of(&customs, "tide"), decline, &context));
    retry__customs_ask(&customs, &ask);
    ck_assert_uint_eq(ask.custom_count, 2);
    ck_assert_str_eq(ask.custom_names[1], "tide");
    ck_assert_ptr_null(registered(&customs, 0));
    ck_assert(registered(&customs, 1)->function == decline);
    ck_assert_ptr_eq(registered(&customs, 1)->context, &context);
    retry__customs_done(&customs);
}
END_TEST

START_TEST(a_function_of_null_takes_the_registration_away)
{
    struct retry_customs customs = {.pairs = NULL};
    uint32_t number = number_of(&customs, "tide");

    ck_assert(retry__customs_set(&customs, number, decline, NULL));
    ck_assert(retry__customs_set(&customs, number, NULL, NULL));
    ck_assert_ptr_null(registered(&customs, number));
    retry__customs_done(&customs);
}
END_TEST

START_TEST(a_replaced_pair_never_changes_and_is_used_again)
{
    struct retry_customs customs = {.pairs = NULL};
    uint32_t number = number_of(&customs, "tide");
    int one, two;

    ck_assert(retry__customs_set(&customs, number, decline, &one));
    const struct retry_custom *first = registered(&customs, number);
    ck_assert(retry__customs_set(&customs, number, decline, &two));
    const struct retry_custom *second = registered(&customs, number);
    ck_assert_ptr_eq(first->context, &one);
    ck_assert_ptr_eq(second->context, &two);
    ck_assert(retry__customs_set(&customs, number, decline, &one));
    ck_assert_ptr_eq(registered(&customs, number), first);
    retry__customs_done(&customs);
}
END_TEST

START_TEST(one_name_too_many_gets_no_number)
{
    struct retry_customs customs = {.pairs = NULL};
    char name[16];

    for (uint32_t i = 0; i < RETRY_CUSTOMS_MAX; i++) {
        snprintf(name, sizeof(name), "c%u", i);
        ck_assert_uint_eq(number_of(&customs, name), i);
    }
    ck_assert_uint_eq(number_of(&customs, "one-more"), RETRY_CUSTOMS_MAX);
    ck_assert_uint_eq(number_of(&customs, "c1023"), 1023);
    retry__customs_done(&customs);
}
END_TEST

START_TEST(forgotten_names_give_their_numbers_back)
{
    struct retry_customs customs = {.pairs = NULL};

    retry__customs_forget(&customs, 0);
    number_of(&customs, "tide");
    number_of(&customs, "moon");
    number_of(&customs, "wind");
    retry__customs_forget(&customs, 1);
    ck_assert_uint_eq(retry__customs_count(&customs), 1);
    ck_assert_uint_eq(number_of(&customs, "wind"), 1);
    ck_assert_uint_eq(number_of(&customs, "tide"), 0);
    retry__customs_done(&customs);
}
END_TEST

START_TEST(a_refused_set_uses_up_no_names_of_customs)
{
    static char text[1 << 17];
    struct world world;
    size_t length = (size_t)snprintf(text, sizeof(text), "version: 1\npolicies:\n");

    for (int i = 0; i < RETRY_CUSTOMS_MAX; i++)
        length += (size_t)snprintf(text + length, sizeof(text) - length,
                                   "  p%d: {limits: {max_attempts: 2}, backoff: {custom: {name: c%d}}}\n", i, i);
    snprintf(text + length, sizeof(text) - length, "unknown: 1\n");
    world_open(&world, "version: 1\n");
    ck_assert_int_eq(world_reload(&world, text), RETRY_EPOLICY);
    ck_assert_int_eq(retry_custom_set(world.catalogue, "tide", NULL, NULL), RETRY_OK);
    world_close(&world);
}
END_TEST

WORLD_MAIN("customs", without_names_there_is_nothing_to_ask, a_name_keeps_its_number,
           a_question_learns_names_and_functions, a_function_of_null_takes_the_registration_away,
           a_replaced_pair_never_changes_and_is_used_again, one_name_too_many_gets_no_number,
           forgotten_names_give_their_numbers_back, a_refused_set_uses_up_no_names_of_customs)
