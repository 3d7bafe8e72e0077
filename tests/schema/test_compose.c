/* test_compose.c - a document built from what a reader meets. */
#include "schema/compose.h"

#include "tests/schema/reading.h"

static struct retry_source source;
static struct retry_document document;
static struct retry_compose compose;

static void set_up(void)
{
    static const char blanks[] = "                                ";
    source = (struct retry_source){.name = "text", .text = blanks, .size = sizeof blanks - 1};
    document = (struct retry_document){.source = &source};
    compose = (struct retry_compose){.document = &document, .report = retry__report_new()};
    ck_assert_ptr_nonnull(compose.report);
}

static void tear_down(void)
{
    retry__report_free(compose.report);
    retry__compose_done(&compose);
    retry__document_done(&document);
}

static bool begin(enum retry_value_type type, uint32_t column)
{
    return retry__compose_begin(&compose, type, &(struct retry_range){column - 1, column});
}

static bool scalar(const char *text, uint32_t column)
{
    struct retry_value value = {.type = RETRY_VALUE_SCALAR, .count = (uint32_t)strlen(text), .text = text};
    value.place = (struct retry_range){column - 1, column - 1 + value.count};
    return retry__compose_scalar(&compose, &value);
}

static void expect_refusal(enum retry_finding_code code, uint32_t column)
{
    ck_assert_uint_eq(compose.report->count, 1);
    ck_assert_int_eq(compose.report->findings[0].code, code);
    ck_assert_uint_eq(compose.report->findings[0].place.span.column, column);
}

START_TEST(children_stand_in_the_order_of_the_document)
{
    ck_assert(begin(RETRY_VALUE_MAPPING, 1) && scalar("list", 2));
    ck_assert(begin(RETRY_VALUE_LIST, 8) && scalar("a", 9) && scalar("b", 11));
    ck_assert(retry__compose_end(&compose, 12) && scalar("last", 15) && scalar("c", 21));
    ck_assert(retry__compose_end(&compose, 22) && retry__compose_finish(&compose));
    const struct retry_value *root = &document.root, *list = &root->pairs[0].value;
    ck_assert_uint_eq(root->count, 2);
    reading_expect_text(&root->pairs[1].value, "c");
    ck_assert_uint_eq(list->count, 2);
    reading_expect_text(&list->items[1], "b");
    reading_expect_span(&source, list, "1:8-1:13");
}
END_TEST

START_TEST(a_collection_without_an_end_of_its_own_ends_with_its_last_child)
{
    ck_assert(begin(RETRY_VALUE_MAPPING, 1) && scalar("a", 1) && begin(RETRY_VALUE_LIST, 4) && scalar("bc", 6));
    ck_assert(retry__compose_end(&compose, 0) && retry__compose_end(&compose, 0));
    ck_assert(retry__compose_finish(&compose));
    reading_expect_span(&source, &document.root, "1:1-1:8");
    reading_expect_span(&source, &document.root.pairs[0].value, "1:4-1:8");
}
END_TEST

START_TEST(it_knows_what_is_open_and_whether_a_key_comes_next)
{
    ck_assert_ptr_null(retry__compose_innermost(&compose));
    ck_assert(!retry__compose_wants_key(&compose));
    ck_assert(begin(RETRY_VALUE_MAPPING, 1));
    ck_assert(retry__compose_wants_key(&compose));
    ck_assert(scalar("a", 2));
    ck_assert(!retry__compose_wants_key(&compose));
    ck_assert(begin(RETRY_VALUE_LIST, 5));
    ck_assert(!retry__compose_wants_key(&compose));
    ck_assert_uint_eq(retry__compose_innermost(&compose)->place.start, 4);
    ck_assert(retry__compose_end(&compose, 6));
    ck_assert(retry__compose_wants_key(&compose));
    ck_assert_uint_eq(retry__compose_innermost(&compose)->place.start, 0);
}
END_TEST

START_TEST(only_a_mapping_stands_at_the_top)
{
    ck_assert(!begin(RETRY_VALUE_LIST, 3));
    expect_refusal(RETRY_FINDING_WRONG_TYPE, 3);
    ck_assert(!scalar("a", 1));
}
END_TEST

START_TEST(a_key_is_a_scalar)
{
    ck_assert(begin(RETRY_VALUE_MAPPING, 1));
    ck_assert(!begin(RETRY_VALUE_MAPPING, 2));
    expect_refusal(RETRY_FINDING_KEY, 2);
}
END_TEST

START_TEST(a_key_of_unseen_characters_is_refused_and_the_reading_goes_on)
{
    static const char *const keys[] = {"a\xE2\x80\x8B", "\xC2\xAD", "a\x01", "\xEF\xBB\xBF_", "\x7F", "a\nb"};
    ck_assert(begin(RETRY_VALUE_MAPPING, 1) && scalar(keys[_i], 2) && scalar("1", 6));
    ck_assert(retry__compose_end(&compose, 7) && !retry__compose_finish(&compose));
    expect_refusal(RETRY_FINDING_ENCODING, 2);
}
END_TEST

START_TEST(a_key_of_other_characters_is_fine)
{
    static const char *const keys[] = {"", "x-a b", "\xC3\xA9", "\\", "a\\b", "\xF0\x9F\x98\x80"};
    ck_assert(begin(RETRY_VALUE_MAPPING, 1) && scalar(keys[_i], 2) && scalar("\xE2\x80\x8B", 6));
    ck_assert(retry__compose_end(&compose, 7) && retry__compose_finish(&compose));
}
END_TEST

START_TEST(a_repeated_key_is_told_when_its_mapping_ends_and_leaves_a_document)
{
    ck_assert(begin(RETRY_VALUE_MAPPING, 1) && scalar("a", 2) && scalar("1", 4) && scalar("a", 6) && scalar("2", 8));
    ck_assert_uint_eq(compose.report->count, 0);
    ck_assert(retry__compose_end(&compose, 8) && retry__compose_finish(&compose));
    expect_refusal(RETRY_FINDING_DUPLICATE_KEY, 6);
    ck_assert_uint_eq(document.root.count, 2);
    reading_expect_text(retry__value_get(&document.root, "a"), "1");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("compose");
    TCase *tests = tcase_create("compose");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, children_stand_in_the_order_of_the_document);
    tcase_add_test(tests, a_collection_without_an_end_of_its_own_ends_with_its_last_child);
    tcase_add_test(tests, it_knows_what_is_open_and_whether_a_key_comes_next);
    tcase_add_test(tests, only_a_mapping_stands_at_the_top);
    tcase_add_test(tests, a_key_is_a_scalar);
    tcase_add_loop_test(tests, a_key_of_unseen_characters_is_refused_and_the_reading_goes_on, 0, 6);
    tcase_add_loop_test(tests, a_key_of_other_characters_is_fine, 0, 6);
    tcase_add_test(tests, a_repeated_key_is_told_when_its_mapping_ends_and_leaves_a_document);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
