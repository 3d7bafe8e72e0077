/* test_custom.c - delays that the program's own function answers. */
#include "engine/kinds/custom.h"

#include "engine/kinds/fixed.h"
#include "tests/engine/tree/tree.h"

/* What the program's function was asked, and what it answers. */
static struct program {
    retry_question asked;
    retry_answer answer;
    retry_window window;
} program;

static retry_answer answer_as_told(void *context, const retry_question *question, retry_window *out_window)
{
    struct program *told = context;

    told->asked = *question;
    *out_window = told->window;
    return told->answer;
}

static const struct retry_custom registered = {answer_as_told, &program};
static const struct retry_custom *_Atomic const customs[] = {NULL, &registered};
static const char *const names[] = {"missing", "own"};

enum { MISSING, OWN, UNKNOWN }; /* symbols */

static struct tree tree;
static struct retry_ask ask;
static retry_window window;

static void begin(void)
{
    memset(&tree, 0, sizeof(tree));
    memset(&program, 0, sizeof(program));
    window = (retry_window){3, 4};
    ask = (struct retry_ask){
        .question = {.size = sizeof(retry_question), .failures = 6},
        .customs = customs,
        .custom_names = names,
        .custom_count = UNKNOWN,
    };
}

static const struct retry_node *custom(uint32_t symbol, const struct retry_node *over)
{
    return tree_add(&tree, &retry__kind_custom, over, (struct tree_value[]){{"name", symbol, 0}, {NULL, 0, 0}});
}

static const struct retry_node *one_second(void)
{
    return tree_add(&tree, &retry__kind_fixed, NULL, (struct tree_value[]){{"delay", SECOND, 0}, {NULL, 0, 0}});
}

static retry_answer ask_node(const struct retry_node *node)
{
    return retry__node_window(node, &ask, &window);
}

START_TEST(the_function_is_asked_by_its_name)
{
    program.window = (retry_window){10, 20};
    ck_assert_int_eq(ask_node(custom(OWN, NULL)), RETRY_ANSWER_WINDOW);
    ck_assert_window(window, 10, 20);
    ck_assert_str_eq(program.asked.name, "own");
    ck_assert_uint_eq(program.asked.failures, 6);
    ck_assert_uint_eq(program.asked.size, sizeof(retry_question));
}
END_TEST

START_TEST(its_window_is_ordered_and_cut)
{
    program.window = (retry_window){20, 10};
    ask_node(custom(OWN, NULL));
    ck_assert_window(window, 10, 20);
    program.window = (retry_window){UINT64_MAX, 5};
    ask_node(custom(OWN, NULL));
    ck_assert_window(window, 5, RETRY_FOREVER_NS);
}
END_TEST

START_TEST(it_goes_before_its_over)
{
    program.window = (retry_window){10, 20};
    ask_node(custom(OWN, one_second()));
    ck_assert_window(window, 10, 20);
}
END_TEST

START_TEST(exhausted_passes_even_with_an_over)
{
    const struct retry_node *node = custom(OWN, one_second());

    program.answer = RETRY_ANSWER_EXHAUSTED;
    ck_assert_int_eq(ask_node(node), RETRY_ANSWER_EXHAUSTED);
    ck_assert_ptr_eq(ask.last, node);
    ck_assert_window(window, 3, 4);
}
END_TEST

START_TEST(over_answers_for_a_function_that_declines)
{
    program.answer = RETRY_ANSWER_MISSING;
    ck_assert_int_eq(ask_node(custom(OWN, one_second())), RETRY_ANSWER_WINDOW);
    ck_assert_window(window, SECOND, SECOND);
}
END_TEST

START_TEST(over_answers_for_a_function_that_is_not_registered)
{
    ck_assert_int_eq(ask_node(custom(MISSING, one_second())), RETRY_ANSWER_WINDOW);
    ck_assert_window(window, SECOND, SECOND);
    ck_assert_int_eq(ask_node(custom(UNKNOWN, one_second())), RETRY_ANSWER_WINDOW);
}
END_TEST

static void expect_missing(const struct retry_node *node)
{
    ask.last = NULL;
    ck_assert_int_eq(ask_node(node), RETRY_ANSWER_MISSING);
    ck_assert_ptr_eq(ask.last, node);
    ck_assert_window(window, 3, 4);
}

START_TEST(without_function_and_over_the_answer_is_missing)
{
    expect_missing(custom(MISSING, NULL));
    expect_missing(custom(UNKNOWN, NULL));
    program.answer = RETRY_ANSWER_MISSING;
    expect_missing(custom(OWN, NULL));
}
END_TEST

START_TEST(an_answer_that_is_none_counts_as_missing)
{
    program.answer = (retry_answer)77;
    expect_missing(custom(OWN, NULL));
}
END_TEST

START_TEST(a_custom_may_stand_over_another)
{
    const struct retry_node *node = custom(MISSING, custom(OWN, NULL));

    program.window = (retry_window){10, 20};
    ck_assert_int_eq(ask_node(node), RETRY_ANSWER_WINDOW);
    ck_assert_window(window, 10, 20);
    ck_assert_str_eq(program.asked.name, "own");
}
END_TEST

START_TEST(no_bound_can_be_proved_of_it)
{
    ck_assert(retry__kind_custom.opaque);
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("custom");

    tcase_add_checked_fixture(cases, begin, NULL);
    tcase_add_test(cases, the_function_is_asked_by_its_name);
    tcase_add_test(cases, its_window_is_ordered_and_cut);
    tcase_add_test(cases, it_goes_before_its_over);
    tcase_add_test(cases, exhausted_passes_even_with_an_over);
    tcase_add_test(cases, over_answers_for_a_function_that_declines);
    tcase_add_test(cases, over_answers_for_a_function_that_is_not_registered);
    tcase_add_test(cases, without_function_and_over_the_answer_is_missing);
    tcase_add_test(cases, an_answer_that_is_none_counts_as_missing);
    tcase_add_test(cases, a_custom_may_stand_over_another);
    tcase_add_test(cases, no_bound_can_be_proved_of_it);
    return tree_run(cases);
}
